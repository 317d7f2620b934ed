/** Positions: what is noted by whom, and in which order it is numbered. */

import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';

let test: TestApp;
let chief: Person;
let source: string;

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
  source = await makeSource(test.db, 'جريدة الساحل');
});
afterAll(() => test.close());

const rows = () =>
  test.db.query('select position::int, audience, kind, article_id as article, reason from change order by position');

it('notes what becomes of an article, in its order', async () => {
  const id = await publish(chief, publishable(source));
  await call(chief, 'editArticle', { articleId: id, version: 2, content: { title: 'عنوان آخر' } });
  await call(chief, 'publishArticle', { articleId: id, version: 3 });
  await call(chief, 'correctArticle', {
    articleId: id,
    version: 4,
    content: { title: 'عنوان صحيح' },
    note: 'العنوان كان خطأ',
  });
  await call(chief, 'unpublishArticle', { articleId: id, version: 5 });
  await call(chief, 'publishArticle', { articleId: id, version: 6 });
  await call(chief, 'withdrawArticle', { articleId: id, version: 7, publicReason: 'حكم قضائي' });
  await sequenceAll(test);
  console.log(await rows());
});
