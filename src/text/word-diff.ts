// What changed between two texts, word by word, as a reader of Arabic or French sees it. Words are aligned by their
// folded form, so that a hamza more is a small change of one word and not another word. Pure.
import { diffArrays } from 'diff';
import { fold } from './fold.js';

export interface WordPart {
  kind: 'SAME' | 'ADDED' | 'REMOVED';
  text: string;
  /** Only spelling that search folds away, or white space. */
  minor: boolean;
}

// What stays with the character before it, so that no grapheme is ever cut: marks, joiners, skin tones, tag characters.
const EXTEND = '[\\p{M}\\u200c\\u200d\\u{1f3fb}-\\u{1f3ff}\\u{e0020}-\\u{e007f}\\uff9e\\uff9f\\u0e33\\u0eb3]';
// Signs that go with whatever stands behind them (Grapheme_Cluster_Break=Prepend): Arabic ones that enclose digits, and letters of India.
const PREPEND =
  '[\\u0600-\\u0605\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u0d4e\\u{110bd}\\u{110cd}\\u{111c2}\\u{111c3}\\u{113d1}\\u{1193f}\\u{11941}\\u{11a3a}\\u{11a84}-\\u{11a89}\\u{11d46}\\u{11f02}]';
const WORD = `(?:${PREPEND}*(?:(?!${PREPEND})[\\p{L}\\p{N}]|${EXTEND}))+`;
const SPACE = `(?:\\s${EXTEND}*)+`;
const EMOJI = `\\p{Extended_Pictographic}(?:${EXTEND}*\\u200d\\p{Extended_Pictographic})*`;
const SIGN = `${PREPEND}*(?:\\p{RI}\\p{RI}|${EMOJI}|\\r\\n|[^])${EXTEND}*`;
const TOKENS = new RegExp(`${WORD}|${SPACE}|${SIGN}`, 'gu');

/** Words (runs of letters, marks and digits), runs of white space, and single signs. */
export function wordsAndSigns(text: string): string[] {
  return text.match(TOKENS) ?? [];
}

/** The parts of both texts: SAME and REMOVED make up `before`, SAME and ADDED `after`. */
export function diffWords(before: string, after: string): WordPart[] {
  return diffTokens(wordsAndSigns(before), wordsAndSigns(after));
}

/** Insertions and deletions that are looked for; finding them is work that grows with their square. */
const MAX_EDITS = 2_000;

/** A place where the two sides differ. */
interface Change {
  removed: string;
  added: string;
  /** Whether the two are one word in two spellings. */
  respelt: boolean;
}

/** Like `diffWords`, for texts that are cut already. */
export function diffTokens(before: string[], after: string[]): WordPart[] {
  const old = before.map(fold);
  const now = after.map(fold);
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, now.length) - start && old.at(-1 - end) === now.at(-1 - end)) end += 1;
  const oldEnd = old.length - end;
  const nowEnd = now.length - end;
  const parts = new Parts();
  parts.aligned(before.slice(0, start), after.slice(0, start));
  let [oldAt, nowAt] = [start, start];
  for (const { count, added, removed } of edits(old.slice(start, oldEnd), now.slice(start, nowEnd))) {
    const olds = added ? [] : before.slice(oldAt, oldAt + count);
    const nows = removed ? [] : after.slice(nowAt, nowAt + count);
    if (added || removed) parts.differing(olds.join(''), nows.join(''));
    else parts.aligned(olds, nows);
    oldAt += olds.length;
    nowAt += nows.length;
  }
  parts.aligned(before.slice(oldEnd), after.slice(nowEnd));
  return parts.finish();
}

/** How to come from the one list to the other; past the effort allowed, all of the one for all of the other. */
function edits(old: string[], now: string[]): { count: number; added: boolean; removed: boolean }[] {
  return (
    diffArrays(old, now, { maxEditLength: MAX_EDITS }) ?? [
      { count: old.length, added: false, removed: true },
      { count: now.length, added: true, removed: false },
    ]
  );
}

/** Collects what is the same and what changed, neighbours joined. */
class Parts {
  private readonly done: WordPart[] = [];
  private same = '';
  /** The changes since the last text that is the same. */
  private open: Change[] = [];

  /** Tokens that stand for one another; those that are spelt differently are changes of their own. */
  aligned(before: string[], after: string[]): void {
    for (const [at, token] of before.entries()) {
      const other = after[at] as string;
      if (token === other) {
        this.closeChanges();
        this.same += token;
      } else {
        this.closeSame();
        this.open.push({ removed: token, added: other, respelt: true });
      }
    }
  }

  differing(removed: string, added: string): void {
    this.closeSame();
    const last = this.open.at(-1);
    // What is taken out and what is put in its place come one after the other.
    if (last && !last.respelt) {
      last.removed += removed;
      last.added += added;
    } else {
      this.open.push({ removed, added, respelt: false });
    }
  }

  finish(): WordPart[] {
    this.closeChanges();
    this.closeSame();
    return this.done;
  }

  private closeSame(): void {
    if (this.same !== '') this.done.push({ kind: 'SAME', text: this.same, minor: false });
    this.same = '';
  }

  private closeChanges(): void {
    const joined: { removed: string; added: string; minor: boolean }[] = [];
    for (const { removed, added, respelt } of this.open) {
      const minor = respelt || bare(removed) === bare(added);
      const last = joined.at(-1);
      if (last?.minor === minor) {
        last.removed += removed;
        last.added += added;
      } else {
        joined.push({ removed, added, minor });
      }
    }
    for (const { removed, added, minor } of joined) {
      if (removed !== '') this.done.push({ kind: 'REMOVED', text: removed, minor });
      if (added !== '') this.done.push({ kind: 'ADDED', text: added, minor });
    }
    this.open = [];
  }
}

/** What search sees of a text, white space taken away. */
const bare = (text: string) => fold(text).replace(/\s+/g, '');
