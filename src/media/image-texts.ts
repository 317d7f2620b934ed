/** The texts of an image as they are stored: one clean line each, of a bounded length. */
import { fold } from '../text/fold.js';
import { cleanText } from '../text/normalise.js';

export interface ImageTexts {
  alt: string | null;
  caption: string | null;
  credit: string | null;
}

export type ImageText = keyof ImageTexts;

/** Most characters of each. */
export const TEXT_LENGTHS: Record<ImageText, number> = { alt: 1_000, caption: 2_000, credit: 300 };

export const IMAGE_TEXTS = Object.keys(TEXT_LENGTHS) as ImageText[];

/** Null where nothing is left of it. */
export const cleanImageText = (text: string | null | undefined) => cleanText(text ?? '') || null;

export const isTooLong = (name: ImageText, text: string | null) => [...(text ?? '')].length > TEXT_LENGTHS[name];

/** What of a file's own text can be stored. */
export const cutImageText = (name: ImageText, text: string | null) =>
  text === null ? null : cleanImageText([...text].slice(0, TEXT_LENGTHS[name]).join(''));

/** All of them folded, for the desk to search. */
export const imageKey = ({ alt, caption, credit }: ImageTexts) =>
  fold([alt, caption, credit].filter((text) => text !== null).join(' '));
