// Every way an address can be written must lead to the same article.
import fc from 'fast-check';
import { slugify, slugKey } from '../../src/text/slug.js';

describe('slugify', () => {
  it.each([
    ['keeps hamza and ta marbuta', 'مكافحة الإرهاب في طنجة', 'مكافحة-الإرهاب-في-طنجة'],
    ['drops harakat and tatweel', 'الْمَغْرِب المغـــرب', 'المغرب-المغرب'],
    ['drops bidi controls and marks', '\u202bالمغ\u200fرب\u202c', 'المغرب'],
    ['joins words over any punctuation', '«نهضة بركان».. يفوز ، اليوم؟', 'نهضة-بركان-يفوز-اليوم'],
    ['composes a decomposed hamza', 'ا\u0654كادير', 'أكادير'],
    ['keeps a part number', 'أمثال من فاس... (574)', 'أمثال-من-فاس-574'],
    ['writes French without accents or case', "L'Économie à Fès : cœur battant", 'l-economie-a-fes-coeur-battant'],
    ['keeps Tifinagh', 'أفراك ⴰⴼⵔⴰⴳ', 'أفراك-ⴰⴼⵔⴰⴳ'],
    ['keeps emoji', 'فوز كبير 🎉 ❤\ufe0f 🇲🇦', 'فوز-كبير-🎉-❤-🇲🇦'],
    ['keeps the vowel signs of other scripts', 'हिन्दी समाचार', 'हिन्दी-समाचार'],
    ['is empty when nothing is left', ' ـــ «؟!» \u200f', ''],
    ['leaves out half an emoji', 'خبر \ud83d', 'خبر'],
  ])('%s', (_, text, slug) => {
    expect(slugify(text)).toBe(slug);
  });

  it('cuts at the end of a word, at 80 characters', () => {
    const slug = slugify('كلمة '.repeat(40));
    expect(slug).toBe(Array(16).fill('كلمة').join('-'));
    expect(slugify('واحد اثنان', 4)).toBe('واحد');
    expect(slugify('واحد اثنان', 5)).toBe('واحد');
  });

  it('cuts a word longer than all the room, but no flag or letter in two', () => {
    expect(slugify('م'.repeat(100))).toBe('م'.repeat(80));
    expect(slugify('🇲🇦'.repeat(60), 5)).toBe('🇲🇦🇲🇦');
  });

  it('changes nothing when applied again, and fits any address', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const slug = slugify(text);
        expect(slugify(slug)).toBe(slug);
        expect([...slug].length).toBeLessThanOrEqual(80);
        expect(() => encodeURIComponent(slug)).not.toThrow();
        expect(slug).not.toMatch(/^-|-$|--|[\s/?#%]/);
      }),
    );
  });
});

describe('slugKey', () => {
  const slug = 'مكافحة-الإرهاب-574';
  const encoded = encodeURIComponent(slug);

  it.each([
    ['as it stands', slug],
    ['percent-encoded in upper case', encoded.toUpperCase()],
    ['percent-encoded in lower case', encoded.toLowerCase()],
    ['with slashes around it', `/${encoded}/`],
    ['in NFD', slug.normalize('NFD')],
    ['in NFD and encoded', encodeURIComponent(slug.normalize('NFD'))],
    ['without hamza', 'مكافحه-الارهاب-574'],
    ['with Arabic digits', 'مكافحة-الإرهاب-٥٧٤'],
    ['with harakat and a bidi mark', 'مُكافحة-الإرهاب\u200f-574'],
    ['half encoded', `مكافحة-${encodeURIComponent('الإرهاب-574')}`],
    ['with blanks or doubled hyphens', 'مكافحة%20الإرهاب--574'],
  ])('is the same for a slug %s', (_, input) => {
    expect(slugKey(input)).toBe(slugKey(slug));
  });

  it('tells the parts of a series apart', () => {
    expect(slugKey('أمثال-574')).not.toBe(slugKey('أمثال-575'));
  });

  it.each(['%', '%zz', '%D8', '%D8%', 'خبر-%E0%A4', '%u0627', '/', ''])('does not throw for %s', (input) => {
    expect(() => slugKey(input)).not.toThrow();
  });

  it('reads what it can beside a malformed sequence', () => {
    expect(slugKey(`%zz-${encodeURIComponent('خبر')}`)).toBe('zz-خبر');
  });

  it('is stable however a slug is written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 120 }), (text) => {
        const key = slugKey(slugify(text));
        expect(slugKey(key)).toBe(key);
        expect(slugKey(`/${encodeURIComponent(slugify(text))}/`)).toBe(key);
        expect(slugKey(encodeURIComponent(slugify(text).normalize('NFD')).toLowerCase())).toBe(key);
      }),
    );
  });

  it('never throws and never holds a blank', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[\s/%]/.test(slugKey(text))));
  });
});
