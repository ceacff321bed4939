import {expect, test} from 'vitest';
import {definesOf, startsProgramOf} from '../../source/web-server/find-apache.js';

const debian = `[Service]
Type=forking
ExecStart=/usr/sbin/apachectl start
ExecReload=/usr/sbin/apachectl graceful
`;
const redHat = '[Service]\nExecStart=-/usr/sbin/httpd $OPTIONS -DFOREGROUND\n';

test('a unit is the one of an httpd that lies where its program does', () => {
	expect(startsProgramOf(debian, '/usr/sbin/apache2')).toBe(true);
	expect(startsProgramOf(debian, '/sbin/apache2')).toBe(true);
	expect(startsProgramOf(redHat, '/usr/sbin/httpd')).toBe(true);
});

test('the distribution’s unit is not reloaded for an httpd of one’s own', () => {
	expect(startsProgramOf(debian, '/opt/apache2/bin/apache2')).toBe(false);
	expect(startsProgramOf(redHat, '/usr/local/apache2/bin/httpd')).toBe(false);
	expect(startsProgramOf('[Service]\n', '/usr/sbin/httpd')).toBe(false);
	expect(startsProgramOf(debian, undefined)).toBe(false);
});

test('defines are read in both forms, each once', () => {
	expect(
		definesOf([
			['httpd', '-D', 'SSL', '-DFOREGROUND'],
			['httpd', '-DSSL'],
		]),
	).toEqual(['SSL', 'FOREGROUND']);
});
