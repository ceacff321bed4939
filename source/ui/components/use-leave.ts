import {useApp} from 'ink';
import {use} from 'react';
import {AnsweredContext} from './answered.js';

/** Ends the screens, once no answer of the terminal is on its way that the shell would take for typing. */
export function useLeave(): () => void {
	const {exit} = useApp();
	const answered = use(AnsweredContext);
	return () => void answered().then(() => exit());
}
