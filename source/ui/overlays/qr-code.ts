import {blank, type Line, line} from '../format/line.js';
import {qrLines} from '../format/qr-lines.js';
import {paragraph} from '../format/wrap.js';
import type {Page, PageProps} from '../page.js';

/** An address as a QR code for a phone, in its real size; or why it does not fit, and what does. */
export function qrCodePage(
	{state, tasks, columns, rows, abilities: {isUtf8}}: PageProps,
	{of}: {readonly of: 'sign-in' | 'device'},
): Page {
	const run = state.runs['sign-in'];
	const progress = run?.step === 'sign-in' ? run.progress : undefined;
	const device = progress?.device.is === 'waiting' ? progress.device : undefined;
	const isDevice = of === 'device' && device !== undefined;
	const address = isDevice
		? (device.verificationUriComplete ?? device.verificationUri)
		: (progress?.authorizationUrl ?? '');
	const label = isDevice ? 'Page for the code' : 'Address of the sign-in';
	// Title and keys take a row each.
	const code = qrLines(address, {columns, rows: rows - 2, isUtf8});
	const lines: readonly Line[] =
		progress === undefined
			? [line('No sign-in is waiting.', 'dim')]
			: code.fits
				? code.lines
				: [
						...paragraph(code.why, columns),
						blank,
						...paragraph(insteadOf(isDevice, progress.device.is === 'offered'), columns),
					];
	return {
		title: label,
		about: [{text: isDevice ? `code ${device.userCode}` : `${address.length} chars`}],
		lines,
		isTight: true,
		scroll: 'scroll:qr',
		bindings: [
			{
				keys: ['escape', 'enter', 'o', 'q'],
				label: 'esc',
				hint: 'close',
				help: 'Close',
				isKept: true,
				run: () => tasks.back(),
			},
			{
				keys: ['c'],
				hint: 'copy',
				help: 'Copy the address',
				run: () => tasks.copy(label, address),
			},
			{
				keys: ['v'],
				hint: 'show alone',
				help: 'Show the address alone, for the mouse to select',
				run: () => tasks.showAlone(label, address),
			},
		],
	};
}

function insteadOf(isDevice: boolean, hasDeviceCode: boolean): string {
	const larger = 'Make the window larger or its letters smaller';
	if (isDevice) return `${larger}, or type the address into the other device.`;
	return hasDeviceCode
		? `${larger}. Or use a device code (d): its page is short, and its QR code fits.`
		: `${larger}, or copy the address (c).`;
}
