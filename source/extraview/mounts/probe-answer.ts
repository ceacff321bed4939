import {clean} from '../../clean.js';

/** What stands between the browser and ExtraView, as one answer tells it. */
export type ProbeKind =
	| 'tomcat'
	| 'tomcat-not-found'
	| 'tomcat-down'
	| 'not-found'
	| 'forbidden'
	| 'to-https'
	| 'to-http'
	| 'same-host'
	| 'other-host'
	| 'login'
	| 'server-error'
	| 'answers';

/** All texts are cleaned. */
export type ProbeAnswer = {
	readonly kind: ProbeKind;
	readonly url: string;
	readonly status: number;
	readonly server?: string;
	/** Where it sends the browser, without its query; absolute. */
	readonly location?: string;
	/** Of the page. */
	readonly title?: string;
};

type Answer = {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: string;
};

/** Says what kind of server answered for ExtraView's redirect URI. A session cookie of a servlet container or its own error page is Tomcat's; the words of httpd's error pages are httpd's. */
export function classifyAnswer(url: string, {status, headers, body}: Answer): ProbeAnswer {
	const page = body.slice(0, 20_000);
	const title = /<title[^>]*>([^<]{0,300})/i.exec(page)?.[1];
	const target = targetOf(url, headers.location);
	return {
		kind: kindOf(url, status, {headers, page, title: title ?? '', target}),
		url,
		status,
		...(headers.server && {server: clean(headers.server, 80)}),
		...(target && {location: clean(`${target.origin}${target.pathname}`, 300)}),
		...(title && {title: clean(title, 120)}),
	};
}

type Seen = {
	readonly headers: Answer['headers'];
	readonly page: string;
	readonly title: string;
	readonly target: URL | undefined;
};

function kindOf(url: string, status: number, seen: Seen): ProbeKind {
	const {headers, page, title, target} = seen;
	const isTomcatPage =
		/HTTP Status \d{3}\b/.test(title) ||
		/<h3>Apache Tomcat\//i.test(page) ||
		/^Apache-Coyote/.test(headers.server ?? '');
	const hasSession = /(?:^|[,\s])JSESSIONID[\w.]*=/i.test(headers['set-cookie'] ?? '');
	if (status >= 300 && status < 400 && target)
		return redirectKind(new URL(url), target, hasSession);
	if (status === 401 || status === 407) return hasSession || isTomcatPage ? 'tomcat' : 'login';
	if (isTomcatPage) return status === 404 ? 'tomcat-not-found' : 'tomcat';
	if (hasSession || headers['x-powered-by']?.includes('Servlet')) return 'tomcat';
	if (status === 404) return 'not-found';
	if (status === 403) return 'forbidden';
	if (status >= 502 && status <= 504) return 'tomcat-down';
	if (status >= 500) return 'server-error';
	return isLoginPage(page) ? 'login' : 'answers';
}

function redirectKind(from: URL, to: URL, hasSession: boolean): ProbeKind {
	const isSameName = from.hostname === to.hostname;
	if (isLogin(to)) return 'login';
	if (!isSameName) return 'other-host';
	if (from.protocol !== to.protocol) return to.protocol === 'https:' ? 'to-https' : 'to-http';
	if (hasSession) return 'tomcat';
	return 'same-host';
}

/** Ways of single sign-on: SAML and OpenID requests carry their names, gateways their paths. */
function isLogin({hostname, pathname, searchParams}: URL): boolean {
	const names = ['SAMLRequest', 'SAMLart', 'wtrealm', 'client_id', 'TARGET', 'service'];
	if (names.some(name => searchParams.has(name))) return true;
	if (/^(?:login|sso|idp|adfs|auth|cas|accounts?)\d*\./i.test(hostname)) return true;
	return /\/(?:adfs|saml2?|sso|shibboleth\.sso|mellon|oauth2\/(?:sign_in|start|authorize)|cas\/login|siteminderagent|my\.policy|oam)(?:\/|$|\.)/i.test(
		pathname,
	);
}

