import {writeFileSync} from 'node:fs';
import {notices} from './notices.js';

writeFileSync(process.argv[2], notices());
