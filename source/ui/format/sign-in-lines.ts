import type {SignInProgress} from '../../checklist/state.js';
import {glyphs} from '../theme.js';
import {blank, type Line, line} from './line.js';
import {clockOf, duration} from './time.js';
import {valueSpans} from './value.js';
import {paragraph} from './wrap.js';

const indent = 5;

/** A sign-in as it waits: where to sign in, the roads back, the time. */
export function signInLines(
	progress: SignInProgress,
	{
		account,
		width,
		isRoomy,
		startedAt,
		now,
	}: {
		readonly account: string;
		readonly width: number;
		readonly isRoomy: boolean;
		readonly startedAt: number;
		readonly now: number;
	},
): readonly Line[] {
	const gap = isRoomy ? [blank] : [];
	const {authorizationUrl, pasteProblem, phase, endsAt} = progress;
	const total = duration(endsAt - startedAt);
	return [
		...paragraph(`Open this in a browser on your own machine and sign in as ${account}:`, width),
		...gap,
		[{text: '  '}, ...valueSpans(authorizationUrl, width - 2)],
		...gap,
		line('Whichever comes first counts:'),
		...gap,
		...callbackLines(progress, {width, isRoomy}),
		...road(
			'It says \u201ccan\u2019t be reached\u201d: paste the address it stands on, here.',
			width,
		),
		...(pasteProblem ? paragraph(pasteProblem, width, {indent, tone: 'failed'}) : []),
		...deviceLines(progress.device, {width, now}),
		blank,
		phase === 'exchanging'
			? line('The code has come; it is exchanged for tokens.', 'running')
			: line(`waiting ${duration(now - startedAt)} of ${total}`, 'dim'),
	];
}

function callbackLines(
	{callback, redirectUri, tunnel}: SignInProgress,
	{width, isRoomy}: {readonly width: number; readonly isRoomy: boolean},
): readonly Line[] {
	if (callback.is === 'closed') {
		return road(`The browser can\u2019t come back by itself: ${callback.why}`, width);
	}
	const {host, port} = new URL(redirectUri);
	if (callback.is === 'opening') {
		return road(`The browser comes back by itself: ${host} is being opened.`, width);
	}
	if (tunnel === undefined) {
		return road(
			`The browser comes back by itself: listening on ${host}, ${seen(callback)}.`,
			width,
		);
	}
	return [
		...road(`The browser comes back by itself: listening on ${host}, through SSH.`, width),
		...paragraph('First open a second terminal on your machine with:', width, {indent}),
		[{text: ' '.repeat(indent)}, ...valueSpans(tunnel, width - indent)],
		// The help page has it in any case.
		...(isRoomy
			? paragraph(`Or in this one: Enter ~C, then ${escapeLine(port)} (? says more)`, width, {
					indent,
				})
			: []),
		...(callback.requests === 0
			? paragraph(`No request yet; http://${host}/ in that browser tries the way.`, width, {indent})
			: paragraph(`The way works: ${seen(callback)}.`, width, {indent, tone: 'done'})),
	];
}

/** What ssh's own command line takes (ssh(1), ESCAPE CHARACTERS), with which no second connection is needed. */
const escapeLine = (port: string) => `-L ${port}:localhost:${port}`;

function seen({
	requests,
	seenAt,
}: Extract<SignInProgress['callback'], {readonly is: 'listening'}>): string {
	if (requests === 0) return 'no request yet';
	const last = seenAt === undefined ? '' : ` at ${clockOf(seenAt)}`;
	return requests === 1
		? `a request came through${last}`
		: `${requests} requests came through, the last${last}`;
}

function deviceLines(
	device: SignInProgress['device'],
	{width, now}: {readonly width: number; readonly now: number},
): readonly Line[] {
	switch (device.is) {
		case 'not offered':
			return road(`No device code: ${device.why}`, width);
		case 'offered':
			return road('No browser that may sign in: d gets a code to type on any device.', width);
		case 'asking':
			return road('A code for another device is on its way.', width);
		case 'waiting':
			return [
				...road('On any device, open the address and type the code:', width),
				[{text: ' '.repeat(indent)}, ...valueSpans(device.verificationUri, width - indent)],
				[
					{text: ' '.repeat(indent)},
					{text: device.userCode, tone: 'strong'},
					{text: `   ends in ${duration(device.endsAt - now)}`, tone: 'dim'},
				],
			];
		case 'ended':
			return [
				...road(`The device code has ended: ${device.why}`, width),
				...paragraph('d gets another.', width, {indent}),
			];
	}
}

const road = (text: string, width: number) =>
	paragraph(text, width, {
		indent,
		first: [{text: `  ${glyphs.waiting}  `, tone: 'dim'}],
	});
