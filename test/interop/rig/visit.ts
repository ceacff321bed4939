import {createBrowser} from './browser.js';

// visit.ts CA URL: what a browser ends on, as JSON.
const [, , ca = '', url = ''] = process.argv;
console.log(JSON.stringify(await createBrowser({ca}).visit(url)));
