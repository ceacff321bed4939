import {type ServicePlan, stateDirectory} from './service-plan.js';

/** The service's user and group, for systemd-sysusers. */
export const sysusers = ({user}: Pick<ServicePlan, 'user'>): string =>
	`u ${user} - "Tokens of mail grants" ${stateDirectory}\n`;
