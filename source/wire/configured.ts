/** The directory of settings that is meant, absolute, and the environment that may name it. */
export async function configured(directory: string | undefined) {
	const {configDirectory} = await import('../storage/config-directory.js');
	const environment = process.env;
	return {directory: configDirectory(directory, environment), environment};
}
