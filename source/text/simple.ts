// ASCII, Latin letters, punctuation such as … and ’, arrows, and lines to draw with. Each is one
// column wide and a grapheme by itself, unless something else follows that is none of them.
const letters = '\\u00A1-\\u00AC\\u00AE-\\u02FF';
const signs = '\\u2010-\\u2027\\u2030-\\u205E\\u2190-\\u21FF\\u2500-\\u257F';
const plain = new RegExp(`^[ -~${letters}${signs}]*$`);
const simple = new RegExp(`^[\\0-\\f\\x0E-~${letters}${signs}]*$`);

/** As many columns wide as it is long. What is known of others fills tables that take a while to load. */
export const isPlain = (text: string) => plain.test(text);

/** Each UTF-16 unit is a grapheme; control characters may be among them, but no carriage return, which joins a line feed. */
export const isSimple = (text: string) => simple.test(text);
