import type {SignInProgress} from '../../checklist/state.js';
import {counted} from '../../counted.js';
import {glyphs} from '../theme.js';
import {blank, type Line, line} from './line.js';
import {duration} from './time.js';
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
		...callbackLines(progress, width),
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
	width: number,
): readonly Line[] {
	if (callback.is === 'closed') {
		return road(`The browser can\u2019t come back by itself: ${callback.why}`, width);
	}
	const {host} = new URL(redirectUri);
	if (callback.is === 'opening') {
		return road(`The browser comes back by itself: ${host} is being opened.`, width);
	}
	const seen =
		callback.requests === 0 ? 'no request yet' : `${counted(callback.requests, 'request')} seen`;
	return [
		...road(`The browser comes back by itself: listening on ${host}, ${seen}.`, width),
		...(tunnel === undefined
			? []
			: [
					...paragraph('Over SSH, first open a second terminal on your machine with:', width, {
						indent,
					}),
					[{text: ' '.repeat(indent)}, ...valueSpans(tunnel, width - indent)],
				]),
	];
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
