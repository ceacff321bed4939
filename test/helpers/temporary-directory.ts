import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/** A new empty directory (0700) for the running test, removed when the test has finished. Call it inside a test or a `beforeEach`. */
export function temporaryDirectory(): string {
	const directory = mkdtempSync(path.join(realpathSync(tmpdir()), 'mailgrant-test-'));
	onTestFinished(() => {
		rmSync(directory, {recursive: true, force: true, maxRetries: 3});
	});
	return directory;
}
