import {type Kind, kindOf} from './labels.js';

export type ClientJson = Partial<Record<Exclude<Kind, 'other'>, string>> & {
	/** `web` or `installed`, as Google's file says. */
	readonly application?: string;
	readonly isServiceAccount: boolean;
};

/** A client as Google's file, `az` or Graph write it; undefined when the text is no JSON object. */
export function readClientJson(text: string): ClientJson | undefined {
	const root = parse(text);
	if (typeof root !== 'object' || root === null) return undefined;
	const found: {-readonly [Name in keyof ClientJson]?: ClientJson[Name]} = {};
	let isServiceAccount = false;
	let left = 2000;
	const visit = (value: object, depth: number) => {
		for (const [key, inner] of Object.entries(value)) {
			if (left-- <= 0) return;
			if (key === 'type' && inner === 'service_account') isServiceAccount = true;
			if ((key === 'web' || key === 'installed') && depth === 0) found.application ??= key;
			if (typeof inner === 'object' && inner !== null) {
				if (depth < 4) visit(inner, depth + 1);
				continue;
			}
			const kind = kindOf(key);
			if (typeof inner !== 'string' || inner === '' || !kind || kind === 'other') continue;
			found[kind] ??= inner;
		}
	};
	visit(root, 0);
	return {...found, isServiceAccount};
}

/** A terminal may have broken lines inside strings, where JSON allows none. */
function parse(text: string): unknown {
	for (const attempt of [text, text.replace(/\n\s*/g, '')]) {
		try {
			return JSON.parse(attempt);
		} catch {
			// Not as it is; the next attempt or none.
		}
	}
	return undefined;
}
