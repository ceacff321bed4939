import {request as requestHttp} from 'node:http';
import {request as requestHttps} from 'node:https';
import {UserError} from '../errors.js';

type Page = {readonly status: number; readonly location?: string; readonly body: string};

const timeoutMs = 30_000;
const maxHops = 10;
const maxPageBytes = 262_144;

/** A browser with a user before it, for the practice provider's pages. It goes nowhere but to this host. */
export type Browser = {
	/** Opens the address, signs in as the user if a page asks, and follows the way back. Gives the last address, whether something answers there or not; `onPage` gets the text of the provider's page on which it stayed. */
	readonly signIn: (url: string, user: string, onPage?: (text: string) => void) => Promise<string>;
	/** Types the user code of a device and accepts; throws UserError when the code is not taken. */
	readonly typeUserCode: (devicePage: string, userCode: string, user: string) => Promise<void>;
};

export function createBrowser(ca: string): Browser {
	const send = (url: string, form?: URLSearchParams) => fetchPage(url, ca, form);

	/** Fills the form of a page in, if there is one. */
	const submit = async (address: string, page: Page, user: string): Promise<Page> => {
		const form = readForm(page.body);
		if (!form) return page;
		form.set('account', user);
		form.set('action', 'accept');
		return (await send(address, form)) ?? page;
	};

	return {
		signIn: async (url, user, onPage) => {
			let address = url;
			for (let hop = 0; hop < maxHops; hop++) {
				if (!isHere(address)) return address;
				const first = await send(address);
				if (!first) return address;
				const page = first.location === undefined ? await submit(address, first, user) : first;
				if (page.location === undefined) {
					if (address.startsWith('https:')) onPage?.(pageText(page.body));
					return address;
				}
				address = new URL(page.location, address).href;
			}
			return address;
		},
		typeUserCode: async (devicePage, userCode, user) => {
			const url = new URL(devicePage);
			url.searchParams.set('user_code', userCode);
			const first = await send(url.href);
			const form = first && readForm(first.body);
			if (first?.status !== 200 || !form) {
				throw new UserError('The practice provider does not know that code.', [
					'Type the code as the screen shows it, or ask for a new one.',
				]);
			}
			await submit(url.href, first, user);
		},
	};
}

/** The hidden fields of a POST form; undefined when the page has none. */
function readForm(body: string): URLSearchParams | undefined {
	if (!/<form method="post">/i.test(body)) return undefined;
	const fields = new URLSearchParams();
	for (const [, name = '', value = ''] of body.matchAll(
		/<input type="hidden" name="([\w-]+)" value="([\w-]*)">/g,
	)) {
		fields.set(name, value);
	}
	return fields;
}

const entities: Readonly<Record<string, string>> = {
	'&amp;': '&',
	'&lt;': '<',
	'&gt;': '>',
	'&quot;': '"',
	'&#39;': "'",
};

/** What a user would mark and copy of a page. */
function pageText(body: string): string {
	return body
		.replace(/^[\s\S]*<body>/i, '')
		.replace(/<[^>]*>/g, '\n')
		.replace(/&(?:amp|lt|gt|quot|#39);/g, entity => entities[entity] ?? entity)
		.replace(/\s*\n\s*/g, '\n')
		.trim();
}

const isHere = (address: string) =>
	['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);

/** Undefined when nothing answers, as when no callback server listens here. */
function fetchPage(url: string, ca: string, form?: URLSearchParams): Promise<Page | undefined> {
	const body = form?.toString();
	const isSecure = url.startsWith('https:');
	return new Promise(resolve => {
		const request = (isSecure ? requestHttps : requestHttp)(
			url,
			{
				method: body === undefined ? 'GET' : 'POST',
				agent: false,
				signal: AbortSignal.timeout(timeoutMs),
				...(isSecure ? {ca} : {}),
				headers: {
					Accept: 'text/html',
					...(body === undefined
						? {}
						: {
								'Content-Type': 'application/x-www-form-urlencoded',
								'Content-Length': Buffer.byteLength(body),
							}),
				},
			},
			response => {
				let text = '';
				response.setEncoding('utf8');
				response.on('data', (chunk: string) => {
					if (text.length < maxPageBytes) text += chunk;
				});
				response.on('error', () => resolve(undefined));
				response.on('end', () => {
					resolve({
						status: response.statusCode ?? 0,
						location: response.headers.location,
						body: text,
					});
				});
			},
		);
		request.on('error', () => resolve(undefined));
		request.end(body);
	});
}
