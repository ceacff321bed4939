import type {WebAnswer} from '../faults.js';
import type {FaultCases} from './parts.js';

const at = (web: WebAnswer) => () => ({web: {answer: web}});

/** What stands before ExtraView. A mount that is missing needs no fault: the practice httpd has none at first. */
export const webFaults: FaultCases = {
	'web-tomcat-down': at({status: 503, title: '503 Service Unavailable'}),
	// Tomcat's own error page, as of 8.5.
	'web-tomcat-not-found': at({status: 404, title: 'HTTP Status 404 – Not Found'}),
	'web-forbidden': at({status: 403, title: '403 Forbidden'}),
	'web-login': at({status: 302, title: '302 Found', location: () => sso}),
	'web-to-http': at({
		status: 301,
		title: '301 Moved Permanently',
		location: url => url.replace(/^https/, 'http'),
	}),
	'web-same-host': at({
		status: 302,
		title: '302 Found',
		location: url => new URL('/portal/', url).href,
	}),
	'web-other-host': at({
		status: 301,
		title: '301 Moved Permanently',
		location: url => url.replace(/^https:\/\/[^/]*/, 'https://new.practice.example'),
	}),
	'web-server-error': at({status: 500, title: '500 Internal Server Error'}),
};

const sso = 'https://login.practice.example/adfs/ls/?SAMLRequest=practice';
