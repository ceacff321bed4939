import type {NotifyState} from '../notify/notify-state.js';
import {isRecord} from '../storage/shape.js';
import {parseNotify, rawNotify} from '../storage/stored-notify.js';
import type {Session} from './session.js';

/** The one row about who is told by mail, as the server holds it. */
export type NotifyRow = {
	readonly state: NotifyState;
	/** What a later version keeps there stays. */
	readonly raw: Readonly<Record<string, unknown>>;
	readonly revision: unknown;
};

export async function readNotify({query}: Session): Promise<NotifyRow> {
	const {rows} = await query('SELECT state, revision FROM mailgrant.notify');
	const {state: raw, revision} = rows[0] ?? {};
	return {state: parseNotify(raw), raw: isRecord(raw) ? raw : {}, revision};
}

/** False when somebody has changed it since it was read. */
export async function writeNotify(
	{query}: Session,
	{raw, revision}: NotifyRow,
	state: NotifyState,
): Promise<boolean> {
	const {count} = await query('UPDATE mailgrant.notify SET state = $1 WHERE revision = $2', [
		JSON.stringify({...raw, ...rawNotify(state)}),
		revision,
	]);
	return count > 0;
}
