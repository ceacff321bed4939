import {prove} from './prove.js';

prove('services');
