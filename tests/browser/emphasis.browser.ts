/** What is stressed in a text is set as its own language does it, whatever the interface speaks. */
import { EditionDesk } from './support/edition.js';
import { type Language, pathIn } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

/** Of a text, with a word in it of the other language. */
const BODIES: Record<Language, string> = {
  ar: '<p>قال إن <em>المنارة</em> ستُفتح، كما كتبت <em lang="fr">La Vigie</em>.</p>',
  fr: '<p>Le <em>phare</em> ouvrira, écrit <em lang="ar">منارة الرأس</em>.</p>',
};
const [UPRIGHT, ITALIC] = [
  ['normal', '600'],
  ['italic', '400'],
];

const emphasised = `[...document.querySelectorAll('.text em')].map((em) => {
  const { fontStyle, fontWeight } = getComputedStyle(em);
  return [fontStyle, fontWeight];
})`;

it.each(['ar', 'fr'] as const)('in a text in %s, Arabic is upright and French is italic', async (language) => {
  const desk = new EditionDesk(site.test, site.chief, language);
  const story = { title: `${language} <em>`, body: BODIES[language] };
  const { path } = await desk.publish(story, site.editions[language].source.id, new Date().toISOString());
  for (const spoken of ['ar', 'fr'] as const)
    await site.asReader({ language: spoken }, async (reader) => {
      await reader.goTo(pathIn(spoken, path));
      const expected = language === 'ar' ? [UPRIGHT, ITALIC] : [ITALIC, UPRIGHT];
      expect([spoken, await reader.page.evaluate(emphasised)]).toEqual([spoken, expected]);
    });
});
