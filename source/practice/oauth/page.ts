import type {OAuthResponse} from './context.js';

export type Choice = {readonly value: string; readonly isChosen: boolean};

const escapes: Record<string, string> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};
const escapeHtml = (text: string) =>
	text.replace(/[&<>"']/g, character => escapes[character] ?? '');

function page(status: number, title: string, body: string): OAuthResponse {
	return {
		status,
		contentType: 'text/html; charset=utf-8',
		body: `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>body{font:16px system-ui;max-width:36rem;margin:3rem auto;padding:0 1rem}
label{display:block;padding:.4rem 0}button,input{font:inherit;padding:.4rem 1rem}</style></head>
<body><h1>${escapeHtml(title)}</h1>
${body}
<p><small>Practice provider of mailgrant. No real account is involved.</small></p>
</body></html>
`,
	};
}

/** The page on which the user chooses an account and consents. */
export function consentPage(options: {
	readonly accounts: readonly string[];
	/** Chosen beforehand, where it is one of them. */
	readonly hint?: string;
	readonly scopes: readonly string[];
	readonly hidden: Readonly<Record<string, string>>;
}): OAuthResponse {
	const hinted = options.accounts.find(
		account => account.toLowerCase() === options.hint?.toLowerCase(),
	);
	const chosen = hinted ?? options.accounts[0];
	const choices = options.accounts.map(
		account =>
			`<label><input type="radio" name="account" value="${escapeHtml(account)}"${account === chosen ? ' checked' : ''}> ${escapeHtml(account)}</label>`,
	);
	return page(
		200,
		'Sign in',
		`<form method="post">
${hiddenFields(options.hidden)}
<fieldset><legend>Which account?</legend>
${choices.join('\n')}
</fieldset>
<p>ExtraView mail would like to:</p>
<ul>
${options.scopes.map(scope => `<li>${escapeHtml(scope)}</li>`).join('\n')}
</ul>
<button name="action" value="accept">Accept</button>
<button name="action" value="cancel">Cancel</button>
</form>`,
	);
}

/** The page on which the user code of a device is typed. */
export function userCodePage(problem?: string): OAuthResponse {
	return page(
		problem ? 400 : 200,
		'Enter the code',
		`${problem ? `<p role="alert">${escapeHtml(problem)}</p>` : ''}
<form method="get"><label>Code shown on the device <input name="user_code" autofocus></label>
<button>Next</button></form>`,
	);
}

export function messagePage(status: number, title: string, text: string): OAuthResponse {
	const lines = text.split('\n').map(line => `<p>${escapeHtml(line)}</p>`);
	return page(status, title, lines.join('\n'));
}

const hiddenFields = (fields: Readonly<Record<string, string>>) =>
	Object.entries(fields)
		.map(([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`)
		.join('\n');
