// The fold must bring together what readers take for one word, and nothing else.
import fc from 'fast-check';
import { fold, titleKey } from '../../src/text/fold.js';

describe('fold', () => {
  it.each([
    ['presentation forms', 'ﺍﻟﻤﻐﺮﺏ', 'المغرب'],
    ['the lam-alef ligature', 'ﻻ', 'لا'],
    ['the name of God in one character', 'ﷲ', 'الله'],
    ['harakat', 'الْمَغْرِبُ', 'المغرب'],
    ['a free-standing haraka inside a word', 'المﹶغرب', 'المغرب'],
    ['tatweel', 'المغـــرب', 'المغرب'],
    ['the dagger alef', 'هٰذا', 'هذا'],
    ['hamza and madda on alef', 'أإآٱ', 'اااا'],
    ['a decomposed hamza', 'ا\u0654كادير', 'اكادير'],
    ['hamza on waw and yeh', 'مسؤول هيئة', 'مسوول هييه'],
    ['alef maqsura', 'مستشفى', 'مستشفي'],
    ['Persian and Pashto yeh', 'علی علې', 'علي علي'],
    ['ta marbuta', 'طنجة', 'طنجه'],
    ['the forms of heh', 'ھہە', 'ههه'],
    ['the forms of kaf', 'أگادير أݣادير أڭادير أکادير', 'اكادير اكادير اكادير اكادير'],
    ['veh, peh and cheh', 'ڤيديو پاريس چيلي', 'فيديو باريس جيلي'],
    ['the Tunisian gaf', 'ڨفصة', 'قفصه'],
    ['Arabic-Indic digits', '٢٠٢٠', '2020'],
    ['Persian digits', '۲۰۲۰', '2020'],
    ['the decimal comma', '6,3', '6.3'],
    ['the Arabic decimal separator', '٦٫٣', '6.3'],
    ['the thousands separator', '١٬٢٣٤٬٥٦٧', '1234567'],
    ['a thousands separator typed as a comma', 'المصدر٬ أن', 'المصدر، ان'],
    ['French accents and case', 'Économie À FÈS', 'economie a fes'],
    ['the French ligature', 'Le cœur des Œuvres', 'le coeur des oeuvres'],
    ['Tifinagh', 'أفراك ⴰⴼⵔⴰⴳ', 'افراك ⴰⴼⵔⴰⴳ'],
    ['bidi controls and marks', '\u202bالمغ\u200fرب\u202c \u2067نص\u2069\u061c', 'المغرب نص'],
    ['blanks of every kind', ' \u00a0المغرب\t\u3000اليوم\n', 'المغرب اليوم'],
    ['the heart with its variation selector', '❤\ufe0f', '❤'],
  ])('folds %s', (_, text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  it.each([
    ['المغرب', 'الغرب'],
    ['الداخلة', 'الداخلية'],
    ['6,3', '63'],
    ['116 ألفا و605', '116605'],
    ['2020', '20201'],
    ['سماء', 'سما'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it('is idempotent on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => fold(fold(text)) === fold(text)));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)));
  });

  it('gives NFC and NFD spellings the same fold', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => fold(text.normalize('NFD')) === fold(text.normalize('NFC')),
      ),
    );
  });

  it('leaves no digit or letter behind that a keyboard writes in another way', () => {
    const spelt = fc.string({ unit: fc.constantFrom(...'أإآٱىیېةھہەکگڭݣڤپچؤئ٠٩۰۹٬٫ـًٌٍَُِّْٰ'), minLength: 1 });
    fc.assert(fc.property(spelt, (text) => /^[اويهكفبج0-9.،]*$/.test(fold(text))));
  });
});

describe('titleKey', () => {
  it('forgets punctuation and the blanks around it', () => {
    expect(titleKey('الصحراء المغربية .. ليبيريا: «تجدد»!')).toBe(titleKey('الصحراء المغربية.. ليبيريا تجدد'));
    expect(titleKey("L'économie, aujourd’hui")).toBe('l economie aujourd hui');
  });

  it('keeps the numbers that tell the parts of a series apart', () => {
    expect(titleKey('أمثال من فاس... (574)')).toBe('امثال من فاس 574');
    expect(titleKey('أمثال من فاس... (574)')).not.toBe(titleKey('أمثال من فاس... (575)'));
  });

  it('keeps the vowel signs of scripts that need them', () => {
    expect(titleKey('हिन्दी')).toBe('हिन्दी');
  });

  it('does not match two titles for having signs only', () => {
    expect(titleKey('؟!')).not.toBe(titleKey('🎉'));
    expect(titleKey('')).toBe('');
  });
});
