/** Who is asking. Whatever decides what a caller may see takes an Actor; nothing reads headers or sessions further in. */

/** A caller without credentials: a reader. Editors and partners join with the parts that bring them. */
export interface Anonymous {
  readonly kind: 'anonymous';
}

export type Actor = Anonymous;

export const ANONYMOUS: Actor = Object.freeze({ kind: 'anonymous' });
