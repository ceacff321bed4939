/** What stands before the text that is sealed: the line, then so many bytes of salt, nonce and tag. */
export const sealLayout = {
	head: Buffer.from('mailgrant tokens 1\n'),
	saltBytes: 16,
	nonceBytes: 12,
	tagBytes: 16,
} as const;

/** Where the sealed text begins. */
export const sealedAt =
	sealLayout.head.length + sealLayout.saltBytes + sealLayout.nonceBytes + sealLayout.tagBytes;
