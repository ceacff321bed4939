import type {GrantRecord} from '../checklist/grant-record.js';
import type {ServiceReport} from '../checklist/report.js';
import {inStep} from '../checklist/step-id.js';
import type {Providers} from '../providers/provider.js';
import {providerOf} from '../providers/provider-of.js';
import {dayMs, type Ending} from './ending.js';

/** What will end for a grant, the nearest first. From what is known here; asks nobody. */
export function endingsOf(record: GrantRecord, providers: Providers): readonly Ending[] {
	return [
		...clientSecret(record),
		...certificate(record),
		...refreshToken(record, providers),
		...accessToken(record),
		...serverCertificates(record),
		...announced(record, providers),
	].toSorted((one, other) => one.endsAt - other.endsAt);
}

function clientSecret({grant, facts}: GrantRecord): readonly Ending[] {
	// A certificate of the application keeps its own last day.
	if (grant.secretExpires === undefined || facts.certificate) return [];
	return [
		{
			id: 'client-secret',
			title: 'Client Secret',
			endsAt: endOfDay(grant.secretExpires),
			about:
				'Make a new one in the portal before, enter it here and in ExtraView’s token form; the old one goes on until its day.',
		},
	];
}

function certificate({facts: {certificate: kept}}: GrantRecord): readonly Ending[] {
	if (!kept) return [];
	return [
		{
			id: 'certificate',
			title: 'Certificate of the application',
			endsAt: kept.endsAt,
			about:
				'Make a new one here and upload it before: mailgrant certificate NAME --make --replace.',
		},
	];
}

function refreshToken(record: GrantRecord, providers: Providers): readonly Ending[] {
	const {grant, facts, evidence} = record;
	const {refreshTokenDays} = providerOf(grant, providers);
	const {renewalFailure: failure} = facts;
	if (failure?.needsPerson && failure.step === 'sign-in') {
		return [
			{
				id: 'refresh-token',
				title: 'Sign-in',
				endsAt: failure.at,
				about: `${failure.title}: somebody has to sign in again, in ${inStep('sign-in')} or by mailgrant sign-in NAME.`,
			},
		];
	}
	if (!facts.tokens?.hasRefreshToken || refreshTokenDays === undefined) return [];
	const signedInAt = evidence['sign-in']?.at;
	if (grant.testing === 'yes' && refreshTokenDays.testing && signedInAt !== undefined) {
		return [
			{
				id: 'refresh-token',
				title: 'Sign-in, app in Testing',
				endsAt: signedInAt + refreshTokenDays.testing * dayMs,
				about: `An app that is External and in Testing loses each sign-in after ${refreshTokenDays.testing} days: publish it, or make it Internal.`,
			},
		];
	}
	return [
		{
			id: 'refresh-token',
			title: 'Sign-in, when unused',
			endsAt: facts.tokens.obtainedAt + refreshTokenDays.unused * dayMs,
			about: `It ends ${refreshTokenDays.unused} days after its last use; each refresh puts that off.`,
			isRenewed: true,
		},
	];
}

/** Its end matters only where nothing follows it. */
function accessToken({facts: {tokens}}: GrantRecord): readonly Ending[] {
	if (!tokens || tokens.hasRefreshToken || tokens.flow === 'app-only') return [];
	return [
		{
			id: 'access-token',
			title: 'Access token, the last one',
			endsAt: tokens.expiresAt,
			about: 'No refresh token came with it, so that somebody has to sign in again then.',
		},
	];
}

/** As they were when the hosts were looked at; whoever runs a host renews them. */
function serverCertificates({evidence}: GrantRecord): readonly Ending[] {
	const found = evidence.services;
	if (found?.report?.type !== 'services') return [];
	return found.report.services.flatMap((service: ServiceReport): readonly Ending[] => {
		const {certificateEndsAt: endsAt} = service.layers.find(({name}) => name === 'TLS') ?? {};
		if (endsAt === undefined) return [];
		return [
			{
				id: 'server-certificate',
				title: `Certificate of ${service.at}`,
				endsAt,
				about:
					'Whoever runs the host renews it; the day is as it was last seen, by mailgrant check.',
				isRenewed: true,
			},
		];
	});
}

function announced({grant}: GrantRecord, providers: Providers): readonly Ending[] {
	const {announcements = []} = providerOf(grant, providers);
	return announcements.map(({title, day, about, scope}): Ending => {
		const isConcerned = scope !== undefined && grant.scope?.includes(scope) === true;
		return {
			id: 'announced',
			title,
			endsAt: endOfDay(day),
			about,
			...(!isConcerned && {isNews: true}),
		};
	});
}

/** Of a day such as 2028-11-23, in UTC. */
const endOfDay = (day: string) => Date.parse(`${day}T00:00:00Z`) + dayMs;
