/** The date of what changes within a second. */
import { wholeSecond } from '../../src/syndication/conditional.js';

const at = (text: string) => new Date(`2026-01-01T10:00:${text}Z`);

it('is the second after the change, so that what came later in the same second is not taken for known', () => {
  expect(wholeSecond(at('05.200'), at('30.000'))).toEqual(at('06.000'));
  expect(wholeSecond(at('05.000'), at('30.000'))).toEqual(at('05.000'));
});

it('is never in the future', () => {
  expect(wholeSecond(at('05.200'), at('05.900'))).toEqual(at('05.000'));
  expect(wholeSecond(at('09.000'), at('05.900'))).toEqual(at('05.000'));
});

it('differs for who read before a change and who reads after it, but within that very second', () => {
  const first = at('05.200');
  const second = at('05.700');
  const readBetween = wholeSecond(first, at('05.400'));
  expect(wholeSecond(second, at('06.100')).getTime()).toBeGreaterThan(readBetween.getTime());
});
