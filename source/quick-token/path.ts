import {dirname, isAbsolute, resolve} from 'node:path';

// In the place of `node:path`, whose `join` looks at each letter of a path that is in order already.
// Only below a directory that `resolve` gave is anything joined.
const join = (...parts: readonly string[]): string => parts.join('/');

// biome-ignore lint/style/noDefaultExport: `node:path` has one.
export default {dirname, isAbsolute, join, resolve};
