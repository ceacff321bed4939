type Builtin = typeof process.getBuiltinModule;

/** A module of Node, looked up when it is wanted. Node before 22.3 has no such look-up; its entry is CommonJS, and has require. */
export const builtin: Builtin =
	process.getBuiltinModule ?? ((name: string) => process.mainModule?.require(name));
