import {createHash} from 'node:crypto';
import {bill} from './dependencies.js';
import {nodeVersion, runtimes} from './runtimes.js';

/** The bill of materials of the executable: the packages and the Node.js inside. The same for the same release. */
export function materials(arch, {version}) {
	const {serialNumber: _, metadata, components, dependencies, ...rest} = bill();
	const {timestamp: __, tools: ___, component, ...about} = metadata;
	const {package: name, integrity} = runtimes[arch];
	const parts = {
		...rest,
		metadata: {...about, component: {...component, name: 'mailgrant', version}},
		components: [
			...components,
			{
				'bom-ref': `node@${nodeVersion}`,
				type: 'framework',
				name: 'node',
				version: nodeVersion,
				purl: `pkg:npm/${name}@${nodeVersion}`,
				licenses: [{license: {id: 'MIT'}}],
				hashes: [
					{
						alg: 'SHA-512',
						content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex'),
					},
				],
			},
		],
		dependencies,
	};
	const hash = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
	const uuid = `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-8${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
	return `${JSON.stringify({...parts, serialNumber: `urn:uuid:${uuid}`}, undefined, '\t')}\n`;
}
