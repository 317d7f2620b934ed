/** Which version of the program this is, as its package.json says. */
import { readFileSync } from 'node:fs';

const PACKAGE = new URL('../../../package.json', import.meta.url); // from dist/src/core

export const VERSION: string = JSON.parse(readFileSync(PACKAGE, 'utf8')).version;
