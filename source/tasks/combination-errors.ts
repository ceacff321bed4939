import type {FieldName, Grant} from '../grant.js';
import {isOwnTenant} from '../providers/own-tenant.js';
import type {Providers} from '../providers/provider.js';

/** What is wrong with fields that are right each by itself, in a sentence. */
export function combinationErrors(
	{provider: id, flow, tenant, cloud, account}: Partial<Grant>,
	providers: Providers,
): Partial<Record<FieldName, string>> {
	const provider = id && providers[id];
	if (!provider) return {};
	const isAppOnly = flow === 'app-only';
	return {
		...(cloud !== undefined &&
			!provider.clouds && {
				cloud: `${provider.label} has no clouds to choose from. Leave it empty.`,
			}),
		...(isAppOnly &&
			account !== undefined && {
				account: 'With the flow app-only no account signs in. Leave it empty.',
			}),
		...(isAppOnly &&
			!provider.appOnly && {
				flow: `For ${provider.label} no way is known that needs no person. Choose browser or device.`,
			}),
		...(isAppOnly &&
			provider.hasTenant &&
			tenant !== undefined &&
			!isOwnTenant(tenant) && {
				tenant: `An application gets tokens only at its own tenant, not at ${tenant}. Copy "Directory (tenant) ID" from the app's Overview page.`,
			}),
	};
}
