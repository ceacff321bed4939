import {chooseHost} from '../../extraview/mounts/host-names.js';
import type {Instance} from '../../extraview/mounts/instance.js';
import {findMount, mountRules} from '../../extraview/mounts/mount-rules.js';
import {readConfiguration} from '../../extraview/mounts/read-configuration.js';

const file = '/in-force';

/** The worker that a configuration without includes mounts a path of the instance's host on. */
export function mountedWorker(text: string, instance: Instance, path: string): string | undefined {
	const {configuration} = readConfiguration(
		file,
		{texts: new Map([[file, {text}]]), matches: new Map()},
		{root: '/', variables: new Map(), compiledIn: []},
	);
	const {scope} = chooseHost(configuration, instance);
	const {mount, exclusion} = findMount(mountRules(configuration, scope), path);
	return exclusion ? undefined : mount?.worker;
}
