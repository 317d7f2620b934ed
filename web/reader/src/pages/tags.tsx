/** Tags: of each kind the most used; and all of one kind by name, page by page. */
import { graphql } from '../graphql.js';
import { NOT_FOUND, type Outcome, type Visit } from '../page.js';
import { Link } from '../parts/link.js';
import { Pager, pageArguments, pathsOf } from '../parts/pager.js';
import { TagLinks } from '../parts/tag-links.js';
import { type TagKind, TEXTS } from '../texts/texts.js';

const TAG_LINK = graphql(`
  fragment TagLink on Tag @_unmask { id name(language: $language) path articleCount { value } }
`);

const MOST_USED = graphql(
  `
  query MostUsedTags($language: Language!) {
    TOPIC: tags(first: 24, filter: { kind: TOPIC }, orderBy: MOST_USED) { ...Links }
    PERSON: tags(first: 24, filter: { kind: PERSON }, orderBy: MOST_USED) { ...Links }
    PLACE: tags(first: 24, filter: { kind: PLACE }, orderBy: MOST_USED) { ...Links }
    ORGANISATION: tags(first: 24, filter: { kind: ORGANISATION }, orderBy: MOST_USED) { ...Links }
    EVENT: tags(first: 24, filter: { kind: EVENT }, orderBy: MOST_USED) { ...Links }
  }
  fragment Links on TagConnection @_unmask { nodes { ...TagLink } pageInfo { hasNextPage } }
`,
  [TAG_LINK],
);

const OF_KIND = graphql(
  `
  query TagsOfKind($language: Language!, $kind: TagKind!, $first: Int, $last: Int, $after: String, $before: String) {
    tags(first: $first, last: $last, after: $after, before: $before, filter: { kind: $kind }) {
      nodes { ...TagLink }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`,
  [TAG_LINK],
);

/** The path of all tags of a kind. */
export const pathOfKind = (kind: TagKind) => `/tags?kind=${kind.toLowerCase()}`;

export async function tags(visit: Visit): Promise<Outcome> {
  const kind = visit.query.get('kind')?.toUpperCase();
  if (kind === undefined) return mostUsed(visit);
  return kind in TEXTS.ar.kinds ? ofKind(visit, kind as TagKind) : NOT_FOUND;
}

async function mostUsed({ language, ask }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const { data } = await ask(MOST_USED, { language });
  if (!data) throw new Error('The tags got no answer.');
  return {
    title: texts.tags,
    path: '/tags',
    body: (
      <>
        <h1>{texts.tags}</h1>
        {(Object.keys(texts.kinds) as TagKind[]).map((kind) => {
          const { nodes = [], pageInfo } = data[kind] ?? {};
          return nodes.length === 0 ? null : (
            <section key={kind} className="index" aria-labelledby={kind}>
              <h2 id={kind}>{texts.kinds[kind]}</h2>
              <TagLinks tags={nodes} />
              {pageInfo?.hasNextPage && (
                <p>
                  <Link to={pathOfKind(kind)}>{texts.allOfKind[kind]}</Link>
                </p>
              )}
            </section>
          );
        })}
      </>
    ),
  };
}

async function ofKind({ language, ask, query }: Visit, kind: TagKind): Promise<Outcome> {
  const texts = TEXTS[language];
  const { data } = await ask(OF_KIND, { language, kind, ...pageArguments(query) });
  if (!data?.tags) return NOT_FOUND;
  const { nodes, pageInfo } = data.tags;
  const path = pathOfKind(kind);
  return {
    title: texts.allOfKind[kind],
    ...pathsOf(path, query, pageInfo),
    body: (
      <div className="index">
        <p className="kicker">
          <Link to="/tags">{texts.tags}</Link>
        </p>
        <h1>{texts.allOfKind[kind]}</h1>
        {nodes.length === 0 && <p className="nothing">{texts.nothing}</p>}
        <TagLinks tags={nodes} />
        <Pager path={path} info={pageInfo} by="name" />
      </div>
    ),
  };
}
