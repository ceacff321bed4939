import {custom} from './custom.js';
import {google} from './google.js';
import {microsoft} from './microsoft.js';
import type {Providers} from './provider.js';

export const providers: Providers = {microsoft, google, custom};
