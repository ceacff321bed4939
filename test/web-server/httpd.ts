import {chmodSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Places} from '../../source/web-server/find-apache.js';

/** A host with an httpd whose program says what the real one says, and refuses a configuration that holds the word BROKEN. */
export function installHttpd(directory: string, files: Readonly<Record<string, string>>): Places {
	const programs = path.join(directory, 'sbin');
	const root = path.join(directory, 'etc');
	mkdirSync(programs);
	for (const [name, text] of Object.entries(files)) {
		const file = path.join(root, name);
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, text);
	}
	const program = path.join(programs, 'httpd');
	writeFileSync(
		program,
		`#!/bin/sh
case "$1" in
-V)
	echo 'Server version: Apache/2.4.62 (Unix)'
	echo ' -D HTTPD_ROOT="${root}"'
	echo ' -D SERVER_CONFIG_FILE="httpd.conf"'
	;;
-l)
	echo 'Compiled in modules:'
	echo '  core.c'
	echo '  mod_so.c'
	;;
-t)
	grep -rq HANG '${root}' && exec sleep 600
	if grep -rq BROKEN '${root}'; then
		printf 'Syntax error: \\033[31mBROKEN\\033[0m\\n' >&2
		exit 1
	fi
	echo 'Syntax OK' >&2
	;;
esac
`,
	);
	chmodSync(program, 0o755);
	// Whatever httpd the machine runs is no matter of a test.
	return {programs: [programs], configurations: [], running: async () => []};
}
