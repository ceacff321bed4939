import type {SignInProgress} from '../checklist/state.js';

/** Tells a sign-in as it goes on: gives the lines that are new since the last time. */
export function signInStory({
	account,
	isDevice,
}: {
	readonly account: string;
	/** Whether a code was asked for; else nothing is said of codes. */
	readonly isDevice: boolean;
}): (progress: SignInProgress) => string[] {
	const told = new Set<string>();
	const once = (lines: readonly string[]) => {
		const key = lines.join('\n');
		if (lines.length === 0 || told.has(key)) return [];
		told.add(key);
		return [...lines];
	};
	let lastProblem: string | undefined;
	return progress => {
		const {callback} = progress;
		// Whoever opens the address at once would come back to a port that nobody listens on yet.
		if (callback.is === 'opening') return [];
		const problem = progress.pasteProblem;
		// The same mistake made twice is told twice; a problem that merely stays is not.
		const isNew = problem !== undefined && problem !== lastProblem;
		lastProblem = problem;
		return [
			...once(addressLines(progress, account)),
			...once(callbackLines(progress)),
			...once(seenLines(progress)),
			...(isDevice ? once(deviceLines(progress)) : []),
			...(isNew ? [problem] : []),
			...(progress.phase === 'exchanging'
				? once(['The browser is back; asking for the token.'])
				: []),
		];
	};
}

function addressLines({authorizationUrl, tunnel}: SignInProgress, account: string): string[] {
	return [
		`Open this address in a browser and sign in as ${account}:`,
		'',
		authorizationUrl,
		'',
		...(tunnel
			? ['For a browser on your own machine, run this there first:', '', `  ${tunnel}`, '']
			: []),
		'The browser comes back by itself. If its last page does not load, paste its address here.',
	];
}

function callbackLines({callback}: SignInProgress): string[] {
	if (callback.is !== 'closed') return [];
	return [`The browser can\u2019t come back by itself: ${callback.why}`];
}

/** Told once: that the way back works, before the sign-in ends. */
function seenLines({callback, tunnel}: SignInProgress): string[] {
	if (tunnel === undefined || callback.is !== 'listening' || callback.requests === 0) return [];
	return ['A request came through: the tunnel works.'];
}

function deviceLines({device}: SignInProgress): string[] {
	switch (device.is) {
		case 'offered':
		case 'asking':
			return [];
		case 'not offered':
			return [`No device code: ${device.why}`];
		case 'waiting':
			return [`Or on any device open ${device.verificationUri} and type ${device.userCode}`];
		case 'ended':
			return [`The device code has ended: ${device.why}`];
	}
}
