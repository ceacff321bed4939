import {prove} from './prove.js';

prove('client');
