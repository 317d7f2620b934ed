/** The audit log as a chief reads it: who did what, and nobody below her. */
import { recordAudit } from '../../src/audit/audit.js';
import { newId } from '../../src/core/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, ROLES, signIn } from '../support/desk.js';

const LIST = `query ($subjectId: ID, $actorId: ID, $first: Int, $after: String) {
  desk { audit(subjectId: $subjectId, actorId: $actorId, first: $first, after: $after) {
    nodes { id action subjectId at summary } edges { cursor node { id } } pageInfo { hasNextPage endCursor }
  } } }`;

let test: TestApp;
let chief: Person;
let editor: Person;
const article = newId('a');
const tag = newId('t');

beforeAll(async () => {
  test = await startApp();
  chief = await signIn(test, 'CHIEF');
  editor = await signIn(test, 'EDITOR');
  const note = (action: string, subjectId: string) => ({
    action,
    subjectId,
    summary: `${action} من «قديم» إلى «جديد»`,
  });
  const as = (person: Person) => ({ userId: person.id, requestId: 'r1' });
  await test.db.transaction((tx) => recordAudit(tx, as(editor), [note('EDIT', article), note('TAG', tag)]));
  await test.db.transaction((tx) => recordAudit(tx, as(chief), [note('PUBLISH', article), note('MERGE_TAGS', tag)]));
  await test.db.transaction((tx) => recordAudit(tx, { userId: null, requestId: null }, [note('RELEASE', article)]));
});
afterAll(() => test.close());

const actions = async (variables: object) =>
  (await chief.ask(LIST, { ...variables })).data.desk.audit.nodes.map((node: { action: string }) => node.action);

describe('the audit log', () => {
  it('shows the newest first, by subject, by actor, and by both', async () => {
    expect(await actions({})).toEqual(['RELEASE', 'MERGE_TAGS', 'PUBLISH', 'TAG', 'EDIT']);
    expect(await actions({ subjectId: article })).toEqual(['RELEASE', 'PUBLISH', 'EDIT']);
    expect(await actions({ actorId: editor.id })).toEqual(['TAG', 'EDIT']);
    expect(await actions({ actorId: chief.id, subjectId: article })).toEqual(['PUBLISH']);
  });

  it('says what was done, to what, when and how', async () => {
    const { nodes } = (await chief.ask(LIST, { subjectId: article, actorId: chief.id })).data.desk.audit;
    expect(nodes).toEqual([
      {
        id: expect.stringMatching(/^e/),
        action: 'PUBLISH',
        subjectId: article,
        at: expect.stringMatching(/Z$/),
        summary: 'PUBLISH من «قديم» إلى «جديد»',
      },
    ]);
  });

  it('is paged', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    for (let pages = 0; pages < 10; pages += 1) {
      // biome-ignore lint/suspicious/noExplicitAny: an answer
      const { audit }: { audit: any } = (await chief.ask(LIST, { first: 2, after })).data.desk;
      seen.push(...audit.nodes.map((node: { action: string }) => node.action));
      after = audit.pageInfo.endCursor;
      if (!audit.pageInfo.hasNextPage) break;
    }
    expect(seen).toEqual(['RELEASE', 'MERGE_TAGS', 'PUBLISH', 'TAG', 'EDIT']);
    const { errors } = await chief.ask(LIST, { first: 101 });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'first' });
  });

  it.each([
    ['an id of another type', { actorId: tag }],
    ['an id of nothing', { subjectId: newId('a') }],
    ['no id', { subjectId: "' or true --" }],
    ['a NUL', { actorId: 'u\0' }],
    ['an empty text', { subjectId: '' }],
  ])('holds nothing under %s', async (_, variables) => {
    const { data, errors } = await chief.ask(LIST, variables);
    expect({ errors, nodes: data.desk.audit.nodes }).toEqual({ errors: undefined, nodes: [] });
  });

  it('counts as one statement beside the session', async () => {
    const one = await test.statements(() => chief.ask(LIST, { subjectId: article }));
    const session = await test.statements(() => chief.ask('{ __typename }'));
    expect(one - session).toBe(1);
  });

  it('and its entries are for CHIEF and ADMIN alone', async () => {
    const [{ id }] = (await chief.ask(LIST, { first: 1 })).data.desk.audit.nodes;
    const node = `query ($id: ID!) { node(id: $id) { __typename id ... on AuditEntry { action } } }`;
    const answers = [];
    for (const role of ROLES) {
      const person = await signIn(test, role);
      const list = await person.ask(LIST, { first: 1 });
      const found = await person.ask(node, { id });
      answers.push([
        role,
        list.errors?.[0]?.extensions.code ?? list.data.desk.audit.nodes.length,
        found.data.node?.action,
      ]);
    }
    expect(answers).toEqual([
      ['CONTRIBUTOR', 'FORBIDDEN', undefined],
      ['EDITOR', 'FORBIDDEN', undefined],
      ['CHIEF', 1, 'RELEASE'],
      ['ADMIN', 1, 'RELEASE'],
    ]);
    expect((await test.ask(node, { id })).data).toEqual({ node: null });
    expect((await chief.ask(node, { id: newId('e') })).data).toEqual({ node: null });
  });
});
