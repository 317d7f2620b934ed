/**
 * Random sequences of actions by several editors of all roles, against the tables of states and roles as the outside
 * contract writes them: no state or action outside them, no accepted text lost, and the version grows by one.
 */
import fc from 'fast-check';
import { startApp, type TestApp } from '../support/app.js';
import { call, look, publishable } from '../support/articles.js';
import { makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { runs } from '../support/soak.js';

/** State: action (state that it leads to). */
const STATES: Record<string, Record<string, string>> = {
  DRAFT: {
    EDIT: 'DRAFT',
    RESTORE: 'DRAFT',
    SUBMIT: 'IN_REVIEW',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    DELETE: 'DELETED',
  },
  IN_REVIEW: {
    EDIT: 'IN_REVIEW',
    RESTORE: 'IN_REVIEW',
    RETURN: 'DRAFT',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    DELETE: 'DELETED',
  },
  SCHEDULED: {
    EDIT: 'SCHEDULED',
    RESTORE: 'SCHEDULED',
    SCHEDULE: 'SCHEDULED',
    UNSCHEDULE: 'DRAFT',
    PUBLISH: 'PUBLISHED',
  },
  PUBLISHED: {
    EDIT: 'PUBLISHED',
    RESTORE: 'PUBLISHED',
    PUBLISH: 'PUBLISHED',
    CORRECT: 'PUBLISHED',
    UNPUBLISH: 'UNPUBLISHED',
    WITHDRAW: 'WITHDRAWN',
  },
  UNPUBLISHED: {
    EDIT: 'UNPUBLISHED',
    RESTORE: 'UNPUBLISHED',
    PUBLISH: 'PUBLISHED',
    SCHEDULE: 'SCHEDULED',
    WITHDRAW: 'WITHDRAWN',
  },
  WITHDRAWN: {},
};
const ACTIONS = [
  'EDIT',
  'SUBMIT',
  'RETURN',
  'PUBLISH',
  'SCHEDULE',
  'UNSCHEDULE',
  'UNPUBLISH',
  'CORRECT',
  'WITHDRAW',
  'RESTORE',
  'DELETE',
] as const;
type Action = (typeof ACTIONS)[number];
const MUTATIONS: Record<Action, string> = {
  EDIT: 'editArticle',
  SUBMIT: 'submitArticle',
  RETURN: 'returnArticle',
  PUBLISH: 'publishArticle',
  SCHEDULE: 'scheduleArticle',
  UNSCHEDULE: 'unscheduleArticle',
  UNPUBLISH: 'unpublishArticle',
  CORRECT: 'correctArticle',
  WITHDRAW: 'withdrawArticle',
  RESTORE: 'restoreRevision',
  DELETE: 'deleteArticle',
};
const OWN = ['EDIT', 'SUBMIT', 'RESTORE', 'DELETE'];
const CAST = ['writer', 'colleague', 'editor', 'other', 'chief', 'admin'] as const;
type Name = (typeof CAST)[number];

interface Model {
  articleId: string;
  author: Name;
  status: string;
  version: number;
  wasPublic: boolean;
  /** Title by version: every text that was accepted. */
  titles: string[];
}

let test: TestApp;
let cast: Record<Name, Person>;
let source: string;
beforeAll(async () => {
  test = await startApp();
  const roles = ['CONTRIBUTOR', 'CONTRIBUTOR', 'EDITOR', 'EDITOR', 'CHIEF', 'ADMIN'] as const;
  const people = await Promise.all(roles.map((role) => signIn(test, role)));
  cast = Object.fromEntries(CAST.map((name, at) => [name, people[at]])) as Record<Name, Person>;
  source = await makeSource(test.db, 'جريدة العشواء');
});
afterAll(() => test.close());

const isContributor = (name: Name) => name === 'writer' || name === 'colleague';
const isChief = (name: Name) => name === 'chief' || name === 'admin';
const offered = ({ status, wasPublic }: Model, action: Action) =>
  action === 'DELETE' && wasPublic ? undefined : STATES[status]?.[action];
const allowed = (model: Model, name: Name): Action[] =>
  ACTIONS.filter((action) => {
    if (offered(model, action) === undefined) return false;
    if (isContributor(name)) return model.author === name && model.status === 'DRAFT' && OWN.includes(action);
    return action !== 'WITHDRAW' || isChief(name);
  });

/** What the answer has to be: the code of the refusal, or the state that it leads to. */
function expected(model: Model, name: Name, action: Action, stale: boolean): string {
  const seen = !isContributor(name) || model.author === name;
  if (isContributor(name) && !OWN.includes(action)) return 'FORBIDDEN';
  if (action === 'WITHDRAW' && !isChief(name)) return 'FORBIDDEN';
  if (!seen) return 'NOT_FOUND';
  const merges = action === 'EDIT' || action === 'CORRECT';
  if (stale && !merges) return 'VERSION_CONFLICT';
  const next = offered(model, action);
  if (next === undefined) return 'BAD_TRANSITION';
  if (isContributor(name) && model.status !== 'DRAFT') return 'FORBIDDEN';
  // The title is what every edit changes: from an older version it meets another change of it, unless there was none.
  if (stale && merges && model.titles.at(-1) !== model.titles.at(-2)) return 'VERSION_CONFLICT';
  return next;
}

let serial = 0;
const inputFor: Record<Action, (model: Model, title: string) => object> = {
  EDIT: (_, title) => ({ content: { title } }),
  SUBMIT: () => ({}),
  RETURN: () => ({ comment: 'أعده' }),
  PUBLISH: () => ({}),
  SCHEDULE: () => ({ at: '2099-01-01T00:00:00Z' }),
  UNSCHEDULE: () => ({}),
  UNPUBLISH: () => ({}),
  CORRECT: (_, title) => ({ note: 'تصويب', content: { title } }),
  WITHDRAW: () => ({ publicReason: 'سبب' }),
  RESTORE: (model) => ({ revision: 1 + (model.version % model.titles.length) }),
  DELETE: () => ({}),
};

async function act(model: Model, name: Name, action: Action, wantsStale: boolean): Promise<void> {
  const stale = wantsStale && model.version > 1;
  serial += 1;
  const title = `عنوان ${serial}`;
  const input = inputFor[action](model, title) as { revision?: number };
  const want = expected(model, name, action, stale);
  const answer = await call(cast[name], MUTATIONS[action], {
    articleId: model.articleId,
    version: model.version - Number(stale),
    ...input,
  });
  const got = answer.refused ?? answer.errors[0]?.code ?? (action === 'DELETE' ? 'DELETED' : answer.article.status);
  expect({ action, by: name, on: model.status, stale, got }).toEqual({
    action,
    by: name,
    on: model.status,
    stale,
    got: want,
  });
  if (answer.refused || answer.errors.length > 0) return;
  const kept = input.revision ? model.titles[input.revision - 1] : model.titles.at(-1);
  model.titles.push((action === 'EDIT' || action === 'CORRECT' ? title : kept) as string);
  model.version += 1;
  model.status = want;
  model.wasPublic ||= want === 'PUBLISHED';
  if (action !== 'DELETE') expect(answer.article.version).toBe(model.version);
}

async function check(model: Model): Promise<void> {
  if (model.status === 'DELETED') return expect(await look(cast.admin, model.articleId)).toBeNull();
  for (const name of CAST) {
    const seen = await look(cast[name], model.articleId, 'status version allowedActions article { title }');
    const sees = !isContributor(name) || model.author === name;
    expect(seen && { ...seen, allowedActions: [...seen.allowedActions].sort() }).toEqual(
      sees
        ? {
            status: model.status,
            version: model.version,
            allowedActions: allowed(model, name).sort(),
            article: model.status === 'PUBLISHED' ? { title: expect.any(String) } : null,
          }
        : null,
    );
  }
  const rows = await test.db.query<{ number: number; title: string }>(
    'select number, title from revision where article_id = $1 order by number',
    [model.articleId],
  );
  expect(rows.map((row) => row.title)).toEqual(model.titles);
  expect(rows.map((row) => row.number)).toEqual(model.titles.map((_, at) => at + 1));
  const audited = await test.db.query('select 1 from audit_entry where subject_id = $1', [model.articleId]);
  expect(audited).toHaveLength(model.version);
}

it('whatever editors do, in any order, the tables hold', async () => {
  const step = fc.record({
    name: fc.constantFrom(...CAST),
    action: fc.constantFrom(...ACTIONS),
    stale: fc.integer({ max: 5, min: 0 }).map((n) => n === 0),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom<Name>('writer', 'editor', 'chief'),
      fc.array(step, { minLength: 5, maxLength: 25 }),
      async (author, steps) => {
        const content = publishable(source);
        const { article } = await call(cast[author], 'createArticle', { content });
        const model: Model = {
          articleId: article.articleId,
          author,
          status: 'DRAFT',
          version: 1,
          wasPublic: false,
          titles: [content.title as string],
        };
        for (const { name, action, stale } of steps) {
          if (model.status === 'DELETED') break;
          await act(model, name, action, stale);
        }
        await check(model);
      },
    ),
    { numRuns: runs(25), interruptAfterTimeLimit: process.env.SOAK ? 1_200_000 : 90_000 },
  );
});
