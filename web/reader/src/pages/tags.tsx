/** Tags by kind, the most used first. */
import { graphql } from '../graphql.js';
import type { Outcome, Visit } from '../page.js';
import { TagLinks } from '../parts/tag-links.js';
import { type TagKind, TEXTS } from '../texts/texts.js';

const TAGS = graphql(`
  query Tags($language: Language!) {
    TOPIC: tags(first: 60, filter: { kind: TOPIC }, orderBy: MOST_USED) { nodes { ...TagLink } }
    PERSON: tags(first: 60, filter: { kind: PERSON }, orderBy: MOST_USED) { nodes { ...TagLink } }
    PLACE: tags(first: 60, filter: { kind: PLACE }, orderBy: MOST_USED) { nodes { ...TagLink } }
    ORGANISATION: tags(first: 60, filter: { kind: ORGANISATION }, orderBy: MOST_USED) { nodes { ...TagLink } }
    EVENT: tags(first: 60, filter: { kind: EVENT }, orderBy: MOST_USED) { nodes { ...TagLink } }
  }
  fragment TagLink on Tag @_unmask { id name(language: $language) path }
`);

export async function tags({ language, ask }: Visit): Promise<Outcome> {
  const texts = TEXTS[language];
  const { data } = await ask(TAGS, { language });
  if (!data) throw new Error('The tags got no answer.');
  return {
    title: texts.tags,
    path: '/tags',
    feeds: [{ title: texts.latest, path: '/feeds/latest' }],
    body: (
      <>
        <h1>{texts.tags}</h1>
        {(Object.keys(texts.kinds) as TagKind[]).map((kind) => {
          const nodes = data[kind]?.nodes ?? [];
          return nodes.length === 0 ? null : (
            <section key={kind} className="tags" aria-labelledby={kind}>
              <h2 id={kind}>{texts.kinds[kind]}</h2>
              <TagLinks language={language} tags={nodes} />
            </section>
          );
        })}
      </>
    ),
  };
}
