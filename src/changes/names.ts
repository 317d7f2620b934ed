/**
 * The tags and sources that ninjs items name, each read and written once for all items that follow each other. Whoever writes
 * for long begins anew when it is outdated, so that a new name is told at most a second late. Images are not among them: one
 * that was hidden is gone from the very next item.
 */
import type { Actor } from '../core/access.js';
import type { Db } from '../core/database.js';
import { urnOf } from '../core/urn.js';
import { type Source, sourceName } from '../sources/source.entity.js';
import { findSources } from '../sources/source.sql.js';
import { type Tag, TagKind, tagName } from '../tags/tag.entity.js';
import { findTags } from '../tags/tag.sql.js';
import { item, list, member, text } from './json-text.js';

const MEDIA_TOPICS = 'http://cv.iptc.org/newscodes/mediatopic/';

/** Milliseconds. */
const KEPT_FOR = 1_000;

/** What an article names. */
interface Naming {
  tagIds: readonly string[];
  sourceId: string | null;
}

/** A tag, with what stands of it in items, by their language. */
interface NamedTag {
  tag: Tag;
  concepts: Map<string, string>;
}

export class Names {
  private readonly since = Date.now();
  private readonly tags = new Map<string, NamedTag>();
  private readonly sources = new Map<string, string>();

  constructor(
    private readonly db: Db,
    private readonly actor: Actor,
  ) {}

  /** Reads those that articles name and that are not known yet. At most two statements. */
  async learn(articles: readonly Naming[]): Promise<void> {
    const newTags = new Set<string>();
    const newSources = new Set<string>();
    for (const { tagIds, sourceId } of articles) {
      for (const id of tagIds) if (!this.tags.has(id)) newTags.add(id);
      if (sourceId !== null && !this.sources.has(sourceId)) newSources.add(sourceId);
    }
    const [tags, sources] = await Promise.all([
      newTags.size > 0 ? findTags(this.db, [...newTags]) : [],
      newSources.size > 0 ? findSources(this.db, this.actor, [...newSources]) : [],
    ]);
    for (const tag of tags) this.tags.set(tag.asked, { tag, concepts: new Map() });
    for (const source of sources) this.sources.set(source.id, publisher(source));
  }

  /** Members of an item: what its article is about. */
  about(tagIds: readonly string[], language: string): string {
    let members = '';
    for (const [kind, place] of PLACES) members += member(place, list(this.concepts(kind, tagIds, language)));
    return members;
  }

  /** Tags that became one stand there once. */
  private concepts(kind: string, tagIds: readonly string[], language: string): string {
    const seen: Tag[] = [];
    let written = '';
    for (const id of tagIds) {
      const named = this.tags.get(id);
      if (named?.tag.kind !== kind || seen.some((tag) => tag.id === named.tag.id)) continue;
      seen.push(named.tag);
      written = item(written, concept(named, language));
    }
    return written;
  }

  /** Members of an item: who published it. */
  publisher(sourceId: string | null): string {
    return (sourceId !== null && this.sources.get(sourceId)) || '';
  }

  get outdated(): boolean {
    return Date.now() - this.since > KEPT_FOR;
  }
}

/** Where ninjs has tags of a kind. */
const PLACES = Object.entries({
  TOPIC: 'subjects',
  PERSON: 'people',
  PLACE: 'places',
  ORGANISATION: 'organisations',
  EVENT: 'events',
} satisfies Record<TagKind, string>);

/** Of a topic that is an IPTC Media Topic too, two. */
function concept({ tag, concepts }: NamedTag, language: string): string {
  const known = concepts.get(language);
  if (known !== undefined) return known;
  const name = tagName(tag, language);
  const uris = [urnOf(tag.id)];
  if (tag.kind === TagKind.TOPIC && tag.mediaTopic !== null)
    uris.push(MEDIA_TOPICS + tag.mediaTopic.replace('medtop:', ''));
  const written = uris.map((uri) => JSON.stringify({ name, rel: 'about', uri })).join(',');
  concepts.set(language, written);
  return written;
}

function publisher(source: Source): string {
  const infoSources = [{ name: sourceName(source), role: 'publisher', uri: urnOf(source.id) }];
  return member('infoSources', JSON.stringify(infoSources)) + member('copyrightNotice', text(source.credit));
}
