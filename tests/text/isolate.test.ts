/** Titles that stand where no markup can say their direction. */
import { isolated } from '../../src/text/isolate.js';

it.each([
  ['ar', 'الحكومة تعرض مشروع قانون المالية'],
  ['ar', 'ارتفاع بنسبة 3,5 % في 2024 («توقعات»)'],
  ['ary', 'شنو وقع فالدار البيضاء؟ ١٢ مصاب'],
  ['fr', 'Le gouvernement présente la loi de finances 2025 : 3,5 %'],
  ['zgh', 'ⴰⵣⵓⵍ ⵎⵍⵉⵍ'],
  ['ar', '2024 / 2025'],
  ['fr', ''],
])('in %s, "%s" stays as it is', (language, title) => {
  expect(isolated(title, language)).toBe(title);
});

it.each([
  ['ar', 'شركة OpenAI تعلن عن نموذج جديد'],
  ['ar', 'CAN 2025: المغرب 3-0'],
  ['ary', 'Facebook حبس'],
])('in %s, "%s" stands in a right-to-left isolate', (language, title) => {
  expect(isolated(title, language)).toBe(`\u2067${title}\u2069`);
});

it.each([
  ['fr', 'Qui est « الجزيرة » ?'],
  ['en', 'الجزيرة is back'],
  ['zgh', 'ⴰⵣⵓⵍ سلام'],
  ['ar-Latn', 'salam سلام'],
])('in %s, "%s" stands in a left-to-right isolate', (language, title) => {
  expect(isolated(title, language)).toBe(`\u2066${title}\u2069`);
});
