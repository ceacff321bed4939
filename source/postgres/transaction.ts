import {UserError} from '../errors.js';
import type {Address} from './address.js';
import type {Session} from './session.js';
import {troubleError, troubleOf} from './trouble.js';

/** All or nothing. Errors of the server come as UserError. Nobody else uses the session meanwhile. */
export async function inTransaction<Value>(
	session: Session,
	{address, mode = ''}: {readonly address: Address; readonly mode?: string},
	work: () => Promise<Value>,
): Promise<Value> {
	try {
		await session.query(`BEGIN ${mode}`);
		const value = await work();
		await session.query('COMMIT');
		return value;
	} catch (error) {
		await session.query('ROLLBACK').catch(() => undefined);
		if (error instanceof UserError) throw error;
		throw troubleError(troubleOf(error, address, session.host));
	}
}
