import type {SignInProgress} from '../checklist/state.js';
import type {Binding} from './keys.js';
import type {ScreenProps} from './screen-props.js';

/** The keys of a sign-in that waits. */
export function signInBindings(
	progress: SignInProgress,
	{store, tasks, openField}: ScreenProps & {readonly openField: () => void},
): readonly Binding[] {
	const {authorizationUrl, callback, tunnel, device} = progress;
	return [
		{
			keys: ['enter', 'c'],
			hint: 'copy address',
			help: 'Copy the address to open in a browser',
			run: () => tasks.copy('Address of the sign-in', authorizationUrl),
		},
		...(tasks.practice ? practiceBindings(device, tasks.practice) : []),
		...(tunnel === undefined || callback.is !== 'listening'
			? []
			: [
					{
						keys: ['t'],
						hint: 'copy ssh line',
						help: 'Copy the line that lets the browser come back through SSH',
						run: () => tasks.copy('Line for the second terminal', tunnel),
					},
				]),
		...deviceBindings(device, tasks),
		{
			keys: ['o'],
			hint: 'QR code',
			help:
				device.is === 'waiting'
					? 'Show the page for the code as a QR code'
					: 'Show the address as a QR code',
			run: () =>
				store.dispatch({
					type: 'overlay-opened',
					overlay: {type: 'qr', of: device.is === 'waiting' ? 'device' : 'sign-in'},
				}),
		},
		{
			keys: ['p'],
			hint: 'type address',
			help: 'Open a field for the address or code; a paste needs none',
			run: openField,
		},
		{
			keys: ['v'],
			hint: 'show alone',
			help: 'Show the address alone, for the mouse to select',
			run: () => tasks.showAlone('Address of the sign-in', authorizationUrl),
		},
	];
}

function deviceBindings(
	device: SignInProgress['device'],
	tasks: ScreenProps['tasks'],
): readonly Binding[] {
	switch (device.is) {
		case 'offered':
		case 'ended':
			return [
				{
					keys: ['d'],
					hint: 'device code',
					help: 'Get a code to type on any device',
					run: () => tasks.startDevice(),
				},
			];
		case 'waiting':
			return [
				{
					keys: ['d'],
					hint: 'copy code',
					help: 'Copy the code for the other device',
					run: () => tasks.copy('Code', device.userCode),
				},
				{
					keys: ['u'],
					help: 'Copy the address where the code is typed',
					run: () => tasks.copy('Address for the code', device.verificationUri),
				},
			];
		case 'asking':
		case 'not offered':
			return [];
	}
}

function practiceBindings(
	device: SignInProgress['device'],
	practice: NonNullable<ScreenProps['tasks']['practice']>,
): readonly Binding[] {
	return [
		{
			keys: ['b'],
			hint: 'play browser',
			help: 'Practice: sign in as the mailbox in a browser',
			run: () => practice.playBrowser(),
		},
		...(device.is === 'waiting'
			? [
					{
						keys: ['x'],
						hint: 'play device',
						help: 'Practice: type the code on another device',
						run: () => practice.playDevice(),
					},
				]
			: []),
	];
}
