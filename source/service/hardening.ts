import type {ServicePlan} from './service-plan.js';
import {unitPath} from './unit-word.js';

const homes = /^\/(?:home|root|run\/user)(?:\/|$)/;

/** A path that the service does not see, whoever may read it. */
export function isHidden(plan: Parameters<typeof hardening>[0], path: string): boolean {
	return /^\/(?:var\/)?tmp\//.test(path) || (homes.test(path) && !needsHome(plan));
}

const needsHome = (
	{program, store}: Pick<ServicePlan, 'program' | 'store'>,
	writable: readonly string[] = [],
) => [...program, store.directory, ...writable].some(path => homes.test(path));

/** What the service may do to the host: talk to the network, and write its own directories. */
export function hardening(
	plan: Pick<ServicePlan, 'program' | 'store' | 'readers'>,
	/** Places it writes to beside its own. */
	writable: readonly string[] = [],
): readonly string[] {
	const {store, readers} = plan;
	const written = [...(store.isState ? [] : [store.directory]), ...writable];
	return [
		'UMask=0077',
		'NoNewPrivileges=yes',
		'CapabilityBoundingSet=',
		'AmbientCapabilities=',
		'ProtectSystem=strict',
		...written.map(path => `ReadWritePaths=${unitPath(path)}`),
		`ProtectHome=${needsHome(plan, writable) ? 'read-only' : 'yes'}`,
		'PrivateTmp=yes',
		'PrivateDevices=yes',
		'DevicePolicy=closed',
		// A group other than the service's own has no number in a user namespace.
		...(readers === undefined ? ['PrivateUsers=yes'] : []),
		'ProtectProc=invisible',
		'ProcSubset=pid',
		'ProtectClock=yes',
		'ProtectHostname=yes',
		'ProtectControlGroups=yes',
		'ProtectKernelLogs=yes',
		'ProtectKernelModules=yes',
		'ProtectKernelTunables=yes',
		'LockPersonality=yes',
		'RestrictRealtime=yes',
		'RestrictSUIDSGID=yes',
		'RestrictNamespaces=yes',
		'RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6',
		'KeyringMode=private',
		'RemoveIPC=yes',
		'SystemCallArchitectures=native',
		'SystemCallFilter=@system-service',
		'SystemCallFilter=~@privileged @resources',
		'# Token files are given to a group.',
		'SystemCallFilter=fchown',
		'SystemCallErrorNumber=EPERM',
		'# No MemoryDenyWriteExecute=: Node.js makes machine code while it runs.',
	];
}
