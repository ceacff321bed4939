import type {Mail} from '../services.js';
import {headers} from './delivered-headers.js';
import {open} from './open.js';
import {probe} from './probe.js';
import {proxies} from './proxies.js';
import {relay} from './relay.js';
import {send} from './send.js';
import {waitFor} from './wait-for.js';

export function createMail(): Mail {
	return {probe, open, send, relay, waitFor, headers, proxies};
}
