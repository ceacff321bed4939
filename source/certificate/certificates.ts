import type {Certificates} from '../certificates-port.js';
import {readCertificate} from './read-certificate.js';

/** The port of key pairs. What makes one is heavy and seldom wanted. */
export function createCertificates(): Certificates {
	return {
		make: async options => (await import('./make-certificate.js')).makeCertificate(options),
		read: readCertificate,
	};
}
