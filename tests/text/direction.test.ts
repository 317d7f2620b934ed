// Direction comes from the tag: its script if it says one, the language's likely script otherwise.
import { directionOf, scriptOf } from '../../src/text/direction.js';

it.each(['ar', 'ary', 'ar-MA', 'fa', 'ur', 'he', 'ckb', 'pa-PK', 'zgh-Arab', 'dv', 'AR-ma'])(
  '%s is written from right to left',
  (tag) => {
    expect(directionOf(tag)).toBe('RTL');
  },
);

it.each(['fr', 'zgh', 'en-GB', 'es', 'ar-Latn', 'ary-Latn-MA', 'shi', 'xx', '', 'not a tag', 'ar_MA?'])(
  '%s is written from left to right',
  (tag) => {
    expect(directionOf(tag)).toBe('LTR');
  },
);

it('stays right when strangers send more tags than the cache holds', () => {
  for (let index = 0; index < 2_000; index += 1) directionOf(`ar-x-${index}`);
  expect(directionOf('ary')).toBe('RTL');
  expect(directionOf('fr')).toBe('LTR');
});

it('knows no script for an unknown language', () => {
  expect(scriptOf('ary')).toBe('Arab');
  expect(scriptOf('xx')).toBeNull();
});
