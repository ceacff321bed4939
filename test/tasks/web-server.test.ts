import {expect, test} from 'vitest';
import {applyAsRoot} from '../../source/tasks/web-server.js';

test('who may not write is told the whole command for root', () => {
	const url = 'https://track.example.com/evj';
	expect(applyAsRoot({url})).toBe(`sudo mailgrant mounts --extraview-url ${url} --apply`);
	expect(applyAsRoot({url, configFile: '/etc/my httpd.conf', worker: 'tomcat1'})).toBe(
		`sudo mailgrant mounts --extraview-url ${url} --apache-config '/etc/my httpd.conf' --tomcat-worker tomcat1 --apply`,
	);
});
