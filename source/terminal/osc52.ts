/** Longest text that is sent, in bytes of UTF-8: terminals take sequences of up to 100,000 bytes, of which base64 leaves this. */
export const longestCopy = 74_994;

const esc = '\u001B';
const bell = '\u0007';
// GNU screen drops a device control string that is longer than its buffer: 768 bytes, 256 before 4.0.3.
const screenChunk = 250;

/** The sequence that asks the terminal in front of the user to take the text into its clipboard (xterm control sequences, OSC 52). BEL ends it, since the other end, ESC \\, would end what screen and tmux pass through. */
export const osc52 = (text: string) =>
	`${esc}]52;c;${Buffer.from(text, 'utf8').toString('base64')}${bell}`;

/** As tmux hands it through to the outer terminal, with `allow-passthrough on`; before 3.3 always. */
export const throughTmux = (sequence: string) =>
	`${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${esc}\\`;

/** As GNU screen hands it through, in pieces. */
export function throughScreen(sequence: string): string {
	const chunks = sequence.match(new RegExp(`[\\s\\S]{1,${screenChunk}}`, 'g')) ?? [];
	return chunks.map(chunk => `${esc}P${chunk}${esc}\\`).join('');
}
