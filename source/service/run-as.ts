import {environmentFile, type ServicePlan} from './service-plan.js';
import {unitPath, unitValue} from './unit-word.js';

/** Who the service is, where its store is and what opens it. */
export function runAs({user, group, readers, store, credential}: ServicePlan): readonly string[] {
	return [
		'# A user of its own, and no DynamicUser=: store and token files belong to it for years.',
		`User=${unitValue(user)}`,
		`Group=${unitValue(group)}`,
		...(readers === undefined ? [] : [`SupplementaryGroups=${unitValue(readers)}`]),
		`Environment=${unitPath(`MAILGRANT_CONFIG=${store.directory}`)}`,
		...(store.isState ? ['StateDirectory=mailgrant', 'StateDirectoryMode=0700'] : []),
		'# The compiled program, so that it starts sooner.',
		'Environment=XDG_CACHE_HOME=/var/cache',
		'CacheDirectory=mailgrant',
		'CacheDirectoryMode=0700',
		`EnvironmentFile=-${environmentFile}`,
		...credentialLines(credential),
	];
}

function credentialLines(credential: ServicePlan['credential']): readonly string[] {
	if (!credential) return [];
	const {name, file, isEncrypted} = credential;
	if (isEncrypted) return [`LoadCredentialEncrypted=${name}:${unitValue(file)}`];
	return [
		`# Or bound to this host: systemd-creds encrypt --name=${name} ${file} ${file}.cred`,
		`# and then LoadCredentialEncrypted=${name}:${file}.cred (systemd 250 or newer)`,
		`LoadCredential=${name}:${unitValue(file)}`,
	];
}
