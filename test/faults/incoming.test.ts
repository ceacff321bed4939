import {prove} from './prove.js';

prove('incoming');
