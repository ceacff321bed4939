import {exchangeFaults} from './fault-cases/exchange.js';
import {googleFaults} from './fault-cases/google.js';
import {microsoftFaults} from './fault-cases/microsoft.js';
import {networkFaults} from './fault-cases/network.js';
import type {FaultCases} from './fault-cases/parts.js';
import {webFaults} from './fault-cases/web.js';
import type {Faults} from './faults.js';

const cases: FaultCases = {
	...networkFaults,
	...microsoftFaults,
	...exchangeFaults,
	...googleFaults,
	...webFaults,
};

/** Every id that `faultOf` knows. */
export const faultIds: readonly string[] = Object.keys(cases);

/** What makes the practice servers produce a failure of the catalogue; undefined for ids that no server can cause. */
export function faultOf(id: string): Faults | undefined {
	return Object.hasOwn(cases, id) ? cases[id]?.() : undefined;
}
