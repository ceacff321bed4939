/** Longest text that is sent, in bytes of UTF-8: terminals take sequences of up to 100,000 bytes, of which base64 leaves this. */
export const longestCopy = 74_994;

const esc = '\u001B';
const bell = '\u0007';
// GNU screen drops a device control string that is longer than its buffer.
const screenChunk = 76;

export type Multiplexer = 'tmux' | 'screen';

/** The sequence that asks the terminal in front of the user to take the text into its clipboard (xterm control sequences, OSC 52). */
export function osc52(text: string, multiplexer?: Multiplexer): string {
	const base64 = Buffer.from(text, 'utf8').toString('base64');
	// BEL ends it, since the other end, ESC \, would end what screen and tmux pass through.
	const sequence = `${esc}]52;c;${base64}${bell}`;
	if (multiplexer === 'tmux') return sequence + throughTmux(sequence);
	if (multiplexer === 'screen') return throughScreen(sequence);
	return sequence;
}

// tmux obeys the plain form with `set-clipboard on`, and hands this one through with
// `allow-passthrough on` (before 3.3 always); neither can be seen from here, so both are sent.
function throughTmux(sequence: string): string {
	return `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\`;
}

function throughScreen(sequence: string): string {
	const chunks = sequence.match(new RegExp(`[\\s\\S]{1,${screenChunk}}`, 'g')) ?? [];
	return chunks.map(chunk => `${esc}P${chunk}${esc}\\`).join('');
}
