import {expect, test} from 'vitest';
import {hostCommand} from '../../source/notify/host-command.js';

const usual = '/root/.config/mailgrant';

test('the command that goes on finds the same settings, and in a service the same key', () => {
	const of = (directory: string, stateDirectory?: string) =>
		hostCommand({directory, usual, stateDirectory});
	expect(of(usual)).toBe('mailgrant');
	expect(of('/etc/mail grant')).toBe("mailgrant --config '/etc/mail grant'");
	expect(of('/var/lib/mailgrant', '/var/lib/mailgrant')).toBe('sudo mailgrant service --run --');
	expect(of('/etc/mailgrant', '/var/lib/mailgrant')).toBe('mailgrant --config /etc/mailgrant');
});
