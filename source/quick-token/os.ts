import {builtin} from '../builtin.js';

// In the place of `node:os`, which is loaded only where somebody asks.
const os = () => builtin('node:os');

export const homedir = (): string => os().homedir();
export const hostname = (): string => os().hostname();
export const userInfo = () => os().userInfo();
