import {shellQuote} from '../shell-quote.js';
import type {Access, Export} from './program.js';
import {commandLine} from './quote.js';

/** imapsync(1) of 2.229. https://imapsync.lamiral.info/FAQ.d/FAQ.XOAUTH2.txt: `--oauthaccesstoken1` takes a token or the name of a file with one on its first line, which is read again when imapsync connects anew. */
export function imapsync(access: Access): Export {
	const {grant, services, user, tokenCommand, caFile} = access;
	const {imap} = services;
	if (!imap) {
		return {unfit: `imapsync reads by IMAP, and ${grant.name} does not.`, nextSteps: []};
	}
	const options = [
		['--host1', imap.host],
		['--port1', String(imap.port)],
		[imap.security === 'tls' ? '--ssl1' : '--tls1'],
		// IO::Socket::SSL's names; without them imapsync checks no certificate.
		...['SSL_verify_mode=1', ...(caFile ? [`SSL_ca_file=${caFile}`] : [])].map(value => [
			'--sslargs1',
			value,
		]),
		['--user1', user.incoming],
		['--authmech1', 'XOAUTH2'],
	].map(words => words.map(shellQuote).join(' '));
	const text = [
		'#!/bin/sh',
		'# Copies from this mailbox. What it is given goes on to imapsync: --host2 HOST --user2 USER …',
		'set -eu',
		'umask 077',
		'token=$(mktemp)',
		`trap 'kill "$keeper" 2> /dev/null; rm -f "$token" "$token.new"' EXIT`,
		"trap 'exit 130' INT",
		"trap 'exit 143' TERM",
		'keeper=',
		`renew() { ${commandLine(tokenCommand)} > "$token.new" && mv -f "$token.new" "$token"; }`,
		'renew',
		'# imapsync reads the file again where it has to connect anew.',
		'while sleep 240; do renew || :; done < /dev/null > /dev/null 2>&1 &',
		'keeper=$!',
		'imapsync \\',
		...options.map(option => `\t${option} \\`),
		'\t--oauthaccesstoken1 "$token" "$@"',
		'',
	].join('\n');
	return {
		text,
		file: `~/bin/imapsync-${access.label}`,
		isScript: true,
		notes: [
			'Debian has no package of imapsync: https://imapsync.lamiral.info/',
			'The token is renewed while it runs: imapsync signs in with the new one where it has to connect again.',
		],
		trial: {
			why: 'imapsync wants a second mailbox, so it is not tried from here. With both: add --justlogin.',
		},
	};
}
