import {cronTable} from './cron-table.js';
import {dropIn} from './drop-in.js';
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
export const mainUnitFile = `${units}/${mainUnitName}`;
/** Read before `override.conf`, which `systemctl edit` writes. */
export const dropInFile = `${mainUnitFile}.d/50-mailgrant.conf`;
export const sysusersFile = '/etc/sysusers.d/mailgrant.conf';
export const cronFile = '/etc/cron.d/mailgrant';

/** What a package brings. A file of the same name in /etc would count instead of it. */
export const packagedUnitFile = `/usr/lib/systemd/system/${mainUnitName}`;
export const packagedSysusersFile = '/usr/lib/sysusers.d/mailgrant.conf';

/** Every file that an installation may have written. */
export const allFiles: readonly string[] = [
	sysusersFile,
	mainUnitFile,
	dropInFile,
	`${units}/mailgrant-status.service`,
	`${units}/${timerName}`,
	cronFile,
];

/** What an installation writes, for systemd or for cron. All of it is readable by everybody. */
export function serviceFiles(plan: ServicePlan, kind: 'systemd' | 'cron'): readonly ServiceFile[] {
	const {prometheus, version} = plan;
	const file = (path: string, text: string) => ({path, text: stamped(text, version)});
	if (kind === 'cron') return [file(cronFile, cronTable(plan))];
	return [
		...(accountsFile(plan) === sysusersFile ? [file(sysusersFile, sysusers(plan))] : []),
		...mainFiles(plan).map(({path, text}) => file(path, text)),
		...(prometheus === undefined
			? []
			: [
					file(`${units}/mailgrant-status.service`, statusUnit(plan, prometheus)),
					file(`${units}/${timerName}`, statusTimer()),
				]),
	];
}

/** The file by which systemd makes the service's user. Another user is somebody's whom this host knows already. */
export function accountsFile({user, store, packaged}: ServicePlan): string | undefined {
	if (user !== usualUser || !store.isState) return undefined;
	return packaged === undefined ? sysusersFile : packagedSysusersFile;
}

function mainFiles(plan: ServicePlan): readonly ServiceFile[] {
	const {packaged} = plan;
	if (packaged === undefined) return [{path: mainUnitFile, text: mainUnit(plan)}];
	// The unit of a package is for every systemd.
	const text = dropIn(packaged, mainUnit({...plan, systemd: undefined}));
	return text === undefined ? [] : [{path: dropInFile, text}];
}
