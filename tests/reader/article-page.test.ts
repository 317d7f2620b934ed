/** An article's page: ways to share it, directions of its lines, what rights leave of it, pictures within its text. */
import { anew } from '../support/anew.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource } from '../support/content.js';
import { makeImage } from '../support/pictures.js';

const ORIGIN = 'https://warraq.example';
let test: TestApp;
let source: string;
beforeAll(async () => {
  test = await startApp({ PUBLIC_URL: ORIGIN });
  source = await makeSource(test.db, 'جريدة الصفحات');
});
afterAll(() => test.close());

const open = (path: string) => test.app.inject({ url: encodeURI(path), headers: { accept: 'text/html' } });

async function openArticle(given: Partial<Parameters<typeof makeArticle>[1]>, prefix = '') {
  const id = await makeArticle(test.db, { sourceId: source, ...given });
  const { path } = (await test.ask('query ($id: ID!) { article(id: $id) { path } }', { id })).data.article;
  return { id, body: (await open(prefix + path)).body };
}

it('is shared by links and by its short address, without a script', async () => {
  const { id, body } = await openArticle({ title: 'ميناء & «مدينة»؟' });
  const short = `${ORIGIN}/a/${id}`;
  expect(body).toContain(`<input id="address" type="url" dir="ltr" readOnly="" value="${short}"/>`);
  const links = [...body.matchAll(/href="((?:mailto:|https:\/\/(?:wa\.me|t\.me|www\.facebook\.com))[^"]*)"/g)]
    .map(([, link]) => (link as string).replaceAll('&amp;', '&'))
    .map((link) => [...new URL(link).searchParams.values()].join('\n'));
  expect(links).toHaveLength(4);
  for (const said of links) expect(said).toContain(short);
  expect(links[0]).toBe(`ميناء & «مدينة»؟\n${short}`);
  expect((await open(`/a/${id}`)).statusCode).toBe(301);
  // What only a script can do is not offered without one.
  expect(body).toMatch(/<button type="button" hidden=""[^>]*><\/button>/);
});

it('keeps its own direction in an interface of the other, and what the interface says there keeps its', async () => {
  const { body } = await openArticle({
    title: 'Le port rouvre',
    titleLanguage: 'fr',
    language: 'fr',
    body: '<p>Texte</p>',
    byline: 'أمل',
  });
  expect(body).toMatch(/<header dir="ltr">.*?<h1 lang="fr" dir="ltr">Le port rouvre<\/h1>/s);
  expect(body).toMatch(/<p class="published"><bdi dir="rtl">نُشر في/);
  expect(body).toContain('<div class="text" lang="fr" dir="ltr"><p>Texte</p>');
});

it('a line of a list has its own direction within one that has the interface’s', async () => {
  await makeArticle(test.db, {
    sourceId: source,
    title: 'Une ligne',
    titleLanguage: 'fr',
    language: 'fr',
    body: '<p>Texte de la ligne</p>',
  });
  const { body } = await open('/sources/جريدة-الصفحات');
  expect(body).toMatch(/<h2><a href="[^"]+"><bdi lang="fr" dir="ltr">Une ligne<\/bdi><\/a><\/h2>/);
  expect(body).toContain('<p><bdi lang="fr" dir="ltr">Texte de la ligne</bdi></p>');
});

it('says so where rights leave the headline alone', async () => {
  const sourceId = await makeSource(test.db, 'وكالة', { access: 'HEADLINE' as never });
  const { body } = await openArticle({ sourceId, summary: 'ملخص', canonicalUrl: 'https://agency.example/1' }, '/fr');
  expect(body).toContain('L’éditeur ne donne ici que le titre');
  expect(body).toContain('<a class="button" href="https://agency.example/1"');
  expect(body).not.toMatch(/class="text"|ملخص/);
});

it('a picture within the text has its credit and can be reported; hidden, a quiet line stands there', async () => {
  const [lead, inside] = [await makeImage(test), await makeImage(test, { credit: 'مصورة' })];
  const figure = (id: string, caption: string) =>
    `<figure data-image-id="${id}"><figcaption>${caption}</figcaption></figure>`;
  const given = {
    leadImageId: lead,
    imageIds: [lead, inside],
    body: `<p>نص</p>${figure(inside, 'تعليق')}${figure(lead, 'مرة أخرى')}`,
  };
  const { id, body } = await openArticle(given, '/fr');
  expect(body).toMatch(new RegExp(`<figure data-image-id="${inside}"><img [^>]*><figcaption>تعليق</figcaption>`));
  expect(body).toContain(`action="/images/${inside}/report"`);
  expect(body).toMatch(/<div class="about" lang="fr" dir="ltr"><p>Crédit.: <bdi>مصورة<\/bdi>/);
  // The lead image stands above already.
  expect(body.split('<main')[1]).not.toContain('مرة أخرى');
  await test.db.query('update image set hidden_at = now() where id = $1', [inside]);
  const { path } = (await test.ask('query ($id: ID!) { article(id: $id) { path } }', { id })).data.article;
  const after = (await open(anew(`/fr${path}`))).body;
  expect(after).toContain('Cette image est masquée');
  expect(after).not.toContain(`/media/${inside}`);
  expect(after.split('<main')[1]).not.toMatch(/تعليق|مصورة/);
  expect(after).toContain('<p>نص</p>');
});

it('what a figure holds beside its caption is text, and stays; a picture stands once', async () => {
  const [lead, inside] = [await makeImage(test), await makeImage(test)];
  const figure = (id: string, text: string) =>
    `<figure data-image-id="${id}"><figcaption>تعليق</figcaption>${text}</figure>`;
  const { body } = await openArticle({
    leadImageId: lead,
    imageIds: [lead, inside],
    body: figure(lead, '<p>أول</p>') + figure(inside, '<p>ثان</p>') + figure(inside, '<p>ثالث</p>'),
  });
  for (const text of ['أول', 'ثان', 'ثالث']) expect(body).toContain(`<p>${text}</p>`);
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.length).toBe(new Set(ids).size);
  expect(body.split(`action="/images/${inside}/report"`)).toHaveLength(2);
});
