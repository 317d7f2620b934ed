// Cleans what comes in, before it is stored. Nothing is reworded or respelt: only invisible characters that spoof,
// break storage or hide in a title are taken out, and the joiners that shape letters and emoji stay.

// ALM, LRM, RLM, ZWSP, embeddings, overrides, isolates, BOM.
const BIDI_AND_ZERO_WIDTH = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/g;
// Controls other than blanks, and lone surrogates (PostgreSQL and URLs both refuse them).
const UNSTORABLE = /(?![\s\u0085])[\p{Cc}\p{Cs}]/gu;
const BLANKS = /[\s\u0085]+/g;
// A joiner joins two letters: at the start of a word it is only an invisible difference.
const IDLE_JOINERS = /(?<![^\s\u200c\u200d])[\u200c\u200d]+/g;

/** NFC without bidi controls and control characters; blanks and line ends stay as they are. For running text. */
export function withoutControls(text: string): string {
  // Normalised last: a control between a letter and its mark keeps the two apart.
  return text.replace(BIDI_AND_ZERO_WIDTH, '').replace(UNSTORABLE, '').normalize('NFC');
}

// French sets one before « ; : ? ! »: it is typography, not clutter.
const NO_BREAK_SPACE = /^[\u00a0\u202f]$/;

/** One clean line, for titles, bylines and headlines: `withoutControls`, every run of blanks one space, trimmed. */
export function cleanText(text: string): string {
  return withoutControls(text)
    .replace(IDLE_JOINERS, '')
    .replace(BLANKS, (run) => (NO_BREAK_SPACE.test(run) ? run : ' '))
    .trim();
}