/** A form with a password, where ExtraView's own page would have come with a session. */
const isLoginPage = (page: string) => /<input[^>]+type\s*=\s*["']?password/i.test(page);

function targetOf(url: string, location: string | undefined): URL | undefined {
	if (!location || !URL.canParse(location, url)) return undefined;
	const target = new URL(location, url);
	return /^https?:$/.test(target.protocol) ? target : undefined;
}

export type ProbeWords = {
	readonly ok: boolean;
	readonly title: string;
	/** What it means for the redirect URI. */
	readonly sentence: string;
	readonly fix: readonly string[];
};

/** An answer in words, and what to do where it is not Tomcat's. */
export function probeWords(answer: ProbeAnswer): ProbeWords {
	const {status, location = 'another address', url} = answer;
	const path = new URL(url).pathname;
	const said = (ok: boolean, title: string, sentence: string, ...fix: string[]): ProbeWords => ({
		ok,
		title,
		sentence,
		fix,
	});
	switch (answer.kind) {
		case 'tomcat':
			return said(true, 'Tomcat answers', `The redirect URI reaches Tomcat (HTTP ${status}).`);
		case 'tomcat-not-found':
			return said(
				false,
				'Tomcat answers, and knows no such page',
				`The web server lets ${path} through, but Tomcat has nothing there.`,
				'Compare the instance name with the address that users type; letter case counts.',
				'Check that ExtraView is deployed and started in this Tomcat.',
			);
		case 'tomcat-down':
			return said(
				false,
				'The web server answers, and Tomcat does not',
				`HTTP ${status}: the path is passed on, but nobody takes it there.`,
				'Start Tomcat, then check again.',
				'If it runs: compare the worker’s host, port and secret with the AJP connector in server.xml.',
			);
		case 'not-found':
			return said(
				false,
				'The web server answers 404 itself',
				`${path} is not passed to Tomcat: the mount points are missing, or in another virtual host.`,
				'See where they belong: mailgrant mounts',
			);
		case 'forbidden':
			return said(
				false,
				'The web server refuses the path',
				'HTTP 403: an access rule stands before it.',
				'Look for Require and Deny lines around the path, and for a web application firewall in front.',
			);
		case 'to-https':
			return said(
				false,
				'http is redirected to https',
				`It leads to ${location}. The provider needs the address that it ends at.`,
				'Use the https address as the base URL.',
			);
		case 'to-http':
			return said(
				false,
				'https is redirected to http',
				`It leads to ${location}, without TLS. Providers send the browser back to https only.`,
				'Let the web server pass the path on instead of redirecting it.',
			);
		case 'same-host':
			return said(
				false,
				'It is redirected on the same host',
				`It leads to ${location} before Tomcat saw it, so that the code in the query may be lost.`,
				'Look for Redirect and RewriteRule lines that take the path.',
				'If that address is the one users type, use it as the base URL.',
			);
		case 'other-host':
			return said(
				false,
				'It is redirected to another host',
				`It leads to ${location}. ExtraView refuses a redirect to another domain.`,
				'Use the address that it ends at as the base URL, if that is ExtraView’s own.',
				'Else take the redirect off this path.',
			);
		case 'login':
			return said(
				false,
				'A login page stands in between',
				`HTTP ${status}: single sign-on or a password asks first${answer.location ? ` (${location})` : ''}, so that the provider’s answer may not arrive.`,
				`Except ${path} from the sign-on, in the web server or the gateway in front of it.`,
				'If the browser that gives consent is signed on already, it may pass: then this is no obstacle.',
			);
		case 'server-error':
			return said(
				false,
				'The server fails',
				`HTTP ${status}: the request was taken, and something behind it is broken.`,
				'Read httpd’s error log and mod_jk’s log (JkLogFile) for this minute. A mount on a worker that is not defined answers so.',
			);
		case 'answers':
			return said(
				true,
				`Something answers with HTTP ${status}`,
				'Neither an error page nor a redirect came back, and nothing tells that it was Tomcat.',
				'Compare the page with what a browser shows for the base URL.',
			);
	}
}
