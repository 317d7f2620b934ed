// Cleaning takes out what is invisible and harmful, and never a visible character.
import fc from 'fast-check';
import { cleanText, withoutControls } from '../../src/text/normalise.js';

describe('cleanText', () => {
  it.each([
    ['bidi overrides that spoof', 'خبر\u202eعاجل\u202c', 'خبرعاجل'],
    ['isolates, marks and the BOM', '\ufeff\u2067عنوان\u2069 \u200f(1)\u200e\u061c', 'عنوان (1)'],
    ['control characters', 'عنو\u0000ان\u0007\u009f', 'عنوان'],
    ['half an emoji', 'خبر \ud83d عاجل', 'خبر عاجل'],
    ['blanks of every kind', '\u00a0عنوان\t\n\u2003طويل\u3000', 'عنوان طويل'],
    ['a joiner that joins nothing', 'عنوان \u200dآخر', 'عنوان آخر'],
    ['a decomposed hamza', 'ا\u0654كادير', 'أكادير'],
  ])('repairs %s', (_, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it.each(['می\u200cخواهم', '👨\u200d👩\u200d👧', 'الْمَغْرِب المغـــرب ٢٠٢٠', 'آفة عالمية ، اليوم', 'Économie'])(
    'keeps %s as it is',
    (text) => {
      expect(cleanText(text)).toBe(text);
    },
  );

  it('is empty for a title of invisible characters', () => {
    expect(cleanText('\u200d\u200f \ufeff\u200b')).toBe('');
  });

  it('is idempotent on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => cleanText(cleanText(text)) === cleanText(text)));
  });
});

it('withoutControls leaves blanks and line ends alone', () => {
  expect(withoutControls('سطر  أول\n\tسطر\u202e ثان')).toBe('سطر  أول\n\tسطر ثان');
});
