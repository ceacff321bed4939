import fc from 'fast-check';

/** Texts full of what the format knows: separators, escapes, continuation lines, comments, every line break. */
export const propertiesText = fc
	.array(
		fc.constantFrom(
			...['a', 'MAILBOX_USER', 'b.c', '1', 'é', '\u00FC', '=', ':', ' ', '\t', '\f', '#', '!'],
			...['\\', '\\\\', '\\n', '\\u0041', '\\ ', '\\=', '\n', '\r\n', '\r', '\\\n', '\\\r\n  '],
		),
		{maxLength: 40},
	)
	.map(parts => parts.join(''));

/** Well-formed lines such as a person writes. */
export const property = fc.record({
	key: fc.stringMatching(/^[A-Z][A-Z_]{0,12}$/),
	value: fc.string({maxLength: 20}),
});
