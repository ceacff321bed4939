const deadlineMs = 5000;

/** The desktop's clipboard, by the helper program of its platform. Rejects after five seconds. */
export async function writeClipboard(text: string): Promise<void> {
	// Loaded only now, since most sessions come over SSH and never need it.
	const {default: clipboard} = await import('clipboardy');
	const deadline = Promise.withResolvers<never>();
	const timer = setTimeout(() => {
		deadline.reject(new Error('it did not answer within 5 seconds'));
	}, deadlineMs);
	try {
		await Promise.race([clipboard.write(text), deadline.promise]);
	} finally {
		clearTimeout(timer);
	}
}
