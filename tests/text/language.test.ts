// The source's language stands unless script or clear words speak against it.
import { detectLanguage } from '../../src/text/language.js';

describe('detectLanguage', () => {
  it.each([
    ['Darija by two function words', 'واش غادي تطيح الشتا فهاد السيمانة؟', 'ar', 'ary'],
    ['Darija with clitics before them', 'خرجو الناس وباش يفرحو بديال الكان', 'ar', 'ary'],
    ['a short Darija headline with one word and a present tense', 'الناس كيقولبو على الخدمة بزاف', 'ar', 'ary'],
    ['Darija with hamza and harakat', 'شنُو واقع دابَا فالسوق', 'fr', 'ary'],
    ['standard Arabic', 'وزير الصحة يفتتح مستشفى جديدا بمدينة الناظور', 'ar', 'ar'],
    ['standard Arabic from a French source', 'وزير الصحة يفتتح مستشفى جديدا', 'fr', 'ar'],
    ['standard Arabic from a source that writes Darija', 'وزير الصحة يفتتح مستشفى', 'ary', 'ary'],
    ['Persian from a Persian source', 'وزیر بهداشت بیمارستان را افتتاح کرد', 'fa', 'fa'],
    ['one lone word of Darija', 'برنامج "دابا" يعود إلى الشاشة في رمضان', 'ar', 'ar'],
    ['books and churches, which only look like verbs', 'كتاب عن كنيسة ماشي في كينيا وكتيبة في تيزنيت', 'ar', 'ar'],
    ['Tifinagh', 'ⴰⵣⵓⵍ ⴰⵎⴰⴹⴰⵍ', 'ar', 'zgh'],
    ['French', 'Le gouvernement adopte une nouvelle loi sur la presse écrite', 'ar', 'fr'],
    [
      'English from a French source',
      'The government is going to adopt a new law on the written press today',
      'fr',
      'en',
    ],
    ['Spanish', 'El gobierno aprueba una nueva ley para la prensa escrita del país', 'ar', 'es'],
    ['a name, which no detector can tell', 'Breaking News', 'fr', 'fr'],
    ['French of a place', 'Le gouvernement adopte une nouvelle loi sur la presse écrite', 'fr-MA', 'fr-MA'],
    ['a Latin language the detector does not know', 'Die Regierung verabschiedet ein neues Pressegesetz', 'de', 'de'],
    ['numbers only', '3-0', 'ary', 'ary'],
    ['no text', '', 'fr', 'fr'],
    ['another script', 'Правительство приняло закон', 'ar', 'ar'],
  ])('tells %s', (_, text, fallback, language) => {
    expect(detectLanguage(text, fallback)).toBe(language);
  });

  it('keeps a long standard Arabic article that quotes a sentence in Darija', () => {
    const article = `${'أعلنت الوزارة عن برنامج جديد لدعم الفلاحين في المناطق الجبلية. '.repeat(40)} وقال أحدهم: واش غادي يكفي؟`;
    expect(detectLanguage(article, 'ar')).toBe('ar');
  });
});
