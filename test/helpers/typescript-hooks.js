// For child processes of tests: `node --import typescript-hooks.js child.ts`. Node strips the types
// by itself; this finds the .ts file that an import of .js stands for.
import {registerHooks} from 'node:module';

registerHooks({
	resolve(specifier, context, next) {
		try {
			return next(specifier, context);
		} catch (error) {
			if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
			return next(specifier.replace(/js$/, 'ts'), context);
		}
	},
});
