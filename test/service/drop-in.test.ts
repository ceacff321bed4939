import {expect, test} from 'vitest';
import {dropIn} from '../../source/service/drop-in.js';
import {mainUnit} from '../../source/service/main-unit.js';
import {plan} from './plan.js';

const base = mainUnit(plan);

test('nothing where both say the same, whatever stands in comments', () => {
	expect(dropIn(base.replace(/^#.*\n/gm, ''), base)).toBeUndefined();
});

test('a list is begun anew, a single value replaced, what is gone unset', () => {
	const store = {directory: '/home/ev/grants', isState: false};
	const wanted = mainUnit({...plan, user: 'ev', group: 'ev', readers: 'extraview', store});
	expect(dropIn(base, wanted)).toMatchInlineSnapshot(`
		"[Service]
		StateDirectory=
		StateDirectoryMode=0755
		PrivateUsers=no
		User=ev
		Group=ev
		SupplementaryGroups=extraview
		Environment=
		Environment=MAILGRANT_CONFIG=/home/ev/grants
		Environment=XDG_CACHE_HOME=/var/cache
		ExecStart=
		ExecStart=/usr/bin/node /usr/lib/node_modules/mailgrant/dist/mailgrant.js refresh --watch --all --token-owner :extraview
		RuntimeDirectoryMode=0711
		ReadWritePaths=/home/ev/grants
		ProtectHome=read-only
		"
	`);
});

test('another key is waited for and handed out instead of the usual one', () => {
	const file = '/etc/keys/mail.cred';
	const credential = {name: 'mailgrant-key', file, isEncrypted: true} as const;
	expect(dropIn(base, mainUnit({...plan, credential}))).toMatchInlineSnapshot(`
		"[Unit]
		AssertPathExists=
		AssertPathExists=/etc/keys/mail.cred

		[Service]
		LoadCredential=
		LoadCredentialEncrypted=mailgrant-key:/etc/keys/mail.cred
		"
	`);
	expect(dropIn(base, mainUnit({...plan, credential: undefined}))).toBe(
		'[Unit]\nAssertPathExists=\n\n[Service]\nLoadCredential=\n',
	);
});
