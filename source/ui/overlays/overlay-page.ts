import type {Overlay} from '../../checklist/state.js';
import type {Page, PageProps} from '../page.js';
import {askPage} from './ask.js';
import {faultsPage} from './faults.js';
import {handOverPage} from './hand-over.js';
import {helpPage} from './help.js';
import {propertiesTextPage} from './properties-text.js';
import {qrCodePage} from './qr-code.js';
import {sheetPage} from './sheet.js';
import {transcriptPage} from './transcript.js';

/** What lies over a screen. `beneath` is the screen with all its keys. */
export function overlayPage(overlay: Overlay, props: PageProps, beneath: Page): Page {
	switch (overlay.type) {
		case 'help':
			return helpPage(props, beneath);
		case 'transcript':
			return transcriptPage(props, overlay);
		case 'sheet':
			return sheetPage(props, overlay);
		case 'qr':
			return qrCodePage(props, overlay);
		case 'faults':
			return faultsPage(props);
		case 'hand-over':
			return handOverPage(props);
		case 'properties':
			return propertiesTextPage(props, overlay);
		case 'ask':
			return askPage(props, overlay);
	}
}
