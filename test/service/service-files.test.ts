import {expect, test} from 'vitest';
import {cronTable, ownCronTable} from '../../source/service/cron-table.js';
import {mainUnit} from '../../source/service/main-unit.js';
import {allFiles, serviceFiles} from '../../source/service/service-files.js';
import {originOf, stamped} from '../../source/service/stamp.js';
import {statusTimer, statusUnit} from '../../source/service/status-units.js';
import {sysusers} from '../../source/service/sysusers.js';
import {unitWord} from '../../source/service/unit-word.js';
import {plan} from './plan.js';

const linesOf = (text: string, setting: string) =>
	text.split('\n').filter(line => line.startsWith(`${setting}=`));

test('the unit of the watcher', () => {
	expect(mainUnit(plan)).toMatchInlineSnapshot(`
		"# Changes of your own belong beside it: systemctl edit mailgrant.service
		[Unit]
		Description=Keeps the OAuth2 tokens of mail grants fresh
		Wants=network-online.target
		After=network-online.target nss-lookup.target
		# It is started again however often it failed; only wrong usage (exit code 2) is final.
		StartLimitIntervalSec=0
		# Made, with the user, by: mailgrant service --install
		AssertPathExists=/etc/mailgrant/key

		[Service]
		# Ready after the first look at every grant. systemd-notify carries the messages, hence all.
		Type=notify
		NotifyAccess=all
		# A user of its own, and no DynamicUser=: store and token files belong to it for years.
		User=mailgrant
		Group=mailgrant
		Environment=MAILGRANT_CONFIG=/var/lib/mailgrant
		StateDirectory=mailgrant
		StateDirectoryMode=0700
		# The compiled program, so that it starts sooner.
		Environment=XDG_CACHE_HOME=/var/cache
		CacheDirectory=mailgrant
		CacheDirectoryMode=0700
		EnvironmentFile=-/etc/mailgrant/environment
		# Or bound to this host: systemd-creds encrypt --name=mailgrant-key /etc/mailgrant/key /etc/mailgrant/key.cred
		# and then LoadCredentialEncrypted=mailgrant-key:/etc/mailgrant/key.cred (systemd 250 or newer)
		LoadCredential=mailgrant-key:/etc/mailgrant/key
		ExecStart=/usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js refresh --watch --all --token-owner :mailgrant
		ExecReload=/bin/kill -HUP $MAINPID
		# Proxies, as in HTTPS_PROXY=http://proxy.example.com:3128; read by root, so 0600: /etc/mailgrant/environment
		Restart=on-failure
		RestartSec=30s
		RestartPreventExitStatus=2
		WatchdogSec=5min
		TimeoutStartSec=5min
		TimeoutStopSec=30s
		KillMode=mixed

		# Token files: only the group gets into them. They outlive a restart, and no stop.
		RuntimeDirectory=mailgrant
		RuntimeDirectoryMode=0750
		RuntimeDirectoryPreserve=restart

		UMask=0077
		NoNewPrivileges=yes
		CapabilityBoundingSet=
		AmbientCapabilities=
		ProtectSystem=strict
		ProtectHome=yes
		PrivateTmp=yes
		PrivateDevices=yes
		DevicePolicy=closed
		PrivateUsers=yes
		ProtectProc=invisible
		ProcSubset=pid
		ProtectClock=yes
		ProtectHostname=yes
		ProtectControlGroups=yes
		ProtectKernelLogs=yes
		ProtectKernelModules=yes
		ProtectKernelTunables=yes
		LockPersonality=yes
		RestrictRealtime=yes
		RestrictSUIDSGID=yes
		RestrictNamespaces=yes
		RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
		KeyringMode=private
		RemoveIPC=yes
		SystemCallArchitectures=native
		SystemCallFilter=@system-service
		SystemCallFilter=~@privileged @resources
		# Token files are given to a group.
		SystemCallFilter=fchown
		SystemCallErrorNumber=EPERM
		# No MemoryDenyWriteExecute=: Node.js makes machine code while it runs.

		[Install]
		WantedBy=multi-user.target
		"
	`);
});

