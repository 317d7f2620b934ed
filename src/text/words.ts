// Counting and cutting text as a reader sees it: by words and graphemes, never by UTF-16 units, and never with
// JavaScript's \b and \w, which do not see Arabic.

const WORDS = /[\p{L}\p{M}\p{N}]+/gu;
/** Letters, digits and signs that are each one grapheme, whatever stands beside them. */
const EACH_ALONE =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u00ff\u060c\u061b\u061f\u0621-\u064a\u0660-\u0669\u2013\u2014\u2018-\u201d\u2026]*$/;
const graphemes = new Intl.Segmenter('ar', { granularity: 'grapheme' });

// A cut must not leave a comma, a dash or an opening quotation mark, nor a و or ال that waits for its word.
const LOOSE_END = /(?:[\s،,؛;:.…–—«(“[{\u0640-]|(?<=\s)["'])+$/u;
const LONE_CLITIC = /(?<![\p{L}\p{M}\p{N}])(?:[وفبكلس]|[وف]?[بك]?ال|[وف]?لل)$/u;
const LAM_ALEF_CUT = /ل[\u064b-\u0652]*$/;
const STARTS_WITH_ALEF = /^[اأإآٱ]/;

/** The number of words: runs of letters, marks and digits. */
export function countWords(text: string): number {
  return text.match(WORDS)?.length ?? 0;
}

/** The first `count` graphemes of a text, whole. */
export function firstGraphemes(text: string, count: number): string {
  if (text.length <= count) return text;
  // The segmenter is slow, and most texts need none.
  if (EACH_ALONE.test(text.slice(0, count + 1))) return text.slice(0, count);
  // The segmenter reads all it is given: the beginning nearly always holds enough, and articles are long.
  const end = endOfGraphemes(text.slice(0, count * 8), count) ?? endOfGraphemes(text, count);
  return text.slice(0, end);
}

function endOfGraphemes(text: string, count: number): number | undefined {
  let taken = 0;
  for (const { index } of graphemes.segment(text)) {
    if (taken === count) return index;
    taken += 1;
  }
  return undefined;
}

/**
 * The text on one line, at most `maxLength` graphemes of it, `…` included when it was cut. It ends with a whole word;
 * only a first word longer than all the room is itself cut.
 */
export function excerpt(text: string, maxLength: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const head = firstGraphemes(line, Math.max(0, maxLength));
  if (head === line || head === '') return head;
  return `${tidyEnd(wholeWords(line, head, maxLength - 1))}…`;
}

/** The whole words of the head. The space after them leaves room for `…`; a first word that has none is cut. */
function wholeWords(line: string, head: string, room: number): string {
  const lastSpace = head.lastIndexOf(' ');
  if (lastSpace > 0) return head.slice(0, lastSpace);
  const cut = firstGraphemes(head, room);
  const splitsLamAlef = LAM_ALEF_CUT.test(cut) && STARTS_WITH_ALEF.test(line.slice(cut.length));
  return splitsLamAlef ? cut.replace(LAM_ALEF_CUT, '') : cut;
}

function tidyEnd(text: string): string {
  const tidy = text.replace(LOOSE_END, '').replace(LONE_CLITIC, '');
  return tidy === text ? text : tidyEnd(tidy);
}
