import {expect} from 'vitest';
import type {Ended} from '../../helpers/followed.js';

/** What `test --json` prints of one grant. */
export type TestReport = {
	readonly grant: string;
	readonly ok: boolean;
	readonly services: readonly {
		readonly protocol: string;
		readonly ok: boolean;
		readonly ms: number;
		readonly layers: readonly {
			readonly name: string;
			readonly ok: boolean;
			readonly ms: number;
			readonly detail: string;
		}[];
		readonly diagnosis?: {
			readonly id?: string;
			readonly title: string;
			readonly cause: string;
			readonly fix: readonly string[];
			readonly who: string;
			readonly transient: boolean;
			readonly said: string;
		};
	}[];
	readonly roundTrip?: {readonly ok: boolean; readonly seconds?: number};
};

/** Nothing but the array is on standard output. */
export function reportsOf({stdout, stderr}: Ended): readonly TestReport[] {
	try {
		return JSON.parse(stdout) as readonly TestReport[];
	} catch {
		throw new Error(`Not JSON: ${stdout}\n${stderr}`);
	}
}

/** The layers of a protocol as `name` or `name!` where it failed, and its diagnosis. */
export function serviceIn(ended: Ended, protocol: string) {
	const service = reportsOf(ended)[0]?.services.find(one => one.protocol === protocol);
	if (!service) throw new Error(`No ${protocol} in ${ended.stdout}`);
	return {
		ok: service.ok,
		layers: service.layers.map(({name, ok}) => (ok ? name : `${name}!`)),
		diagnosis: service.diagnosis,
		service,
	};
}

/** A failed service has one failed layer, the last one, and a diagnosis that helps. */
export function expectFailure(ended: Ended, protocol: string, layer: string): string {
	const {ok, layers, diagnosis} = serviceIn(ended, protocol);
	expect({ok, failed: layers.filter(name => name.endsWith('!'))}).toEqual({
		ok: false,
		failed: [`${layer}!`],
	});
	expect(layers.at(-1)).toBe(`${layer}!`);
	expect(diagnosis).toMatchObject({
		title: expect.stringMatching(/./),
		cause: expect.stringMatching(/./),
		who: expect.stringMatching(/^(you|user|app-owner|admin|network)$/),
		transient: expect.any(Boolean),
	});
	expect(diagnosis?.fix.length).toBeGreaterThan(0);
	expect(ended.code).toBe(1);
	return diagnosis?.said ?? '';
}
