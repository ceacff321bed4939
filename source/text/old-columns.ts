// Below U+1000: marks that came later than Unicode 5.0.
const newMarks =
	/[\u00AD\u0487\u0604\u0605\u0616-\u061A\u061C\u065F\u07FD\u0816-\u0900\u093A\u0955-\u0957\u09FE\u0A51\u0A75\u0AFA-\u0AFF\u0B44\u0B55\u0B62\u0B63\u0C00\u0C04\u0C3C\u0C62\u0C63\u0C81\u0D00\u0D01\u0D3B\u0D3C\u0D44\u0D62\u0D63\u0D81\u0EBA\u0ECE\u0F8D-\u0F8F]/;
// Above: marks and joiners that were in it and are met; the few of rare scripts count too much.
const oldMarks =
	// biome-ignore lint/suspicious/noMisleadingCharacterClass: one code point is looked at, not a text.
	/^[\u102D-\u1030\u1032\u1036\u1037\u1039\u1058\u1059\u1160\u17B7-\u17BD\u17C6\u17C9-\u17D3\u180B-\u180D\u1DC0-\u1DCA\u1DFE\u1DFF\u200B-\u200F\u202A-\u202E\u2060-\u2063\u206A-\u206F\u20D0-\u20EF\u302A-\u302D\u3099\u309A\uFB1E\uFE00-\uFE0F\uFE20-\uFE23\uFEFF\uFFF9-\uFFFB\u{E0001}\u{E0020}-\u{E007F}\u{E0100}-\u{E01EF}]/u;
const wide =
	/[\u1100-\u115F\u2329\u232A\u2E80-\u303E\u3040-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE10-\uFE19\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{2FFFD}\u{30000}-\u{3FFFD}]/u;

/** Columns, at least as many as a terminal with the tables of Unicode 5.0 gives a code point, such as xterm.js and whatever follows Markus Kuhn’s wcwidth, where newer tables give it `columns`. */
export function oldColumns(character: string, columns: number): number {
	if (columns === 0 && isOldMark(character)) return 0;
	return Math.max(columns, wide.test(character) ? 2 : 1);
}

const isOldMark = (character: string) =>
	character < '\u1000' ? !newMarks.test(character) : oldMarks.test(character);
