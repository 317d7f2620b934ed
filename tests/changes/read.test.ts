/** What a caller reads of the change feed. */
import { startApp, type TestApp } from '../support/app.js';
import { call, publish, publishable } from '../support/articles.js';
import { sequenceAll } from '../support/changes.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { grant, makePartner } from '../support/partners.js';

let test: TestApp;
let chief: Person;

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
});
afterAll(() => test.close());

const CHANGES = `query ($after: String, $since: DateTime, $first: Int! = 100, $filter: ChangeFilter) {
  changes(after: $after, since: $since, first: $first, filter: $filter) {
    nodes { id kind articleId canonicalUrl contentVersion reason article { id title body } } pageInfo { hasNextPage endCursor } } }`;

it('tells a partner what she is granted, from her grant on', async () => {
  const source = await makeSource(test.db, 'جريدة الساحل');
  const other = await makeSource(test.db, 'جريدة الجبل');
  const partner = await makePartner(test, [{ sourceId: source }]);
  const id = await publish(chief, publishable(source));
  const foreign = await publish(chief, publishable(other));
  await call(chief, 'withdrawArticle', { articleId: id, version: 2, publicReason: 'حكم قضائي' });
  await sequenceAll(test);
  const all = await test.ask(CHANGES);
  console.log(JSON.stringify(all, null, 1));
  const hers = await partner.ask(CHANGES);
  console.log(JSON.stringify(hers, null, 1));
  await grant(test, partner.id, [{ access: 'HEADLINE' }]);
  await sequenceAll(test);
  console.log(
    JSON.stringify(await partner.ask(CHANGES, { after: hers.data.changes.pageInfo.endCursor }), null, 1),
    foreign,
  );
  await grant(test, partner.id, [{ access: 'HEADLINE', sourceId: source }]);
  await sequenceAll(test);
  console.log(
    JSON.stringify(await partner.ask(CHANGES, { after: hers.data.changes.pageInfo.endCursor }), null, 1),
    foreign,
  );
});
