import {describe, expect, test} from 'vitest';
import {
	classifyAnswer,
	type ProbeKind,
	probeWords,
} from '../../../source/extraview/mounts/probe-answer.js';

const url =
	'https://track.example.com/evj/OAuth2?p_action=getTokenReturn&p_option=admin.EmailTokenUtility';

const apache404 =
	'<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><head><title>404 Not Found</title></head><body><p>The requested URL was not found on this server.</p></body></html>';
const tomcat = (status: number) =>
	`<!doctype html><html lang="en"><head><title>HTTP Status ${status} – Not Found</title></head><body><h1>HTTP Status ${status}</h1><h3>Apache Tomcat/9.0.80</h3></body></html>`;

type Row = [string, ProbeKind, number, Record<string, string>, string];

const rows: Row[] = [
	['a page with a session', 'tomcat', 200, {'set-cookie': 'JSESSIONID=AB12; Path=/evj'}, ''],
	['an error page of Tomcat', 'tomcat', 400, {}, tomcat(400)],
	['a page that is not in Tomcat', 'tomcat-not-found', 404, {}, tomcat(404)],
	['a stopped application', 'tomcat', 503, {}, tomcat(503)],
	['httpd’s own 404', 'not-found', 404, {server: 'Apache'}, apache404],
	['a 404 with a page of the company', 'not-found', 404, {}, '<h1>Oops</h1>'],
	['httpd without Tomcat', 'tomcat-down', 503, {}, '<title>503 Service Unavailable</title>'],
	['a proxy without Tomcat', 'tomcat-down', 502, {}, ''],
	['an access rule', 'forbidden', 403, {}, '<title>403 Forbidden</title>'],
	['an undefined worker', 'server-error', 500, {}, '<title>500 Internal Server Error</title>'],
	['a password of the web server', 'login', 401, {'www-authenticate': 'Basic realm="x"'}, ''],
	['a form of a gateway', 'login', 200, {}, '<form><input name=p type=password></form>'],
	['another host', 'other-host', 302, {location: 'https://other.example.com/evj/OAuth2'}, ''],
	['a sign-on service', 'login', 302, {location: 'https://login.example.com/x'}, ''],
	['a SAML request', 'login', 302, {location: 'https://idp.corp/in?SAMLRequest=abc'}, ''],
	['a gateway’s path', 'login', 302, {location: '/oauth2/sign_in?rd=x'}, ''],
	['plain http', 'to-http', 301, {location: 'http://track.example.com/evj/OAuth2'}, ''],
	['another path', 'same-host', 301, {location: '/new/OAuth2'}, ''],
	[
		'ExtraView’s own redirect',
		'tomcat',
		302,
		{location: '/evj/ExtraView', 'set-cookie': 'JSESSIONID=1'},
		'',
	],
	['a redirect to nowhere', 'answers', 302, {}, ''],
	['a bare page', 'answers', 200, {}, 'ok'],
];

test.each(rows)('%s is %s', (_name, kind, status, headers, body) => {
	const answer = classifyAnswer(url, {status, headers, body});
	expect(answer.kind).toBe(kind);
	const {ok, title, sentence, fix} = probeWords(answer);
	expect(ok).toBe(kind === 'tomcat' || kind === 'answers');
	expect(title).not.toBe('');
	expect(sentence).toMatch(/\.$/);
	if (!ok) expect(fix.length).toBeGreaterThan(0);
});

test('http that leads to https is told apart', () => {
	const answer = classifyAnswer('http://localhost/evj/OAuth2', {
		status: 301,
		headers: {location: 'https://localhost/evj/OAuth2'},
		body: '',
	});
	expect(answer.kind).toBe('to-https');
});

describe('what is shown', () => {
	test('holds no escape codes, and of an address neither query nor user', () => {
		const answer = classifyAnswer(url, {
			status: 302,
			headers: {
				location: 'https://u:pass@other.example.com/x\u001B[31m?code=secret',
				server: 'Apache\u001B[2J',
			},
			body: '<title>\u001B]0;x\u0007 Title</title>',
		});
		const shown = JSON.stringify([answer, probeWords(answer)]);
		expect(shown).not.toMatch(/\\u001b|secret|pass@|u:pass/i);
		expect(answer).toMatchObject({server: 'Apache', title: 'Title'});
	});
});
