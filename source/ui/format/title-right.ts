import {faultTitle} from '../../diagnosis/listed-faults.js';
import {fitLine, type Line, widthOf} from './line.js';

/** The right of the title line: that it is practice, what is wrong there, and then what the screen says of itself. What stands first stays when the line is short. */
export function titleRight(
	{isPractice, fault}: {readonly isPractice: boolean; readonly fault?: string},
	about: Line,
	width: number,
): Line {
	if (!isPractice) return widthOf(about) <= width ? about : [];
	const practice: Line = [
		{
			text: fault === undefined ? 'practice' : `practice, fault: ${faultTitle(fault)}`,
			tone: 'practice',
		},
	];
	const all = about.length > 0 ? [...practice, {text: '   '}, ...about] : practice;
	return widthOf(all) <= width ? all : fitLine(practice, Math.min(width, Math.max(24, width - 8)));
}
