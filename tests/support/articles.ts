/** Articles at the desk as tests handle them: written, moved from state to state, and looked at. */
import type { Person } from './desk.js';

export const SHOWN = `id articleId status version hasUnpublishedChanges allowedActions scheduledFor withdrawnBefore
  article { id title body contentVersion } workingCopy { title body summary byline language source { id } tags { id } }`;

const PAYLOAD = `{ article { ${SHOWN} } merged conflict { theirVersion fields base { title body } theirs { title body } by { name } } errors { code path message } }`;

/** Calls a mutation on articles, and answers its payload, or the code of the top-level error as `refused`. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export async function call(person: Person, mutation: string, input: Record<string, unknown>): Promise<any> {
  const type = `${mutation === 'submitArticle' || /^(return|publish|unschedule|unpublish|delete)Article$/.test(mutation) ? 'ArticleAction' : mutation[0]?.toUpperCase() + mutation.slice(1)}Input`;
  const inputType = mutation === 'unlockArticle' ? 'LockArticleInput' : type;
  const payload = mutation === 'deleteArticle' ? '{ deletedId errors { code path message } }' : PAYLOAD;
  const { data, errors } = await person.ask(
    `mutation ($input: ${inputType}!) { ${mutation}(input: $input) ${payload} }`,
    {
      input,
    },
  );
  return errors ? { refused: errors[0]?.extensions.code, message: errors[0]?.message } : data[mutation];
}

let serial = 0;

/** What an article must have to be published; each is another one. */
export function publishable(sourceId: string, given: Record<string, unknown> = {}) {
  serial += 1;
  return {
    title: `خبر المكتب رقم ${serial}`,
    body: `<p>نص الخبر رقم ${serial} كما كتبه محرره في غرفة الأخبار هذا الصباح.</p>`,
    language: 'ar',
    sourceId,
    publishedAt: '2024-05-01T10:00:00Z',
    ...given,
  };
}

/** Writes a draft and answers its article id. */
export async function write(person: Person, content: Record<string, unknown>): Promise<string> {
  const { article, errors } = await call(person, 'createArticle', { content });
  if (!article) throw new Error(JSON.stringify(errors));
  return article.articleId;
}

/** Writes and publishes; answers its article id. It is at version 2. */
export async function publish(person: Person, content: Record<string, unknown>): Promise<string> {
  const articleId = await write(person, content);
  const { article, errors } = await call(person, 'publishArticle', { articleId, version: 1 });
  if (!article) throw new Error(JSON.stringify(errors));
  return articleId;
}

/** What the desk shows of it. */
// biome-ignore lint/suspicious/noExplicitAny: answers are checked by the tests that ask
export async function look(person: Person, articleId: string, fields = SHOWN): Promise<any> {
  const { data } = await person.ask(`query ($id: ID!) { desk { article(articleId: $id) { ${fields} } } }`, {
    id: articleId,
  });
  return data.desk?.article ?? null;
}
