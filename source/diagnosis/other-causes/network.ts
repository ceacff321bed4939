import {inStep} from '../../checklist/step-id.js';
import type {OtherCause} from './other-cause.js';

const ports =
	'IMAP 993, POP3 995, SMTP 587 with STARTTLS or 465 with TLS; smtp.office365.com has no 465';

/** Nothing comes back. */
export const noAnswer: readonly OtherCause[] = [
	{
		title: 'The service does not offer this port',
		check: `From another network port {port} is silent too, and it is none of ${ports}.`,
	},
	{
		title: 'A firewall drops what goes to this port',
		check: 'From another network the same succeeds:',
		see: {shell: 'nc -vz -w 5 {host} {port}'},
	},
	{
		title: 'The only way out is a proxy',
		check: `Other programs of this host reach the internet through one, which ${inStep('provider')} lacks:`,
		see: {shell: 'env | grep -i proxy'},
	},
];

/** Something refuses at once. */
export const refusedAtOnce: readonly OtherCause[] = [
	{
		title: 'The port is wrong',
		check: `Port {port} is none of ${ports}.`,
	},
	{
		title: 'The server or proxy is not running',
		check: 'It is one of your own, and nothing listens there; on its host:',
		see: {shell: 'ss -ltn "sport = :{port}"'},
	},
	{
		title: 'A firewall refuses',
		check: 'From another network the same succeeds:',
		see: {shell: 'nc -vz -w 5 {host} {port}'},
	},
];

/** The connection is cut while it is in use. */
export const cut: readonly OtherCause[] = [
	{
		title: 'A firewall or proxy does not let mail through',
		check: 'From another network, such as a phone’s, the same succeeds:',
		see: {shell: 'openssl s_client -connect {host}:{port} -servername {host}'},
	},
	{
		title: 'The server is at its limit of connections',
		check: 'It comes and goes, and passes once other programs close theirs.',
	},
	{
		title: 'TLS was spoken on a port of plain text',
		check: `TLS mode and port of ${inStep('provider')} do not belong together: ${ports}.`,
	},
];

/** The other side says nothing more. */
export const silent: readonly OtherCause[] = [
	{
		title: 'TLS and plain text are mixed up',
		check: `TLS mode and port of ${inStep('provider')} do not belong together: ${ports}.`,
	},
	{
		title: 'The server is overloaded',
		check: 'It passes by itself, or with a longer --timeout.',
	},
	{
		title: 'Something on the way holds the connection',
		check: 'From another network the same test succeeds.',
	},
];

/** No address under this name. */
export const noAddress: readonly OtherCause[] = [
	{
		title: 'The name is mistyped',
		check: 'Other names resolve on this host, and from another network this one does not either.',
	},
	{
		title: 'The resolver of this host does not see the internet',
		check: 'Other names fail too:',
		see: {shell: 'getent hosts login.microsoftonline.com'},
	},
];

/** A web page where JSON was due. */
export const webPage: readonly OtherCause[] = [
	{
		title: 'A proxy blocks the address',
		check: 'The page names the proxy or its rule; from another network JSON comes.',
	},
	{
		title: 'The network wants a sign-on first',
		check: 'A browser on this network shows the same page for every address.',
	},
	{
		title: 'The URL is not the token URL',
		check: 'A browser on another network shows a page of the provider at the same address.',
	},
];
