import {readFileSync} from 'node:fs';
import {request as httpRequest} from 'node:http';
import {request as httpsRequest} from 'node:https';
import {accountCookie} from './authorization-server.js';

export type Page = {readonly url: string; readonly status: number; readonly text: string};

export type Browser = {
	/** Follows redirects and forms to where they end. An address that begins with `stopAt` is shown in the address bar and not asked for: status 0. */
	readonly visit: (url: string, options?: {readonly stopAt?: string}) => Promise<Page>;
	/** Sends a form and shows what comes back. */
	readonly post: (url: string, fields: Readonly<Record<string, string>>) => Promise<Page>;
};

/** A plain HTTP client with a cookie jar, who is the hinted account or the given one. */
export function createBrowser({
	ca,
	account,
	hosts = {},
}: {
	/** Path of a PEM file. */
	readonly ca: string;
	readonly account?: string;
	/** Where some hosts, as HOST:PORT, are reached in truth: the browser of another machine. */
	readonly hosts?: Readonly<Record<string, string>>;
}): Browser {
	const jar = new Map<string, string>(account ? [[accountCookie, account]] : []);
	const trusted = readFileSync(ca);

	function ask(url: string, form?: string): Promise<Page & {readonly location?: string}> {
		const {promise, resolve, reject} = Promise.withResolvers<Page & {location?: string}>();
		const send = url.startsWith('https:') ? httpsRequest : httpRequest;
		const {host} = new URL(url);
		const request = send(url, {
			...(hosts[host] && {host: hosts[host]}),
			method: form === undefined ? 'GET' : 'POST',
			ca: trusted,
			agent: false,
			timeout: 20_000,
			headers: {
				host,
				cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
				...(form !== undefined && {'content-type': 'application/x-www-form-urlencoded'}),
			},
		});
		request.once('timeout', () => request.destroy(new Error(`No answer from ${url}`)));
		request.once('error', reject);
		request.once('response', async response => {
			for (const cookie of response.headers['set-cookie'] ?? []) {
				const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
				if (value === '') jar.delete(name);
				else jar.set(name, value);
			}
			let text = '';
			response.setEncoding('utf8');
			for await (const chunk of response) text += chunk;
			const {location} = response.headers;
			const next = location === undefined ? undefined : new URL(location, url).href;
			resolve({url, status: response.statusCode ?? 0, text, location: next});
		});
		request.end(form);
		return promise;
	}

	async function visit(url: string, {stopAt}: {readonly stopAt?: string} = {}): Promise<Page> {
		let address = url;
		let form: string | undefined;
		for (let step = 0; step < 20; step++) {
			if (stopAt && address.startsWith(stopAt)) return {url: address, status: 0, text: ''};
			const page = await ask(address, form);
			const next = page.location ? {address: page.location, form: undefined} : formOf(page);
			if (!next) return page;
			({address, form} = next);
		}
		throw new Error(`The way from ${url} has no end; it is at ${address}`);
	}

	return {visit, post: (url, fields) => ask(url, String(new URLSearchParams(fields)))};
}

/** A form of which every field has its value is sent at once. */
function formOf({url, text}: Page): {address: string; form: string} | undefined {
	const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1];
	if (!action) return undefined;
	const fields = [...text.matchAll(/<input[^>]*>/g)].map(([input]) => ({
		name: / name="([^"]*)"/.exec(input)?.[1] ?? '',
		value: / value="([^"]*)"/.exec(input)?.[1],
	}));
	if (fields.some(({value}) => value === undefined)) return undefined;
	const form = new URLSearchParams(fields.map(({name, value = ''}) => [name, value]));
	return {address: new URL(action, url).href, form: String(form)};
}
