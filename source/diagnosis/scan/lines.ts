/** A line that is longer goes on unread: nothing that explains anything is. */
const longest = 256_000;

/** Parts text that comes in pieces into lines, without their ends (LF, CR LF). UTF-16 that was read as UTF-8 loses its zeros. */
export function createLines(onLine: (line: string) => void) {
	let rest = '';
	const begin = (text: string) => {
		if (rest.length < longest) rest += text.slice(0, longest - rest.length);
	};
	const finish = () => {
		const line = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
		rest = '';
		onLine(line);
	};
	return {
		add(piece: string) {
			const text = piece.includes('\0') ? piece.replaceAll('\0', '') : piece;
			let start = 0;
			for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
				if (rest === '' && end - start < longest) {
					onLine(text.slice(start, text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end));
				} else {
					begin(text.slice(start, end));
					finish();
				}
				start = end + 1;
			}
			begin(text.slice(start));
		},
		/** The last line, where it has no end. */
		end() {
			if (rest !== '') finish();
		},
	};
}
