/** Callers who see the same, and so may share an answer. */
import { type Actor, sameGrants } from '../core/access.js';

/** One name for all of them: the public, a partner's id, or an editor's, who has her own desk. It is what the channel's topic `access` tells. */
export function peersOf(actor: Actor): string {
  if (actor.kind === 'partner') return actor.partnerId;
  return actor.kind === 'editor' ? actor.userId : 'public';
}

/** Whether what two of the same peers may do and see is the same: her role or grants may have been changed. */
export function sameRights(one: Actor, other: Actor): boolean {
  if (one.kind === 'partner' && other.kind === 'partner') return sameGrants(one.grants, other.grants);
  return one.kind === other.kind && (one.kind !== 'editor' || one.role === (other as typeof one).role);
}
