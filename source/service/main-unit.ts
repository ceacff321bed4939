import {hardening} from './hardening.js';
import {runAs} from './run-as.js';
import {environmentFile, type ServicePlan} from './service-plan.js';
import {unitValue, unitWord} from './unit-word.js';

/** The unit that keeps all tokens fresh. */
export function mainUnit(plan: ServicePlan): string {
	const {program, command, group, readers, log, credential, systemd = 0} = plan;
	const words = [
		...program,
		'refresh',
		'--watch',
		'--all',
		...['--token-owner', `:${readers ?? group}`],
		...(command === undefined ? [] : ['--exec', command]),
		...(log === 'json' ? ['--log', 'json'] : []),
	];
	return [
		'# Changes of your own belong beside it: systemctl edit mailgrant.service',
		'[Unit]',
		'Description=Keeps the OAuth2 tokens of mail grants fresh',
		'Wants=network-online.target',
		'After=network-online.target nss-lookup.target',
		'# It is started again however often it failed; only wrong usage (exit code 2) is final.',
		'StartLimitIntervalSec=0',
		...(credential?.file.startsWith('/etc/')
			? [
					'# Made, with the user, by: mailgrant service --install',
					`AssertPathExists=${unitValue(credential.file)}`,
				]
			: []),
		'',
		'[Service]',
		'# Ready after the first look at every grant. systemd-notify carries the messages, hence all.',
		'Type=notify',
		'NotifyAccess=all',
		...runAs(plan),
		`ExecStart=${words.map(unitWord).join(' ')}`,
		'ExecReload=/bin/kill -HUP $MAINPID',
		`# Proxies, as in HTTPS_PROXY=http://proxy.example.com:3128; read by root, so 0600: ${environmentFile}`,
		'Restart=on-failure',
		...(systemd >= 254
			? ['RestartSec=5s', 'RestartSteps=6', 'RestartMaxDelaySec=5min']
			: ['RestartSec=30s']),
		'RestartPreventExitStatus=2',
		'WatchdogSec=5min',
		'TimeoutStartSec=5min',
		'TimeoutStopSec=30s',
		'KillMode=mixed',
		'',
		'# Token files: only the group gets into them. They outlive a restart, and no stop.',
		'RuntimeDirectory=mailgrant',
		`RuntimeDirectoryMode=${readers === undefined ? '0750' : '0711'}`,
		'RuntimeDirectoryPreserve=restart',
		'',
		...hardening(plan),
		'',
		'[Install]',
		'WantedBy=multi-user.target',
		'',
	].join('\n');
}
