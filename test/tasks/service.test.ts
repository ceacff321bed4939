import {expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {mainUnit} from '../../source/service/main-unit.js';
import {
	dropInFile,
	mainUnitName,
	packagedUnitFile,
	serviceFiles,
} from '../../source/service/service-files.js';
import {installService, removeService} from '../../source/tasks/service/change-service.js';
import {installedKeyFile} from '../../source/tasks/service/installed-key-file.js';
import {planService} from '../../source/tasks/service/plan-service.js';
import type {ServiceWish} from '../../source/tasks/service/service-wish.js';
import {serviceHost} from './service-host.js';

const unit = `/etc/systemd/system/${mainUnitName}`;
const sysusers = '/etc/sysusers.d/mailgrant.conf';

async function install(
	{host}: Pick<ReturnType<typeof serviceHost>, 'host'>,
	wish: Partial<ServiceWish> = {},
	isForced = false,
) {
	const said: string[] = [];
	const planned = await planService(host, {kind: 'systemd', ...wish});
	await installService(host, planned, {
		kind: wish.kind ?? 'systemd',
		isForced,
		say: line => said.push(line),
	});
	return said;
}

const remove = async ({host}: ReturnType<typeof serviceHost>, isForced = false) => {
	const said: string[] = [];
	await removeService(host, {isForced, say: line => said.push(line)});
	return said;
};

test('a fresh host gets user, key, unit and a start; once more changes nothing', async () => {
	const world = serviceHost();
	await install(world);
	expect(world.done()).toEqual([
		`write ${sysusers}`,
		'account mailgrant',
		'key /etc/mailgrant/key',
		`write ${unit}`,
		'systemctl daemon-reload',
		`systemctl enable ${mainUnitName}`,
		`systemctl restart ${mainUnitName}`,
	]);
	expect(await install(world)).toContain('It runs, as it should');
	expect(world.done()).toEqual(['systemctl daemon-reload', `systemctl enable ${mainUnitName}`]);
});

test('a store of the admin’s is moved with its key to where only root reads it', async () => {
	const world = serviceHost();
	world.addStore('/root/.config/mailgrant', {from: 'own'});
	const {notes} = await planService(world.host, {kind: 'systemd'});
	expect(notes).toEqual([expect.stringContaining('--from /root/.config/mailgrant')]);
	await install(world, {from: '/root/.config/mailgrant'});
	expect(world.done().slice(1, 4)).toEqual([
		'account mailgrant',
		'store /root/.config/mailgrant to /var/lib/mailgrant for 990',
		'key /var/lib/mailgrant to /etc/mailgrant/key',
	]);
	await expect(planService(world.host, {kind: 'systemd', from: '/nowhere'})).rejects.toThrow(
		'There is no store in /nowhere.',
	);
	world.addStore('/home/ev/other', {from: 'own'});
	await expect(planService(world.host, {kind: 'systemd', from: '/home/ev/other'})).rejects.toThrow(
		'holds a store already',
	);
});

test('a unit edited by hand is neither replaced nor removed unsaid, and kept when it is', async () => {
	const world = serviceHost();
	await install(world);
	const edited = `${world.files.get(unit)}# mine\n`;
	world.files.set(unit, edited);
	world.done();
	await expect(install(world, {readers: 'extraview'})).rejects.toThrow('was edited by hand');
	await expect(remove(world)).rejects.toThrow('was edited by hand');
	expect(world.done()).toEqual([]);
	expect(world.files.get(unit)).toBe(edited);
	await install(world, {readers: 'extraview'}, true);
	expect(world.files.get(`${unit}.save`)).toBe(edited);
	expect(world.files.get(unit)).toContain('--token-owner :extraview');
	world.files.set(unit, 'foreign');
	await expect(install(world)).rejects.toThrow('was not written by mailgrant');
});

test('removal ends the service before its files go, and leaves key and store', async () => {
	const world = serviceHost();
	await install(world, {prometheus: '/srv/m.prom'});
	world.done();
	await remove(world);
	const done = world.done();
	expect(done[0]).toBe(`systemctl disable --now ${mainUnitName} mailgrant-status.timer`);
	expect(done.at(-1)).toBe('systemctl daemon-reload');
	expect([...world.files.keys()]).toEqual(['/etc/mailgrant/key']);
	expect(await remove(world)).toEqual(['Nothing of the service is installed']);
});

/** A host on which a package has put its unit, for the program of this host or another. */
async function packagedHost(program?: readonly string[]) {
	const world = serviceHost();
	const {plan} = await planService(world.host, {kind: 'systemd'});
	const text = mainUnit({...plan, systemd: undefined, program: program ?? plan.program});
	world.files.set(packagedUnitFile, text);
	return world;
}

test('the unit of a package is used as it is, and left again', async () => {
	const world = await packagedHost();
	expect(await remove(world)).toEqual([
		'Nothing of the service is installed',
		expect.stringContaining('stays'),
	]);
	expect(await install(world)).toContain(`The package's unit is used: ${packagedUnitFile}`);
	expect(world.done()).toEqual([
		'account mailgrant',
		'key /etc/mailgrant/key',
		'systemctl daemon-reload',
		`systemctl enable ${mainUnitName}`,
		`systemctl restart ${mainUnitName}`,
	]);
	expect(await install(world)).toContain('It runs, as it should');
	world.done();
	await remove(world);
	expect(world.done()).toEqual([
		`systemctl disable --now ${mainUnitName}`,
		'systemctl daemon-reload',
	]);
	expect(world.files.has(packagedUnitFile)).toBe(true);
});

test('what the unit of a package does not say goes into a drop-in, and out of it again', async () => {
	const world = await packagedHost();
	await install(world, {command: 'true'});
	expect(world.files.get(dropInFile)).toMatch(
		/^# mailgrant .*\n\[Service\]\nExecStart=\nExecStart=.* --exec true\n$/,
	);
	expect(world.files.has(unit)).toBe(false);
	world.done();
	await install(world);
	expect(world.done()).toEqual([
		`remove ${dropInFile}`,
		'systemctl daemon-reload',
		`systemctl enable ${mainUnitName}`,
		`systemctl restart ${mainUnitName}`,
	]);
});

test('a unit from before the package is taken away, unless it was edited by hand', async () => {
	const world = serviceHost();
	await install(world);
	world.files.set(packagedUnitFile, (await packagedHost()).files.get(packagedUnitFile) ?? '');
	const before = world.files.get(unit) ?? '';
	world.files.set(unit, `${before}# mine\n`);
	await expect(install(world)).rejects.toThrow('was edited by hand');
	world.files.set(unit, before);
	await install(world);
	expect(world.files.has(unit)).toBe(false);
	expect(world.done()).toContain(`systemctl restart ${mainUnitName}`);
});

test('another mailgrant than the package’s is started by a drop-in', async () => {
	const world = await packagedHost(['/usr/bin/mailgrant']);
	await install(world);
	expect(world.files.get(dropInFile)).toContain('ExecStart=\nExecStart=/usr/bin/node ');
});

test('who is not root, or has no systemd, changes nothing and is told what to do', async () => {
	const user = serviceHost({isAdmin: false});
	await expect(install(user)).rejects.toMatchObject({
		nextSteps: [expect.stringContaining('sudo'), expect.any(String)],
	});
	await expect(remove(user)).rejects.toThrow(UserError);
	const other = serviceHost({isBooted: false, systemd: async () => undefined});
	await expect(install(other)).rejects.toMatchObject({
		nextSteps: [expect.stringContaining('--cron'), expect.any(String)],
	});
	const old = serviceHost({systemd: async () => 239});
	await expect(install(old)).rejects.toThrow('need systemd 247');
	for (const world of [user, other, old]) expect(world.done()).toEqual([]);
});

test('a program that the service’s user can’t get to is told before anything is changed', async () => {
	const world = serviceHost({closedFor: () => '/root'});
	await expect(install(world, {user: 'ev'})).rejects.toThrow("ev can't get to /usr/bin/node");
	const hidden = serviceHost({program: ['/usr/bin/node', '/tmp/mailgrant.js']});
	await expect(install(hidden, {user: 'ev'})).rejects.toThrow('temporary files');
	for (const {done} of [world, hidden]) expect(done()).toEqual([]);
});

test('a CA file that the service can’t read is told, with what mends it', async () => {
	const caFiles = () => [
		{grant: 'ev', file: '/home/ev/ca.pem'},
		{grant: 'shown', file: '/etc/ssl/ca.pem'},
		{grant: 'shut', file: '/etc/shut/ca.pem'},
	];
	const closedFor = (_: unknown, file: string) =>
		file === '/etc/shut/ca.pem' ? '/etc/shut' : undefined;
	const {host, addStore} = serviceHost({caFiles, closedFor});
	const {notes} = await planService(host, {kind: 'systemd'});
	expect(notes).toEqual([
		expect.stringMatching(/\/home\/ev\/ca\.pem.* -- edit ev --ca-file FILE$/),
		expect.stringContaining('/etc/shut/ca.pem'),
	]);
	addStore('/root/.config/mailgrant', {from: 'own'});
	const cron = await planService(host, {kind: 'cron'});
	expect(cron.notes).toEqual([]);
});

test('a directory that is named stays where it is, and its owner runs the service', async () => {
	const store = {directory: '/home/ev/grants', isNamed: true};
	const world = serviceHost({store});
	await expect(planService(world.host, {kind: 'systemd'})).rejects.toThrow('no store in');
	world.addStore(store.directory, {from: 'own'}, {uid: 1000, gid: 1000});
	const {plan} = await planService(world.host, {kind: 'systemd'});
	expect(plan).toMatchObject({user: 'ev', group: 'ev', store: {isState: false}});
	expect(plan.credential).toBeUndefined();
	expect(serviceFiles(plan, 'systemd').map(({path}) => path)).toEqual([unit]);
	await expect(planService(world.host, {kind: 'systemd', user: 'root'})).rejects.toThrow(
		'belongs to ev',
	);
	world.addStore(store.directory, {from: 'own'});
	await expect(planService(world.host, {kind: 'systemd'})).rejects.toThrow('belongs to root');
});

test('where the key of a store comes from, the service gets it from', async () => {
	const world = serviceHost();
	const credential = async () => (await planService(world.host, {kind: 'systemd'})).plan.credential;
	world.addStore('/var/lib/mailgrant', {from: 'file', path: '/srv/key'});
	expect(await credential()).toMatchObject({name: 'mailgrant-key', file: '/srv/key'});
	await expect(install(world)).rejects.toThrow('/srv/key is missing');
	world.addStore('/var/lib/mailgrant', {from: 'passphrase'});
	expect(await credential()).toMatchObject({
		name: 'mailgrant-passphrase',
		file: '/etc/mailgrant/passphrase',
	});
	world.addStore('/var/lib/mailgrant', {from: 'own'});
	expect(await credential()).toBeUndefined();
	world.addStore('/var/lib/mailgrant', {from: 'credential'});
	const wish = {kind: 'systemd', keyFile: '/etc/k.cred'} as const;
	expect((await planService(world.host, wish)).plan.credential).toEqual({
		name: 'mailgrant-key',
		file: '/etc/k.cred',
		isEncrypted: true,
	});
});

test('what the unit can not start without is told before it is installed', async () => {
	const world = serviceHost();
	const notes = async () => (await planService(world.host, {kind: 'systemd'})).notes;
	world.addStore('/var/lib/mailgrant', {from: 'passphrase'});
	const how = 'install -D -m 600 /dev/stdin /etc/mailgrant/passphrase';
	expect(await notes()).toEqual([expect.stringContaining(how)]);
	await expect(install(world)).rejects.toMatchObject({
		message: expect.stringContaining('/etc/mailgrant/passphrase is missing'),
		nextSteps: [expect.stringContaining(how)],
	});
	expect(world.done()).toEqual([]);
	world.files.set('/etc/mailgrant/passphrase', 'typed');
	expect(await notes()).toEqual([]);
	await install(world);
	expect(world.files.get(unit)).toContain(
		'\nLoadCredential=mailgrant-passphrase:/etc/mailgrant/passphrase\n',
	);
	world.addStore('/var/lib/mailgrant', {from: 'credential'});
	expect(await notes()).toEqual([expect.stringContaining('the key in /etc/mailgrant/key')]);
});

test.each([
	['passphrase', 'have a passphrase, which nobody types for cron'],
	['credential', 'is a systemd credential, which cron does not hand out'],
] as const)('cron gets no table for a store whose key is a %s', async (from, words) => {
	const world = serviceHost();
	world.addStore('/root/.config/mailgrant', {from});
	await expect(install(world, {kind: 'cron'})).rejects.toMatchObject({
		message: expect.stringContaining(words),
		nextSteps: [expect.stringContaining('mailgrant rekey --new'), expect.any(String)],
	});
	expect(world.done()).toEqual([]);
});

test('a command that runs as the service finds its key where the installation put it', async () => {
	const keyFile = '/etc/keys/100%.cred';
	for (const world of [serviceHost(), await packagedHost()]) {
		await install(world);
		const usual = world.files.has(packagedUnitFile) ? undefined : '/etc/mailgrant/key';
		expect(installedKeyFile(world.host)).toBe(usual);
		world.files.set(keyFile, 'key');
		await install(world, {keyFile});
		expect(installedKeyFile(world.host)).toBe(keyFile);
	}
});

test('cron runs the store where it is, without systemd', async () => {
	const world = serviceHost({isBooted: false, systemd: async () => undefined});
	world.addStore('/root/.config/mailgrant', {from: 'own'});
	await install(world, {kind: 'cron'});
	expect(world.done()).toEqual(['write /etc/cron.d/mailgrant']);
	expect(world.files.get('/etc/cron.d/mailgrant')).toContain(
		'* * * * * root /usr/bin/node /usr/lib/mailgrant.js --config /root/.config/mailgrant refresh --all --quiet\n',
	);
	await remove(world);
	expect([...world.files.keys()]).toEqual([]);
});

test.each([
	[{readers: 'nobody-here'}, 'There is no group'],
	[{user: 'nobody-here'}, 'There is no user'],
	[{group: 'nobody-here'}, 'There is no group'],
	[{prometheus: 'm.prom'}, 'no absolute path'],
	[{kind: 'cron', from: '/x'}, 'stays where it is'],
] as const)('a wish that can’t be is told: %o', async (wish, words) => {
	await expect(planService(serviceHost().host, {kind: 'systemd', ...wish})).rejects.toThrow(words);
});
