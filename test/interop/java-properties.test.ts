import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseProperties} from '../../source/extraview/properties/parse-properties.js';
import {propertiesText} from '../extraview/properties/arbitraries.js';

/** One text a line, as UTF-16 in hexadecimal; gives its sorted properties the same way. */
const program = `
import java.io.*; import java.util.*; import java.nio.charset.*;
public class Load {
	public static void main(String[] arguments) throws Exception {
		BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
		StringBuilder out = new StringBuilder();
		for (String line; (line = lines.readLine()) != null; out.append('\\n')) {
			String text = new String(HexFormat.of().parseHex(line), StandardCharsets.UTF_16LE);
			try {
				Properties all = new Properties();
				all.load(new StringReader(text));
				for (String key : new TreeSet<>(all.stringPropertyNames()))
					out.append(hex(key)).append('=').append(hex(all.getProperty(key))).append(';');
			} catch (IllegalArgumentException error) { out.append("malformed"); }
		}
		System.out.print(out);
	}
	static String hex(String text) {
		return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16LE));
	}
}
`;

const hasJava = spawnSync('java', ['-version']).status === 0;
const hex = (text: string) => Buffer.from(text, 'utf16le').toString('hex');

test.skipIf(!hasJava)(
	'thousands of texts are read as java.util.Properties reads them',
	{timeout: 60_000},
	() => {
		const directory = mkdtempSync(path.join(tmpdir(), 'mailgrant-java-'));
		try {
			const file = path.join(directory, 'Load.java');
			writeFileSync(file, program);
			// A lone backslash at the very end is a property without key and value to Java, and none here.
			const texts = fc
				.sample(propertiesText, 5000)
				.filter(text => !/(?:^|[\r\n])[ \t\f]*\\(?:\r\n|[\r\n])?$/.test(text));
			const java = spawnSync('java', [file], {
				input: texts.map(text => `${hex(text)}\n`).join(''),
				encoding: 'utf8',
				maxBuffer: 50_000_000,
			});
			expect(java.status, java.stderr).toBe(0);
			const theirs = java.stdout.split('\n');
			for (const [index, text] of texts.entries()) {
				expect(ours(text), JSON.stringify(text)).toBe(theirs[index]);
			}
		} finally {
			rmSync(directory, {recursive: true, force: true});
		}
	},
);

function ours(text: string): string {
	const properties = parseProperties(text);
	if (properties.some(({isMalformed}) => isMalformed)) return 'malformed';
	return [...new Map(properties.map(({key, value}) => [key, value]))]
		.sort(([one], [other]) => (one < other ? -1 : 1))
		.map(([key, value]) => `${hex(key)}=${hex(value)};`)
		.join('');
}
