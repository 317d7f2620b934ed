/** The style sheet as browsers get it: one for both directions, and for Arabic letters. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/package-root.js';

const folder = join(PACKAGE_ROOT, 'dist/web/reader/assets');
const sheets = readdirSync(folder).filter((name) => name.endsWith('.css'));
const sheet = sheets.map((name) => readFileSync(join(folder, name), 'utf8')).join('');

it('has logical properties only', () => {
  expect(sheet).toMatch(/margin-inline|inset-inline/);
  expect(
    sheet.match(/.{0,40}(-(left|right)\b|\b(left|right) ?:|(align|float|clear) ?: ?(left|right)\b).{0,20}/g),
  ).toBeNull();
});

it('leaves letters joined', () => {
  expect(sheet.match(/.{0,40}letter-spacing.{0,20}/g)).toBeNull();
});
