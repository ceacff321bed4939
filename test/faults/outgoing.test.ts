import {prove} from './prove.js';

prove('outgoing');
