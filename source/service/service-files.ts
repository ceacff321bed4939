import {cronTable} from './cron-table.js';
import {mainUnit} from './main-unit.js';
import {type ServicePlan, usualUser} from './service-plan.js';
import {stamped} from './stamp.js';
import {statusTimer, statusUnit} from './status-units.js';
import {sysusers} from './sysusers.js';

export type ServiceFile = {
	/** Absolute. */
	readonly path: string;
	readonly text: string;
};

export const mainUnitName = 'mailgrant.service';
export const timerName = 'mailgrant-status.timer';

const units = '/etc/systemd/system';
export const sysusersFile = '/etc/sysusers.d/mailgrant.conf';
export const cronFile = '/etc/cron.d/mailgrant';

/** Every file that an installation may have written. */
export const allFiles: readonly string[] = [
	sysusersFile,
	`${units}/${mainUnitName}`,
	`${units}/mailgrant-status.service`,
	`${units}/${timerName}`,
	cronFile,
];

/** What an installation writes, for systemd or for cron. All of it is readable by everybody. */
export function serviceFiles(plan: ServicePlan, kind: 'systemd' | 'cron'): readonly ServiceFile[] {
	const {prometheus, user, version} = plan;
	const file = (path: string, text: string) => ({path, text: stamped(text, version)});
	if (kind === 'cron') return [file(cronFile, cronTable(plan))];
	return [
		// Another user is somebody's whom this host knows already.
		...(user === usualUser && plan.store.isState ? [file(sysusersFile, sysusers(plan))] : []),
		file(`${units}/${mainUnitName}`, mainUnit(plan)),
		...(prometheus === undefined
			? []
			: [
					file(`${units}/mailgrant-status.service`, statusUnit(plan, prometheus)),
					file(`${units}/${timerName}`, statusTimer()),
				]),
	];
}
