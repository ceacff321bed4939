import {stripControls} from '../../clean.js';
import {unescapeHtml} from './unescape-html.js';

/** What kind of words a line carries, as far as it can be told before they are understood. */
export type Form = 'challenge' | 'response' | 'bye' | 'reply' | 'exception' | 'oauth' | 'words';

/** A line of a log, a transcript, a mail or a page. */
export type LogLine = {
	/** From 1. */
	readonly number: number;
	/** Without quote marks and escapes; what a server said begins a line of its own. */
	readonly text: string;
	readonly form: Form;
	/** Begins with a time: it does not go on with the line before. */
	readonly isStamped: boolean;
	/** Written by a server of this host about its own work. */
	readonly isDaemon: boolean;
	/** Marked as the server's side of a transcript. */
	readonly isTranscript: boolean;
	/** SMTP reply code of a line that another one follows (RFC 5321 §4.2.1). */
	readonly openReply?: string;
	readonly replyCode?: string;
};

/** Where a server's own words begin: a tagged or untagged refusal (RFC 9051 §7.1), POP3's (RFC 1939 §3), a reply with its enhanced code (RFC 3463 §2), a challenge. A tag in the middle of a line has a digit; words have none. */
const answer =
	/(?:^|[\s>\]:;,"'(|-])((?:\*|(?=[A-Z.]{0,19}\d)[A-Z0-9.]{1,20}) (?:NO|BAD|BYE)(?=[ .[])|-ERR\b|[45]\d\d[ -][245]\.\d{1,3}\.\d{1,3}\b|(?:\+|334) eyJ)|(?:^[^A-Za-z]{0,40}|[>\]:"'(|-] ?)\b((?:454|53[0458])[ -](?=[^\r\n]{0,100}(?:auth|credential|password|starttls)))/i;
const exception = /(?:^|[\s:"(])(?:[\w$]+\.)*\w*(?:Exception|Error)(?:\[\w+\])?:\s+(?=\S)/gi;
const stamp =
	/^[\s[(]*(?:\w+\s+)?(?:\d{4}[-/]\d\d[-/]\d\d[T ,]|\d\d[-/. ](?:\d\d|[A-Z][a-z]{2})[-/. ]\d{2,4}[ T:,]|[A-Z][a-z]{2}\.? +\d{1,2},? +(?:\d{4},? +)?\d{1,2}:\d\d|\d\d:\d\d:\d\d|(?:\d{10}|\d{13})[.\s:,])|\[\d\d\/[A-Z][a-z]{2}\/\d{4}:/;
const daemon =
	/\b(?:postfix(?:\/[\w/-]+)?|dovecot|imap-login|pop3-login|submission-login|managesieve-login|auth-worker|exim4?|sendmail|sm-mta|opendkim|opendmarc|spamd|amavis(?:d-new)?|rspamd|clamd|postgrey|saslauthd|named|unbound|systemd(?:-\w+)?|kernel|sshd(?:-session)?|sudo|su|CRON|crond|dbus(?:-daemon)?|NetworkManager|httpd|apache2|nginx|haproxy|fail2ban[\w.-]*|smbd|winbindd|pam_\w+|mysqld|postgres)(?:\[\d+\]|\(\w+:\w+\))?:|^\[[^\]]{15,40}\] \[(?:\w*:)?(?:emerg|alert|crit|error|warn|notice|info|debug)\] \[(?:pid|client)|\] \d+#\d+:|\bSSL_(?:accept|do_handshake)\b|TLS library problem|^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d (?:\[\d+\] )?(?:\w{6}-\w{6,11}-\w{2,4} |[\w.]+ SMTP |H=|TLS |SMTP |no host name|unexpected disc)|\bauthenticator failed for\b|\bSMTP error from remote mail server\b/;
/** Words by which a provider is known even where a server of this host repeats them. */
const provided =
	/AADSTS|microsoft|outlook|office365|google|gsmtp|gmail|SmtpClientAuth|AUTHENTICATE failed|not connected/i;
const quoteMarks = /^(?:[ \t]{0,3}[>|](?![>|])[ \t]?)+/;

/** Whether a line is a server's daily work, and tells of no provider's answer. */
export const isDaily = (line: string) =>
	daemon.test(line.length > 300 ? line.slice(0, 300) : line) && !provided.test(line);

export function readLogLine(line: string, number: number): LogLine {
	const unquoted = stripControls(line.trimEnd()).replace(quoteMarks, '');
	const plain = decodeAddress(unescapeHtml(unquoted)).replace(/\((\d{3}), b?['"]/g, ' $1 ');
	const start = answer.exec(plain);
	const isDaemon = daemon.test(plain.slice(0, 300));
	const cut = start ? start.index + start[0].length - (start[1] ?? start[2] ?? '').length : 0;
	const said = plain.slice(cut);
	return {
		number,
		text: cut > 0 ? `${plain.slice(0, cut).trimEnd()}\n${said}` : afterException(plain),
		form: formOf(start ? said : plain, start !== null),
		isStamped: stamp.test(unquoted),
		isDaemon,
		isTranscript: start !== null && /(?:^|[\s\])>,;|])S:\s*$/i.test(plain.slice(0, cut)),
		replyCode: /^\d{3}(?=[ -])/.exec(said)?.[0],
		openReply: /^(\d{3})-/.exec(said)?.[1],
	};
}

function formOf(said: string, isAnswer: boolean): Form {
	if (isAnswer) {
		if (/^(?:\+|334)/.test(said)) return 'challenge';
		if (/^\S+ BYE/i.test(said)) return 'bye';
		return /^\d{3}[ -]/.test(said) ? 'reply' : 'response';
	}
	if (/\bAADSTS\d|error\\?["']?\s*[:=]|[?&]error=|\berror [45]\d\d:/i.test(said)) return 'oauth';
	exception.lastIndex = 0;
	return exception.test(said) ? 'exception' : 'words';
}

/** What an exception says begins a line of its own, as the server's words did that it repeats. */
function afterException(text: string): string {
	let end = 0;
	for (const match of text.matchAll(exception)) end = match.index + match[0].length;
	return end === 0 ? text : `${text.slice(0, end).trimEnd()}\n${text.slice(end)}`;
}

/** The address of a browser: also encoded within another, or with a fragment in the place of a query. What it describes becomes lines of its own. */
function decodeAddress(text: string): string {
	if (!/error/i.test(text)) return text;
	const address = /error(?:_description)?%3D/i.test(text) ? decoded(text) : text;
	return address
		.replace(/#(?=error=)/, '?')
		.replace(
			/([?&]error_description=)([^&\s"']+)/gi,
			(_, name: string, value: string) => `${name}\n${decoded(value.replaceAll('+', ' '))}\n`,
		);
}

function decoded(text: string): string {
	return text.replace(/(?:%[0-9a-f]{2})+/gi, run => {
		try {
			return decodeURIComponent(run);
		} catch {
			// Not UTF-8: it stays as it is.
			return run;
		}
	});
}