test('the units for Prometheus, and the file for systemd-sysusers', () => {
	expect(statusUnit(plan, '/srv/prom/mailgrant.prom')).toMatchInlineSnapshot(`
		"[Unit]
		Description=Writes the state of the mail grants for Prometheus
		# A package that was removed leaves this unit.
		ConditionPathExists=/usr/bin/node
		ConditionPathExists=/usr/lib/node_modules/mailgrant/dist/mailgrant.js

		[Service]
		Type=oneshot
		# A user of its own, and no DynamicUser=: store and token files belong to it for years.
		User=mailgrant
		Group=mailgrant
		Environment=MAILGRANT_CONFIG=/var/lib/mailgrant
		StateDirectory=mailgrant
		StateDirectoryMode=0700
		# The compiled program, so that it starts sooner.
		Environment=XDG_CACHE_HOME=/var/cache
		CacheDirectory=mailgrant
		CacheDirectoryMode=0700
		EnvironmentFile=-/etc/mailgrant/environment
		# Or bound to this host: systemd-creds encrypt --name=mailgrant-key /etc/mailgrant/key /etc/mailgrant/key.cred
		# and then LoadCredentialEncrypted=mailgrant-key:/etc/mailgrant/key.cred (systemd 250 or newer)
		LoadCredential=mailgrant-key:/etc/mailgrant/key
		ExecStart=/usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js status --prometheus /srv/prom/mailgrant.prom
		TimeoutStartSec=2min

		UMask=0077
		NoNewPrivileges=yes
		CapabilityBoundingSet=
		AmbientCapabilities=
		ProtectSystem=strict
		ReadWritePaths=/srv/prom
		ProtectHome=yes
		PrivateTmp=yes
		PrivateDevices=yes
		DevicePolicy=closed
		PrivateUsers=yes
		ProtectProc=invisible
		ProcSubset=pid
		ProtectClock=yes
		ProtectHostname=yes
		ProtectControlGroups=yes
		ProtectKernelLogs=yes
		ProtectKernelModules=yes
		ProtectKernelTunables=yes
		LockPersonality=yes
		RestrictRealtime=yes
		RestrictSUIDSGID=yes
		RestrictNamespaces=yes
		RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
		KeyringMode=private
		RemoveIPC=yes
		SystemCallArchitectures=native
		SystemCallFilter=@system-service
		SystemCallFilter=~@privileged @resources
		# Token files are given to a group.
		SystemCallFilter=fchown
		SystemCallErrorNumber=EPERM
		# No MemoryDenyWriteExecute=: Node.js makes machine code while it runs.
		# It asks nobody.
		IPAddressDeny=any
		"
	`);
	expect(statusTimer()).toMatchInlineSnapshot(`
		"[Unit]
		Description=Writes the state of the mail grants for Prometheus

		[Timer]
		OnCalendar=*:0/5
		RandomizedDelaySec=30s
		AccuracySec=30s

		[Install]
		WantedBy=timers.target
		"
	`);
	expect(sysusers(plan)).toMatchInlineSnapshot(`
		"u mailgrant - "Tokens of mail grants" /var/lib/mailgrant
		"
	`);
});

test('the table for cron, with a user and without', () => {
	const cron = {...plan, user: 'ev', prometheus: '/srv/prom/100%.prom'};
	expect(cronTable(cron)).toMatchInlineSnapshot(`
		"# However many run at once, each token is renewed by one of them.
		SHELL=/bin/sh
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
		# Who is told what fails for the first time; what is fine says nothing.
		MAILTO=root
		* * * * * ev /usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js --config /var/lib/mailgrant refresh --all --quiet
		*/5 * * * * ev /usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js --config /var/lib/mailgrant status --prometheus /srv/prom/100\\%.prom
		"
	`);
	expect(ownCronTable(cron)).toMatchInlineSnapshot(`
		"SHELL=/bin/sh
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
		# Who is told what fails for the first time; what is fine says nothing.
		MAILTO=root
		* * * * * /usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js --config /var/lib/mailgrant refresh --all --quiet
		*/5 * * * * /usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js --config /var/lib/mailgrant status --prometheus /srv/prom/100\\%.prom
		"
	`);
});

