/** The site by keyboard alone: everything is reached, in the order in which it is read, and one sees where one is. */
import { focusOn, markControls } from './support/in-page.js';
import { kindsIn } from './support/page-kinds.js';
import { pathIn, READERS, type Reader } from './support/reader.js';
import { withSite } from './support/with-site.js';

const site = withSite();

/** Controls that the keyboard misses, reaches at another place, or does not show that it reached. */
async function lostOn({ page }: Reader): Promise<string[]> {
  const controls = await markControls(page);
  const lost: string[] = [];
  for (const [at, control] of controls.entries()) {
    await page.keyboard.press('Tab');
    const focus = await focusOn(page);
    if (focus.at !== at) return [...lost, `${control} was to be reached, and ${focus.html} was`];
    if (!focus.isSeen) lost.push(`${control} is not seen to be reached`);
  }
  return lost;
}

describe.each(READERS)('in $language, $script a script', ({ language, javaScript }) => {
  it.each(kindsIn(language))('every control of a $kind is reached and seen to be', ({ pathOn }) =>
    site.asReader({ language, javaScript }, async (reader) => {
      await reader.goTo(pathOn(site));
      expect(await lostOn(reader)).toEqual([]);
    }),
  );

  it('the first key leads past the masthead', () =>
    site.asReader({ language, javaScript }, async ({ page }) => {
      await page.goto(pathIn(language, '/'));
      await page.keyboard.press('Tab');
      expect(await page.locator('a:focus').getAttribute('href')).toBe('#content');
      expect((await page.locator('a:focus').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
      expect(await page.locator('main :focus').count()).toBe(1);
    }));

  it('a picture is reported without a mouse', () =>
    site.asReader({ language, javaScript, address: '198.51.100.30' }, async (reader) => {
      const { page } = reader;
      await reader.goTo(pathIn(language, site.editions[language].lead.path));
      await page.locator('main summary').first().focus();
      for (const key of ['Enter', 'Tab', 'Space', 'Tab']) await page.keyboard.press(key);
      await page.keyboard.type('Elle montre mon fils.');
      await page.keyboard.press('Tab');
      expect(await page.locator('input:checked').count()).toBe(1);
      expect(await page.locator('button:focus').count()).toBe(1);
      await page.keyboard.press('Enter');
      await page
        .locator('main')
        .getByText(/شكرا|Merci/)
        .filter({ visible: true })
        .waitFor();
    }));
});
