import type {RenewalFailure} from '../renewal.js';
import {fraction} from './fraction.js';

const firstMs = 5000;
const longestMs = 300_000;

/** How long nobody tries after the `count`th failure in a row: twice as long each time, up to five minutes, a quarter more or less. */
export function backOffMs(name: string, count: number): number {
	const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(count - 1, 20));
	return Math.round(wholeMs * (0.75 + fraction(`${name} ${count}`) / 2));
}

/** Whether it is still too early to try again. Never for longer than the longest wait, whatever the clock was set to. */
export const isBackedOff = ({at, retryAt}: RenewalFailure, now: number): boolean =>
	retryAt !== undefined && now < retryAt && now >= at;
