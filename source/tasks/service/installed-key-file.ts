import {dropInFile, mainUnitFile} from '../../service/service-files.js';
import type {ServiceHost} from '../../service-port.js';

/** What the service gets its key from now, where that is not the usual place; undefined where no unit of an installation says so. */
export function installedKeyFile({readFile}: Pick<ServiceHost, 'readFile'>): string | undefined {
	const texts = [dropInFile, mainUnitFile].map(path => readFile(path) ?? '');
	const [file] = texts.flatMap(
		text => /^LoadCredential(?:Encrypted)?=mailgrant-\w+:(.+)$/m.exec(text)?.[1] ?? [],
	);
	return file?.replaceAll('%%', '%');
}
