import path from 'node:path';
import {expect, test} from 'vitest';
import {createServiceHost} from '../../source/host/service-host.js';
import {temporaryDirectory} from '../helpers/temporary-directory.js';

const programOf = (file: string | undefined) =>
	createServiceHost({
		root: temporaryDirectory(),
		version: '1.2.3',
		store: {directory: '/srv/grants', isNamed: false},
		environment: {},
		signal: AbortSignal.timeout(1000),
		execPath: '/usr/bin/node',
		file,
	}).program;

test('the service starts the executable alone, or Node.js with the file behind the link', () => {
	expect(programOf(undefined)).toEqual(['/usr/bin/node']);
	expect(programOf(import.meta.filename)).toEqual(['/usr/bin/node', import.meta.filename]);
	expect(programOf(path.join(import.meta.dirname, 'gone.js'))).toHaveLength(2);
});
