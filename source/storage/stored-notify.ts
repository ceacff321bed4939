import {type NotifyState, nobodyIsTold} from '../notify/notify-state.js';
import {notifySettings} from './notify-settings.js';
import {isFlag, isNumber, isRecord, isText, listOf, objectOf, oneOf} from './shape.js';

const toldShape = objectOf({
	kind: oneOf('renewal', 'ending'),
	title: isText,
	state: isText,
	grant: isText,
	at: isNumber,
});
const lastShape = objectOf({at: isNumber, through: isText}, {isTest: isFlag});
const failureShape = objectOf(
	{
		at: isNumber,
		retryAt: isNumber,
		count: isNumber,
		tried: listOf(objectOf({through: isText, why: isText})),
	},
	{host: isText},
);

/** What was kept, by the rules; what is not by them is left out, as if it had never been told. */
export function parseNotify(raw: unknown): NotifyState {
	const {settings, told, last, failure} = isRecord(raw) ? raw : {};
	return {
		settings: notifySettings(settings),
		told: isRecord(told)
			? (Object.fromEntries(
					Object.entries(told).filter(([, each]) => toldShape(each)),
				) as NotifyState['told'])
			: nobodyIsTold.told,
		...(lastShape(last) && {last: last as NotifyState['last']}),
		...(failureShape(failure) && {failure: failure as NotifyState['failure']}),
	};
}

/** As it is kept. A field that is undefined takes away what was there. */
export const rawNotify = ({settings, told, last, failure}: NotifyState) => ({
	settings,
	told,
	last,
	failure,
});
