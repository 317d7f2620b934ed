// A change is shown word by word, nothing of either text is lost, and small changes of spelling are told from others.
import fc from 'fast-check';
import { diffWords, wordsAndSigns } from '../../src/text/word-diff.js';
import { runs } from '../support/soak.js';

/** `-taken out-`, `+put in+`, with `~` before the sign where it is minor. */
const shown = (before: string, after: string) =>
  diffWords(before, after)
    .map(({ kind, text, minor }) => {
      const sign = kind === 'SAME' ? '' : kind === 'ADDED' ? '+' : '-';
      return `${minor ? '~' : ''}${sign}${text}${sign}`;
    })
    .join('|');

describe('a difference of two texts', () => {
  it.each([
    ['nothing', 'قال المسؤول', 'قال المسؤول', 'قال المسؤول'],
    ['a word for another', 'قال الوزير اليوم', 'قال الرئيس اليوم', 'قال |-الوزير-|+الرئيس+| اليوم'],
    ['a word more', 'مدينة كبيرة', 'مدينة كبيرة جدا', 'مدينة كبيرة|+ جدا+'],
    ['a word less', 'une très grande ville', 'une grande ville', 'une |-très -|grande ville'],
    ['a hamza', 'مكافحة الارهاب', 'مكافحة الإرهاب', 'مكافحة |~-الارهاب-|~+الإرهاب+'],
    ['a haraka', 'علم المغرب', 'عَلَم المغرب', '~-علم-|~+عَلَم+| المغرب'],
    ['a tatweel', 'المغـــرب', 'المغرب', '~-المغـــرب-|~+المغرب+'],
    ['the script of digits', 'سنة ٢٠٢٠', 'سنة 2020', 'سنة |~-٢٠٢٠-|~+2020+'],
    ['accents and case, which search folds away', 'A Fes', 'À Fès', '~-A-|~+À+| |~-Fes-|~+Fès+'],
    ['white space', 'نعم  ،قال', 'نعم، قال', 'نعم|~-  -|،|~+ +|قال'],
    ['white space that divides a word', 'ماشاء الله', 'ما شاء الله', '~-ماشاء-|~+ما شاء+| الله'],
    ['a hamza beside a new word', 'الاول', 'الأول!', '~-الاول-|~+الأول+|+!+'],
    ['a new word before a hamza', 'الاول', '!الأول', '+!+|~-الاول-|~+الأول+'],
    ['another letter', 'الداخلة', 'الداخلية', '-الداخلة-|+الداخلية+'],
    ['a number', 'الحلقة (574)', 'الحلقة (575)', 'الحلقة (|-574-|+575+|)'],
    ['a sign', 'نعم.', 'نعم؟', 'نعم|-.-|+؟+'],
    ['a family of another size', 'x 👨‍👩‍👧 y', 'x 👨‍👩 y', 'x |-👨‍👩‍👧-|+👨‍👩+| y'],
    ['everything', '', 'نص', '+نص+'],
    ['everything taken away', 'نص', '', '-نص-'],
    ['nothing at all', '', '', ''],
  ])('shows %s', (_, before, after, parts) => expect(shown(before, after)).toBe(parts));

  const word = fc.oneof(
    fc.constantFrom(
      'المغرب',
      'المَغرب',
      'إلى',
      'الى',
      'ـ',
      'ﷲ',
      'وزارة',
      'Fès',
      'fes',
      'œuvre',
      '2020',
      '٢٠٢٠',
      '6,3',
      'ⴰⴼⵔⴰⴳ',
    ),
    fc.constantFrom(
      ' ',
      '  ',
      '\n',
      '\r\n',
      '\u00a0',
      '،',
      '.',
      '«',
      '»',
      '-',
      '<p>',
      '&amp;',
      '\u0301',
      '\u200d',
      '\u200c',
      '\u200f',
    ),
    fc.constantFrom('👍🏽', '👨‍👩‍👧', '🇲🇦', '🇲', '❤\ufe0f', '1\ufe0f\u20e3', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', '©', 'ก็', 'กำ', '각', '\u0600'),
    fc.string({ unit: 'grapheme', maxLength: 3 }),
    fc.string({ unit: 'binary', maxLength: 3 }),
  );
  const text = fc.array(word, { maxLength: 25 });
  const pair = fc.oneof(
    fc.tuple(text, text),
    // Mostly the same, as versions of an article are.
    fc.tuple(text, text, text, text).map(([head, one, other, tail]) => [
      [...head, ...one, ...tail],
      [...head, ...other, ...tail],
    ]),
  );

  it('loses nothing of either text, and joins neighbours of one kind', () => {
    fc.assert(
      fc.property(pair, (both) => {
        const [before, after] = both.map((words) => (words as string[]).join('')) as [string, string];
        const parts = diffWords(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map((part) => part.text)
            .join('');
        expect([without('ADDED'), without('REMOVED')]).toEqual([before, after]);
        for (const [at, { kind, text, minor }] of parts.entries()) {
          expect(text).not.toBe('');
          expect(kind === parts[at - 1]?.kind && minor === parts[at - 1]?.minor).toBe(false);
        }
        if (before === after) expect(parts.every(({ kind }) => kind === 'SAME')).toBe(true);
      }),
      { numRuns: runs(500) },
    );
  });

  it('never cuts inside a grapheme', () => {
    const graphemes = new Intl.Segmenter('ar', { granularity: 'grapheme' });
    fc.assert(
      fc.property(text, (words) => {
        const whole = words.join('');
        const ends = new Set([...graphemes.segment(whole)].map(({ index }) => index));
        let at = 0;
        for (const token of wordsAndSigns(whole)) {
          expect({ whole, at, isEnd: ends.has(at) }).toEqual({ whole, at, isEnd: true });
          at += token.length;
        }
        expect(at).toBe(whole.length);
      }),
      { examples: [[['𑪄', ' ']]], numRuns: runs(500) },
    );
  });

  it('of two long texts that have nothing in common is all of the one for all of the other, around what they share', () => {
    const words = (name: string) => Array.from({ length: 40_000 }, (_, at) => `${name}${at}`).join(' / ');
    const parts = diffWords(`بداية ${words('a')} نهاية`, `بداية ${words('b')} نهاية`);
    expect(parts.map(({ kind, text }) => [kind, text.length])).toEqual([
      ['SAME', 6],
      ['REMOVED', words('a').length],
      ['ADDED', words('b').length],
      ['SAME', 6],
    ]);
  });

  it('of a long text is found where little changed', () => {
    const paragraph = 'وأضاف المصدر أن المدينة ستحتضن المعرض في دورته السابعة. ';
    const parts = diffWords(`${paragraph.repeat(5_000)}`, `${paragraph.repeat(2_500)}خبر ${paragraph.repeat(2_500)}`);
    expect(parts.filter(({ kind }) => kind !== 'SAME')).toEqual([{ kind: 'ADDED', text: 'خبر ', minor: false }]);
  });
});