test('another group reads the tokens without a user namespace, which would not know it', () => {
	const unit = mainUnit({...plan, readers: 'extraview'});
	expect(linesOf(unit, 'SupplementaryGroups')).toEqual(['SupplementaryGroups=extraview']);
	expect(linesOf(unit, 'RuntimeDirectoryMode')).toEqual(['RuntimeDirectoryMode=0711']);
	expect(linesOf(unit, 'PrivateUsers')).toEqual([]);
	expect(unit).toContain(' --token-owner :extraview\n');
});

test('a store that stays in a home directory can be written, and nothing else there', () => {
	const store = {directory: '/home/ev/.config/mail grant', isState: false};
	const unit = mainUnit({...plan, store, credential: undefined});
	expect(linesOf(unit, 'ReadWritePaths')).toEqual(['ReadWritePaths="/home/ev/.config/mail grant"']);
	expect(linesOf(unit, 'ProtectHome')).toEqual(['ProtectHome=read-only']);
	expect(linesOf(unit, 'Environment')[0]).toBe(
		'Environment="MAILGRANT_CONFIG=/home/ev/.config/mail grant"',
	);
	expect(linesOf(unit, 'StateDirectory')).toEqual([]);
	expect(linesOf(unit, 'LoadCredential')).toEqual([]);
});

test('an encrypted key and a passphrase are handed out as what they are', () => {
	const file = '/etc/mailgrant/key.cred';
	const encrypted = mainUnit({
		...plan,
		credential: {name: 'mailgrant-key', file, isEncrypted: true},
	});
	expect(linesOf(encrypted, 'LoadCredentialEncrypted')).toEqual([
		`LoadCredentialEncrypted=mailgrant-key:${file}`,
	]);
	expect(linesOf(encrypted, 'LoadCredential')).toEqual([]);
	const name = 'mailgrant-passphrase';
	const passphrase = mainUnit({...plan, credential: {name, file: '/etc/p', isEncrypted: false}});
	expect(linesOf(passphrase, 'LoadCredential')).toEqual([
		'LoadCredential=mailgrant-passphrase:/etc/p',
	]);
});

test('a newer systemd waits longer with each start that fails', () => {
	expect(mainUnit({...plan, systemd: 254})).toMatch(
		/\nRestartSec=5s\nRestartSteps=6\nRestartMaxDelaySec=5min\n/,
	);
	expect(mainUnit({...plan, systemd: 253})).not.toContain('RestartSteps');
});

test('a command reaches the shell as it was written, whatever systemd makes of signs', () => {
	expect(unitWord('/usr/bin/node')).toBe('/usr/bin/node');
	expect(unitWord('echo "$MAILGRANT_GRANT" 100% \\n\n')).toBe(
		'"echo \\"$$MAILGRANT_GRANT\\" 100%% \\\\n\\n"',
	);
	expect(mainUnit({...plan, command: 'systemctl reload "my mailer"'})).toContain(
		' --exec "systemctl reload \\"my mailer\\""\n',
	);
});

test('a file says whether it is as it was written', () => {
	const text = stamped('a\nb\n', '1.2.3');
	expect(originOf(text)).toBe('ours');
	expect(originOf(text.replace('b', 'c'))).toBe('edited');
	expect(originOf(`${text}\n`)).toBe('edited');
	expect(originOf('a\nb\n')).toBe('foreign');
	expect(originOf('')).toBe('foreign');
});

test('every file that is written is one that is removed', () => {
	const prometheus = '/srv/m.prom';
	const written = [
		...serviceFiles({...plan, prometheus}, 'systemd'),
		...serviceFiles({...plan, packaged: '[Service]'}, 'systemd'),
		...serviceFiles(plan, 'cron'),
	].map(({path}) => path);
	expect([...written].sort()).toEqual([...allFiles].sort());
});
