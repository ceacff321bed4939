import {prove} from './prove.js';

prove('sign-in');
