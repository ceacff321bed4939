import {useWindowSize} from 'ink';
import {type Overlay, openRecord} from '../../checklist/state.js';
import {stepOf} from '../../checklist/steps.js';
import {propertiesTemplate} from '../../extraview/properties/template.js';
import {readingEnds} from '../choose.js';
import {Frame} from '../components/frame.js';
import {type Line, line} from '../format/line.js';
import {chunks} from '../format/wrap.js';
import type {ScreenProps} from '../screen-props.js';

const scroll = 'scroll:properties-text';

type Props = ScreenProps & Omit<Extract<Overlay, {readonly type: 'properties'}>, 'type'>;

/** What would change in the properties of a task, secrets hidden, or a template for want of their text. */
export function PropertiesText({state, store, tasks, show, task}: Props) {
	const {columns} = useWindowSize();
	const record = openRecord(state);
	const text =
		show === 'difference'
			? (state.reviews[task]?.report?.difference ?? '')
			: record
				? propertiesTemplate(task, record.grant, state.providers).trimEnd()
				: '';
	const rows = text
		.split('\n')
		.flatMap(row => chunks(row, columns).map(piece => toned(piece, row)));
	const lines = text === '' ? [line('Nothing changes.', 'dim')] : rows;
	const title = stepOf(task).title;
	return (
		<Frame
			state={state}
			store={store}
			tasks={tasks}
			title={show === 'difference' ? `What changes in ${title}` : `Template for ${title}`}
			about={[{text: record?.grant.name ?? ''}]}
			lines={lines}
			scroll={scroll}
			notice={state.notice}
			bindings={[
				...(show === 'template' && record
					? [
							{
								keys: ['c'],
								hint: 'copy all',
								help: 'Copy the whole template',
								isKept: true as const,
								run: () => tasks.copy('Template', `${text}\n`),
							},
						]
					: []),
				...readingEnds(store, scroll, lines.length),
				{
					keys: ['escape', 'enter', 'd', 'm', 'q'],
					label: 'esc',
					hint: 'close',
					help: 'Close',
					isKept: true,
					run: () => tasks.back(),
				},
			]}
		/>
	);
}

/** Of a unified difference; a template has comments instead. */
function toned(piece: string, row: string): Line {
	if (/^(?:---|\+\+\+|@@|#)/.test(row)) return line(piece, 'dim');
	if (row.startsWith('+')) return line(piece, 'done');
	if (row.startsWith('-')) return line(piece, 'failed');
	return line(piece);
}
