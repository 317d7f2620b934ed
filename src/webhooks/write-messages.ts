/** The messages of attempts that are about to be made, written together where they can be. */
import { findNinjs } from '../changes/ninjs.js';
import type { Database } from '../core/database.js';
import { groupBy } from '../core/group-by.js';
import { isUnavailable } from '../core/unavailable.js';
import { findPartnerActors } from '../partners/api-key.js';
import type { Attempt } from './claim-deliveries.js';
import { findChangesOf } from './delivery.sql.js';
import { writeMessage } from './message.js';

export interface Messages {
  /** By attempt; none for a partner who is switched off. */
  written: Map<string, string>;
  /** What could not be written of each of the others. */
  failed: Map<string, unknown>;
}

/** A message that cannot be written fails alone. Throws where the database does not answer. */
export async function writeMessages(db: Database, origin: string, attempts: Attempt[]): Promise<Messages> {
  try {
    return { written: await writeTogether(db, origin, attempts), failed: new Map() };
  } catch (error) {
    if (isUnavailable(error)) throw error;
    const [one] = attempts;
    if (one && attempts.length === 1) return { written: new Map(), failed: new Map([[one.id, error]]) };
  }
  const messages: Messages = { written: new Map(), failed: new Map() };
  for (const attempt of attempts) {
    const { written, failed } = await writeMessages(db, origin, [attempt]);
    for (const [id, message] of written) messages.written.set(id, message);
    for (const [id, error] of failed) messages.failed.set(id, error);
  }
  return messages;
}

/** Who may have the same is sent the same articles. */
async function writeTogether(db: Database, origin: string, attempts: Attempt[]): Promise<Map<string, string>> {
  const told = attempts.filter(({ articleId }) => articleId !== null).map(({ id }) => id);
  const changes = told.length === 0 ? new Map() : await findChangesOf(db, told);
  const actors = await findPartnerActors(db, [...new Set(attempts.map(({ partnerId }) => partnerId))]);
  const messages = new Map<string, string>();
  const alike = groupBy(attempts, ({ partnerId }) => JSON.stringify(actors.get(partnerId)?.grants));
  for (const group of alike.values()) {
    const actor = actors.get(group[0]?.partnerId ?? '');
    if (!actor) continue;
    const articleIds = [...new Set(group.flatMap(({ articleId }) => articleId ?? []))];
    const items = await findNinjs(db, actor, origin, articleIds);
    for (const { id, webhookId, createdAt, articleId } of group)
      messages.set(id, writeMessage(webhookId, createdAt, changes.get(id) ?? null, items.get(articleId ?? '')));
  }
  return messages;
}
