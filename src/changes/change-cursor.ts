/**
 * Places in the change feed. A position never changes; where rights changed, many articles stand at one position and are told
 * apart by their ids. Written out, places of one feed compare as plain strings as they follow each other.
 */
import { badUserInput } from '../core/errors.js';

/** What was read up to: a position, and at it the id of an article, or an empty string for what stands there alone. */
export interface ChangeCursor {
  readonly position: number;
  readonly bulk: string;
}

/** Before the first change. */
export const BEGINNING: ChangeCursor = { position: 0, bulk: '' };

/** The one that stands further on. */
export const later = (one: ChangeCursor, other: ChangeCursor): ChangeCursor =>
  one.position > other.position || (one.position === other.position && one.bulk >= other.bulk) ? one : other;

const DIGITS = 15;
const SHAPE = /^c(\d{15})(?:-(a[0-9a-z]{26}))?$/;

export function writeChangeCursor({ position, bulk }: ChangeCursor): string {
  return `c${String(position).padStart(DIGITS, '0')}${bulk === '' ? '' : `-${bulk}`}`;
}

/** Null for what is no cursor. */
export function parseChangeCursor(text: string): ChangeCursor | null {
  const [, position, bulk = ''] = SHAPE.exec(text) ?? [];
  return position === undefined ? null : { position: Number(position), bulk };
}

export const NO_CURSOR = 'this is not a cursor of the change feed: take one that it answered';

/** Positions that the sequencer goes on for each millisecond of the clock. */
export const POSITIONS_A_MILLISECOND = 100;

export const IN_FUTURE =
  'this cursor is past the newest change and past this very moment, so that this archive cannot have answered it: take one that it answered';

/** BAD_USER_INPUT for what is no cursor. */
export function readChangeCursor(argument: string, text: string): ChangeCursor {
  const cursor = parseChangeCursor(text);
  if (cursor === null) throw badUserInput(argument, NO_CURSOR);
  return cursor;
}
