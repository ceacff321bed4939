import type {Grant} from '../grant.js';
import type {Provider, Providers} from './provider.js';

/** The provider of a grant, as it is in the grant’s cloud. */
export function providerOf(
	{provider, cloud}: Pick<Grant, 'provider' | 'cloud'>,
	providers: Providers,
): Provider {
	const usual = providers[provider];
	return cloud === undefined ? usual : {...usual, ...usual.clouds?.[cloud]?.differs};
}

/** What has to be known of the grant’s cloud. */
export const cloudNotes = (
	{provider, cloud}: Pick<Grant, 'provider' | 'cloud'>,
	providers: Providers,
): readonly string[] => (cloud && providers[provider].clouds?.[cloud]?.notes) ?? [];
