import {prove} from './prove.js';

prove('device');
prove('refresh');
