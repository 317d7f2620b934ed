/** A day's edition in Arabic and in French, written and published at the desk as its editors do, through the API. */
import type { TestApp } from '../../support/app.js';
import { call, publish, publishable } from '../../support/articles.js';
import type { Person } from '../../support/desk.js';
import { uploadPicture } from './picture.js';
import type { Language } from './reader.js';
import { STORIES, type Stories } from './stories.js';

/** Where readers of a language find each thing; paths are those of the Arabic interface. */
export interface Edition {
  source: { id: string; name: string; path: string };
  tag: { name: string; path: string; alias: string };
  /** The newest line of the ticker: with a picture, and another article on the same thing. */
  lead: { id: string; title: string; path: string };
  related: { title: string; path: string };
  /** Of a source that lets a summary be read here. */
  summaryOnly: { path: string };
  withdrawn: { path: string };
  /** A source with more articles than one page of a list holds. */
  longList: { id: string; name: string; path: string };
}

/** Articles of the long list: two pages. */
const BRIEFS = 30;

const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

export async function publishEdition(test: TestApp, chief: Person, language: Language): Promise<Edition> {
  const desk = new EditionDesk(test, chief, language);
  const { names, lead, related, yesterday, summaryOnly, withdrawn, brief } = STORIES[language];
  const [source, shy, busy] = [
    await desk.makeSource(names.source),
    await desk.makeSource(names.shy, 'SUMMARY'),
    await desk.makeSource(names.busy),
  ];
  const tag = await desk.makeTag(names);
  await desk.publish(yesterday, source.id, ago(26 * 60));
  for (let number = 1; number <= BRIEFS; number += 1)
    await desk.publish({ title: `${brief.title} ${number}`, body: brief.body }, busy.id, ago(48 * 60 + number));
  const gone = await desk.publish(withdrawn, source.id, ago(12));
  const published = {
    summaryOnly: await desk.publish(summaryOnly, shy.id, ago(9)),
    related: await desk.publish(related, source.id, ago(6), { tagIds: [tag.id] }),
    lead: await desk.publish(lead, source.id, ago(3), {
      tagIds: [tag.id],
      leadImageId: await uploadPicture(test, chief, names),
    }),
  };
  await call(chief, 'withdrawArticle', { articleId: gone.id, version: 2, publicReason: names.reason });
  return { source, tag, longList: busy, withdrawn: gone, ...published };
}

/** What an editor has at hand: it makes, publishes, and says where readers find it. */
export class EditionDesk {
  constructor(
    private readonly test: TestApp,
    private readonly chief: Person,
    private readonly language: Language,
  ) {}

  async makeSource(name: string, access = 'FULL_TEXT') {
    const input = {
      names: [{ language: this.language, text: name }],
      languages: [this.language],
      homepage: 'https://press.example/',
      timeZone: 'Africa/Tunis', // a zone whose hour every database of zones has known for long
      rights: { access },
    };
    const mutation = `mutation ($input: SourceInput!) { createSource(input: $input) { source { id name path } errors { message } } }`;
    return (await this.chief.ask(mutation, { input })).data.createSource.source;
  }

  async makeTag({ tag, alias }: Stories['names']) {
    const input = { kind: 'TOPIC', names: [{ language: this.language, text: tag }], aliases: [alias] };
    const mutation = `mutation ($input: TagInput!) { createTag(input: $input) { tag { id name path } errors { message } } }`;
    return { ...(await this.chief.ask(mutation, { input })).data.createTag.tag, alias };
  }

  async publish(story: { title: string; body: string }, sourceId: string, publishedAt: string, given: object = {}) {
    const content = { ...story, language: this.language, publishedAt, ...given };
    const id = await publish(this.chief, publishable(sourceId, content));
    const { data } = await this.test.ask('query ($id: ID!) { article(id: $id) { id title path } }', { id });
    return data.article as { id: string; title: string; path: string };
  }
}
