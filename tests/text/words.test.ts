// Words and cuts as a reader sees them.
import fc from 'fast-check';
import { countWords, excerpt, firstGraphemes } from '../../src/text/words.js';

const graphemes = new Intl.Segmenter('ar', { granularity: 'grapheme' });
const lengthOf = (text: string) => [...graphemes.segment(text)].length;

describe('countWords', () => {
  it.each([
    ['الْمَغْرِب، اليوم.. (574)', 3],
    ['كوفيد-19 و«المغرب،الجزائر»', 5],
    ["L'été à Fès", 4],
    ['ⴰⵣⵓⵍ ⴰⵎⴰⴹⴰⵍ', 2],
    ['؟! 🎉', 0],
    ['', 0],
  ])('counts %s as %i', (text, count) => {
    expect(countWords(text)).toBe(count);
  });
});

describe('excerpt', () => {
  it.each([
    ['leaves a short text whole', 'خبر قصير', 20, 'خبر قصير'],
    ['puts it on one line', 'خبر\n\n قصير ', 20, 'خبر قصير'],
    [
      'keeps spaces that hold words together',
      '«\u00a0Le sel\u00a0», 62\u202f000',
      40,
      '«\u00a0Le sel\u00a0», 62\u202f000',
    ],
    ['cuts none of them', 'Le sel 62\u202f000 fois', 9, 'Le sel…'],
    ['leaves a text that just fits', 'خبر قصير', 8, 'خبر قصير'],
    ['cuts at the end of a word', 'الحكومة تصادق على القانون', 15, 'الحكومة تصادق…'],
    ['uses the room to the last letter', 'الحكومة تصادق على القانون', 14, 'الحكومة تصادق…'],
    ['does not end with a comma', 'قال الوزير، اليوم، إن', 12, 'قال الوزير…'],
    ['does not end with a lone و', 'الوزير و المدير العام', 11, 'الوزير…'],
    ['does not end with a lone ال', 'أوقف ال 17 متهما اليوم', 9, 'أوقف…'],
    ['does not end with an opening quotation mark', 'عودة مسلسل « القصور » اليوم', 13, 'عودة مسلسل…'],
    ['counts a letter and its harakat as one', 'الْمَغْرِبُ يَفُوزُ', 11, 'الْمَغْرِبُ يَفُوزُ'],
    ['cuts a word longer than all the room', 'مستشفياتهم', 5, 'مستش…'],
    ['cuts no lam-alef in two', 'علامات', 3, 'ع…'],
    ['does not leave an article without its word', 'والمغاربة', 4, '…'],
    ['cuts no emoji in two', '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧', 2, '👨‍👩‍👧…'],
    ['gives nothing when there is no room', 'خبر', 0, ''],
  ])('%s', (_, text, maxLength, expected) => {
    expect(excerpt(text, maxLength)).toBe(expected);
  });

  it('never exceeds its length and always begins as the text does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 60 }), (text, maxLength) => {
        const cut = excerpt(text, maxLength);
        const line = text.replace(/\s+/g, ' ').trim();
        expect(lengthOf(cut)).toBeLessThanOrEqual(maxLength);
        expect(cut === line || line.startsWith(cut.slice(0, -1))).toBe(true);
      }),
    );
  });
});

it('firstGraphemes never takes half a grapheme', () => {
  expect(firstGraphemes('👨‍👩‍👧مَ', 1)).toBe('👨‍👩‍👧');
  expect(firstGraphemes('👨‍👩‍👧مَ', 5)).toBe('👨‍👩‍👧مَ');
  const tower = `م${'\u0651'.repeat(100)}`;
  expect(firstGraphemes(`${tower}${tower}ن`, 2)).toBe(`${tower}${tower}`);
});
