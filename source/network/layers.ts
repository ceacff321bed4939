import type {Layer, LayerName} from '../checklist/report.js';
import {clean} from '../clean.js';
import type {OnLayers} from '../mail-port.js';
import {Failed} from './failed.js';

export type LayerFacts = Pick<Layer, 'certificateEndsAt'>;

/** The layers of one connection, told as they happen. */
export type Layers = {
	/** Nobody looks at them: no detail is worth its work. */
	readonly isUnseen?: true;
	readonly list: () => readonly Layer[];
	/** Runs one layer. `tell` sets its detail, which is cleaned here, and what else is kept of it. */
	readonly run: <Value>(
		name: LayerName,
		work: (tell: (detail: string, facts?: LayerFacts) => void) => Promise<Value>,
	) => Promise<Value>;
};

export const unseenLayers: Layers = {
	isUnseen: true,
	list: () => [],
	run: (_, work) => work(() => {}),
};

export function trackLayers(onLayers?: OnLayers): Layers {
	const layers: Layer[] = [];
	return {
		list: () => [...layers],
		async run(name, work) {
			const index = layers.length;
			const startedAt = performance.now();
			let detail = '';
			let facts: LayerFacts = {};
			const set = (status: Layer['status']) => {
				const ms = status === 'running' ? undefined : Math.round(performance.now() - startedAt);
				layers[index] = {name, status, ms, detail, ...facts};
				onLayers?.([...layers]);
			};
			set('running');
			try {
				const value = await work((text, told = {}) => {
					detail = clean(text, 120);
					facts = told;
				});
				set('ok');
				return value;
			} catch (error) {
				if (error instanceof Failed) {
					detail = clean(error.message, 120);
					set('failed');
				}
				throw error;
			}
		},
	};
}
