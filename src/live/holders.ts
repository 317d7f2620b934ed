/**
 * The open connections by the tokens that opened them. When the channel tells that somebody's rights changed, and now and
 * then for all, since keys, sessions and grants end by the clock too, each token is looked up again: who has no rights any
 * more is told so and ends, who has others goes on with those.
 */
import type { Actor } from '../core/access.js';
import type { Channel } from '../core/channel.js';
import type { RequestLog } from '../core/context.js';
import type { Db } from '../core/database.js';
import { type Known, knownBy, knownByOne } from './caller.js';
import { peersOf } from './peers.js';

/** A connection as far as its rights go. */
export interface Holder {
  /** As it is known now. */
  readonly known: Known;
  release(): void;
}

interface Watched {
  token: string;
  known: Known;
  revoke(): void;
}

/** Milliseconds after which all are looked at again. */
const CLOCK = 15_000;

export class Holders {
  private readonly open = new Set<Watched>();
  private readonly timer: NodeJS.Timeout;
  private readonly silence: () => void;
  /** How often rights were told to have changed. */
  private told = 0;

  constructor(
    private readonly db: Db,
    channel: Channel,
    private readonly log: RequestLog,
    private readonly onActor: (actor: Actor) => void,
  ) {
    this.timer = setInterval(() => void this.check(''), CLOCK);
    this.timer.unref();
    this.silence = channel.on('access', (peers) => {
      this.told += 1;
      void this.check(peers);
    });
  }

  close(): void {
    clearInterval(this.timer);
    this.silence();
  }

  /** Whose token it is; null where it opens nothing. `watch` keeps an eye on the connection from there on. */
  async identify(token: string | null): Promise<{ watch: (revoke: () => void) => Holder } | null> {
    const told = this.told;
    const known = await knownByOne(this.db, token);
    if (!known) return null;
    return {
      watch: (revoke) => {
        if (token === null) return { known, release: () => undefined };
        const watched: Watched = { token, known, revoke };
        this.open.add(watched);
        if (told !== this.told) void this.check(peersOf(known.actor)); // it may be she whose rights changed meanwhile
        return Object.assign(watched, { release: () => void this.open.delete(watched) });
      },
    };
  }

  /** Looks at the tokens of these peers again, or of all. A database that does not answer changes nothing. */
  private async check(peers: string): Promise<void> {
    const asked = [...this.open].filter(({ known }) => peers === '' || peersOf(known.actor) === peers);
    if (asked.length === 0) return;
    try {
      const found = await knownBy(this.db, [...new Set(asked.map(({ token }) => token))]);
      for (const holder of asked) {
        const known = found.get(holder.token);
        if (!known) holder.revoke();
        else holder.known = known;
      }
      const actors = [...found.values()].map(({ actor }) => actor);
      for (const actor of new Map(actors.map((one) => [peersOf(one), one])).values()) this.onActor(actor);
    } catch (error) {
      this.log.warn({ err: error }, 'live.rights_unread');
    }
  }
}
