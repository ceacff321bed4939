/** Whether a tenant is one and not a group of many: an application gets tokens only at its own. */
export const isOwnTenant = (tenant: string | undefined): boolean =>
	tenant !== undefined && !['organizations', 'common', 'consumers'].includes(tenant);
