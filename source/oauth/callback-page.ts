import {clean} from '../clean.js';

/** What the browser shows at the end; it holds nothing of the request. */
export function callbackPage({
	title,
	message,
	nonce,
}: {
	readonly title: string;
	readonly message: string;
	readonly nonce: string;
}): string {
	return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<script nonce="${nonce}">history.replaceState(null, '', '/');</script>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(clean(message, 1000))}</p>
<p>This tab can be closed.</p>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
	const names: Readonly<Record<string, string>> = {
		'&': '&amp;',
		'<': '&lt;',
		'>': '&gt;',
		'"': '&quot;',
		"'": '&#39;',
	};
	return text.replace(/[&<>"']/g, mark => names[mark] ?? mark);
}
