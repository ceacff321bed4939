import {hardening} from './hardening.js';
import {runAs} from './run-as.js';
import type {ServicePlan} from './service-plan.js';
import {unitValue, unitWord} from './unit-word.js';

/** The unit that writes the state of all grants for a collector of Prometheus. */
export function statusUnit(plan: ServicePlan, file: string): string {
	const words = [...plan.program, 'status', '--prometheus', file];
	return [
		'[Unit]',
		'Description=Writes the state of the mail grants for Prometheus',
		'# A package that was removed leaves this unit.',
		...plan.program.map(word => `ConditionPathExists=${unitValue(word)}`),
		'',
		'[Service]',
		'Type=oneshot',
		...runAs(plan),
		`ExecStart=${words.map(unitWord).join(' ')}`,
		'TimeoutStartSec=2min',
		'',
		...hardening(plan, [file.slice(0, file.lastIndexOf('/')) || '/']),
		'# It asks nobody.',
		'IPAddressDeny=any',
		'',
	].join('\n');
}

export function statusTimer(): string {
	return [
		'[Unit]',
		'Description=Writes the state of the mail grants for Prometheus',
		'',
		'[Timer]',
		'OnCalendar=*:0/5',
		'RandomizedDelaySec=30s',
		'AccuracySec=30s',
		'',
		'[Install]',
		'WantedBy=timers.target',
		'',
	].join('\n');
}
