import {UserError} from '../../errors.js';
import type {NotifySettings} from '../../notify/notify-state.js';
import {testMail} from '../../notify/test-mail.js';
import type {NotifySent} from '../../notify/told-admin.js';
import {waysOf} from '../../notify/ways-of.js';
import type {TaskContext} from '../context.js';
import {listRecords} from '../grants.js';
import {sendNotify} from './send-notify.js';

/** Sends a real message to whoever is told. Throws UserError when nobody is, or when no way takes it, with what each said. */
export async function sendTest(context: TaskContext): Promise<NotifySent> {
	const {services} = context;
	const {settings} = await services.notify.read();
	if (settings.to.length === 0) {
		throw new UserError('Nobody is told yet.', ['Name somebody: mailgrant notify --to ADDRESS'], 2);
	}
	const sent = await sendNotify(context, {
		settings,
		ways: waysOf(listRecords(services), settings),
		mailFor: through => testMail(services.host, through),
	});
	if (sent.reached.length === 0) throw noWay(sent, settings);
	await services.notify.update(({failure: _, ...latest}) => ({
		...latest,
		last: {at: services.now(), through: sent.through.join(', '), isTest: true},
	}));
	return sent;
}

function noWay({tried}: NotifySent, {relay}: NotifySettings): UserError {
	const otherwise =
		relay === undefined
			? [
					'Or name a server that takes mail without a sign-in: mailgrant notify --relay localhost:25',
				]
			: [];
	if (tried.length === 0) {
		return new UserError('No grant here can send mail.', [
			'Sign a grant in that sends by SMTP: mailgrant sign-in NAME',
			...otherwise,
		]);
	}
	return new UserError('The message could not be sent by any way.', [
		...tried.map(({through, why}) => `${through}: ${why}`),
		'See what is wrong with a grant: mailgrant test NAME --outgoing',
		...otherwise,
	]);
}
