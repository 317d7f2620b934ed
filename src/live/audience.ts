/** Who may share an answer: callers who see the same. */
import { type Actor, sameGrants } from '../core/access.js';

/** The public, a partner, or an editor with her own desk: also what the channel's topic `access` names. */
export function audienceOf(actor: Actor): string {
  if (actor.kind === 'partner') return actor.partnerId;
  return actor.kind === 'editor' ? actor.userId : 'public';
}

/** Whether what two actors of one audience may do and see is the same: her role or grants may have been changed. */
export function sameRights(one: Actor, other: Actor): boolean {
  if (one.kind === 'partner' && other.kind === 'partner') return sameGrants(one.grants, other.grants);
  return one.kind === other.kind && (one.kind !== 'editor' || one.role === (other as typeof one).role);
}
