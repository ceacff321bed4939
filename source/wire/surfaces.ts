import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {SurfaceWish, World} from '../commands/invocation.js';
import type {Services} from '../services.js';
import {shellQuote} from '../shell-quote.js';
import {type Surface, surfaceOf} from '../surface.js';
import type {Stores} from './stores.js';
import type {Wiring} from './wiring.js';

/** What is looked at: the screens over a store, or over practice servers, and these alone. */
export function wireSurfaces(
	{directory, store, timeoutMs, signal, print, tell}: Wiring,
	{openServices}: Stores,
): Pick<World, 'showScreens' | 'showPractice' | 'servePractice' | 'practiceFaults'> {
	async function show(services: Services, command: string, surface: Surface) {
		const {startScreens} = await import('../start-screens.js');
		print(await startScreens({services, command, timeoutMs, signal, surface}));
		signal.throwIfAborted();
	}

	return {
		async showScreens(wish) {
			const surface = surfaceFor(wish);
			const given = [
				directory === undefined ? '' : ` --config ${shellQuote(directory)}`,
				store === undefined ? '' : ` --store ${shellQuote(store)}`,
			].join('');
			// A line in the middle of the screens would break them.
			const troubles: string[] = [];
			try {
				await show(
					await openServices(text => troubles.push(text)),
					`mailgrant${given}${flagOf(wish)}`,
					surface,
				);
			} finally {
				for (const text of troubles) tell(text);
			}
		},
		async showPractice({fault, ...wish}) {
			const surface = surfaceFor(wish);
			const {startPractice} = await import('../practice/start-practice.js');
			const {createServices} = await import('../create-services.js');
			// mkdtemp makes it 0700; nothing of a real configuration is read or written.
			const throwaway = await mkdtemp(path.join(tmpdir(), 'mailgrant-practice-'));
			try {
				const practice = await startPractice({
					directory: path.join(throwaway, 'servers'),
					fault,
				});
				try {
					const services = createServices({directory: path.join(throwaway, 'config'), practice});
					await show(services, 'mailgrant practice', surface);
				} finally {
					await practice.close();
				}
			} finally {
				await rm(throwaway, {recursive: true, force: true});
			}
		},
		async servePractice({fault}) {
			const {startPractice} = await import('../practice/start-practice.js');
			const {practiceLine} = await import('../practice/serve.js');
			const servers = await startPractice({fault});
			return {line: practiceLine(servers), close: servers.close};
		},
		async practiceFaults() {
			const {faultIds} = await import('../practice/fault-of.js');
			return faultIds;
		},
	};
}

const surfaceFor = ({isPlain, isScreenReader}: SurfaceWish) =>
	surfaceOf({
		isPlain,
		isScreenReader: isScreenReader || process.env.INK_SCREEN_READER === 'true',
		isInputTerminal: process.stdin.isTTY === true,
		isOutputTerminal: process.stdout.isTTY === true,
		term: process.env.TERM,
		platform: process.platform,
	});

const flagOf = ({isPlain, isScreenReader}: SurfaceWish) =>
	isPlain ? ' --plain' : isScreenReader ? ' --screen-reader' : '';
