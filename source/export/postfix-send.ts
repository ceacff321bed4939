import type {Endpoint} from '../providers/provider.js';
import {shellQuote} from '../shell-quote.js';
import {msmtpText} from './msmtp-text.js';
import type {Access} from './program.js';

/** What Postfix's pipe(8) runs for each recipient where no plug-in knows tokens: msmtp, and its configuration beside it. The token lies in `mailgrant.token` there. */
export function postfixSend(access: Access, smtp: Endpoint) {
	return {
		configuration: msmtpText(access, smtp, 'cat "$MAILGRANT_TOKEN"'),
		// pipe(8) returns a message to its sender for most exit codes, such as that for a refused
		// token; a line that begins with a status (RFC 3463) counts more.
		script: `#!/bin/sh
# Is run by Postfix: SENDER RECIPIENT, the message on standard input. What the server says of
# these is final; all else, such as a refused token, Postfix tries again.
export LC_ALL=C MAILGRANT_TOKEN="\${0%/*}/mailgrant.token"
said=$(timeout 600 msmtp -C "\${0%/*}/mailgrant.msmtprc" -a ${shellQuote(access.label)} -f "$1" -- "$2" 2>&1) && exit 0
final=
case $said in
*' not accepted by the server'* | *'the server did not accept the mail'*)
	final=$(printf '%s\\n' "$said" | sed -n 's/^msmtp: server message: \\(5[0-9][0-9]\\)[ -]/\\1 /p' | head -n 1) ;;
esac
case $final in
'') final="4.0.0 $said" ;;
5??' '5.[0-9]*.[0-9]*) final=\${final#* } ;;
*) final="5.0.0 $final" ;;
esac
printf '%s\\n' "$final"
exit 75
`,
	};
}
