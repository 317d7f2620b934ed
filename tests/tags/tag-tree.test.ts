/** The tree of tags held against a plain model, under random creations, moves and merges, with articles that follow. */
import fc from 'fast-check';
import { newId } from '../../src/core/ids.js';
import { startApp, type TestApp } from '../support/app.js';
import { makeArticle, makeSource } from '../support/content.js';
import { type Person, signIn } from '../support/desk.js';
import { runs } from '../support/soak.js';

let test: TestApp;
let source: string;
let chief: Person;
beforeAll(async () => {
  test = await startApp();
  source = await makeSource(test.db, 'المصدر');
  chief = await signIn(test, 'CHIEF');
});
afterAll(() => test.close());

type Step =
  | { do: 'create'; under: number | null; topic: boolean }
  | { do: 'move'; tag: number; under: number | null }
  | { do: 'turn'; tag: number; topic: boolean }
  | { do: 'merge'; from: number[]; into: number }
  | { do: 'publish'; tags: number[] };

const index = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('create' as const), under: fc.option(index), topic: fc.boolean() }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('move' as const), tag: index, under: fc.option(index) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('turn' as const), tag: index, topic: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('merge' as const),
      from: fc.array(index, { minLength: 1, maxLength: 3 }),
      into: index,
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('publish' as const), tags: fc.array(index, { maxLength: 4 }) }) },
);

interface Node {
  broader: string | null;
  into: string | null;
  topic: boolean;
}

/** What should be, told plainly. */
class Model {
  readonly tags = new Map<string, Node>();
  readonly articles = new Map<string, string[]>();

  get ids() {
    return [...this.tags.keys()];
  }

  node(id: string): Node {
    return this.tags.get(id) as Node;
  }

  path(id: string): string[] {
    const path: string[] = [];
    for (let at: string | null = id; at !== null; at = this.node(at).broader) {
      if (path.includes(at)) throw new Error(`a cycle at ${at}`);
      path.push(at);
    }
    return path;
  }

  merge(from: string[], into: string): void {
    const path = this.path(into);
    const highest = path.filter((id) => from.includes(id)).at(-1);
    const target = this.node(into);
    if (highest) target.broader = this.node(highest).broader;
    for (const [id, node] of this.tags) {
      if (from.includes(id)) Object.assign(node, { into, broader: null });
      else if (node.into && from.includes(node.into)) node.into = into;
      else if (id !== into && node.broader && from.includes(node.broader)) node.broader = into;
    }
    for (const id of this.ids) this.path(id);
  }

  listing(tags: string[]) {
    const own = [...new Set(tags.map((id) => this.node(id).into ?? id))];
    const sections = own.map((id) => this.path(id).at(-1) as string).filter((id) => this.node(id).topic);
    return { own, all: [...new Set(own.flatMap((id) => this.path(id)))].sort(), section: sections[0] ?? null };
  }
}

async function take(model: Model, one: Step): Promise<void> {
  const { ids } = model;
  const pick = (n: number) => ids[n % ids.length] as string;
  if (one.do !== 'create' && ids.length === 0) return;
  if (one.do === 'create') {
    const under = one.under === null || ids.length === 0 ? null : pick(one.under);
    const possible = under === null || (model.node(under).into === null && model.path(under).length < 20);
    const id = await mutate(
      'createTag',
      'TagInput',
      { ...named(), kind: kindOf(one.topic), broaderId: under },
      possible,
    );
    if (id) model.tags.set(id, { broader: under, into: null, topic: one.topic });
  } else if (one.do === 'move') {
    const [tag, under] = [pick(one.tag), one.under === null ? null : pick(one.under)];
    const standing = [tag, ...(under ? [under] : [])].every((id) => model.node(id).into === null);
    const possible = standing && (under === null || !model.path(under).includes(tag));
    if (await mutate('editTag', 'EditTagInput', { id: tag, broaderId: under }, possible))
      model.node(tag).broader = under;
  } else if (one.do === 'turn') {
    const tag = pick(one.tag);
    const possible = model.node(tag).into === null;
    if (await mutate('editTag', 'EditTagInput', { id: tag, kind: kindOf(one.topic) }, possible))
      model.node(tag).topic = one.topic;
  } else if (one.do === 'merge') {
    const [from, into] = [[...new Set(one.from.map(pick))], pick(one.into)];
    const possible = !from.includes(into) && [...from, into].every((id) => model.node(id).into === null);
    if (await mutate('mergeTags', 'MergeTagsInput', { from, into }, possible)) model.merge(from, into);
  } else {
    const tagIds = [...new Set(one.tags.map(pick))];
    model.articles.set(await makeArticle(test.db, { sourceId: source, tagIds }), tagIds);
  }
}

const named = () => ({ names: [{ language: 'ar', text: `وسم ${newId('t')}` }] });
const kindOf = (topic: boolean) => (topic ? 'TOPIC' : 'PLACE');

/** Asks and answers the tag's id; null where it was refused, as it had to be. */
async function mutate(name: string, type: string, input: object, possible: boolean): Promise<string | null> {
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) { tag { id } errors { code message } } }`;
  const { data } = await chief.ask(query, { input });
  expect({ name, input, errors: data[name].errors }).toEqual({
    name,
    input,
    errors: possible ? [] : expect.any(Array),
  });
  expect(data[name].tag !== null).toBe(possible);
  return data[name].tag?.id ?? null;
}

async function compare(model: Model): Promise<void> {
  const tags = await test.db.query<{ id: string; broader: string | null; into: string | null }>(
    'select id, broader_id as broader, merged_into_id as into from tag where id = any($1)',
    [model.ids],
  );
  expect(new Map(tags.map(({ id, broader, into }) => [id, { broader, into }]))).toEqual(
    new Map([...model.tags].map(([id, { broader, into }]) => [id, { broader, into }])),
  );
  const articles = await test.db.query<{ id: string; own: string[]; all: string[]; section: string | null }>(
    'select id, tag_ids as own, all_tag_ids as all, section_id as section from article where id = any($1)',
    [[...model.articles.keys()]],
  );
  for (const { id, own, all, section } of articles)
    expect({ id, own, all: all.sort(), section }).toEqual({ id, ...model.listing(model.articles.get(id) as string[]) });
  const standing = model.ids.filter((id) => model.node(id).into === null);
  const listings = [...model.articles.values()].map((tagIds) => model.listing(tagIds));
  const { data } = await test.ask(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Tag { id articleCount { value } articles { totalCount { value } } } } }',
    { ids: standing },
  );
  for (const { id, articleCount, articles: under } of data.nodes) {
    const expected = listings.filter(({ all }) => all.includes(id)).length;
    expect({ id, counted: articleCount.value, listed: under.totalCount.value }).toEqual({
      id,
      counted: expected,
      listed: expected,
    });
  }
}

it('has no cycles, and articles stand under all that is broader, after any changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const model = new Model();
      for (const one of steps) await take(model, one);
      await compare(model);
    }),
    { numRuns: runs(15), interruptAfterTimeLimit: process.env.SOAK ? undefined : 20_000 },
  );
});
