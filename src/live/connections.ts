/** The open connections of this node: how many there may be, that they are alive, and their end. */
import { networkOf } from '../core/address.js';

export interface Connection {
  /** Keeps it open through whatever stands between, and ends it where nobody is there any more. */
  beat(): void;
  /** The server ends. */
  goAway(): void;
  /** Without another word. */
  cut(): void;
}

/** On one node. */
const MAX_OPEN = 20_000;
/** Of one network address. */
const MAX_PER_NETWORK = 1_000;
/** Milliseconds. */
const BEAT = 30_000;
const FAREWELL = 1_000;

export class Connections {
  private readonly open = new Set<Connection>();
  private readonly perNetwork = new Map<string, number>();
  private readonly timer: NodeJS.Timeout;
  private closing: (() => void) | null = null;

  constructor(private readonly limited: boolean) {
    this.timer = setInterval(() => {
      for (const connection of this.open) connection.beat();
    }, BEAT);
    this.timer.unref();
  }

  /** What refuses one more from this address; null where there is room. */
  refusal(address: string): { everywhere: boolean; message: string } | null {
    if (this.closing || this.open.size >= MAX_OPEN)
      return { everywhere: true, message: 'No more subscriptions can be opened here now: try again in a minute.' };
    if (this.limited && (this.perNetwork.get(networkOf(address)) ?? 0) >= MAX_PER_NETWORK)
      return { everywhere: false, message: `This address has ${MAX_PER_NETWORK} connections open: end one first.` };
    return null;
  }

  /** Counts a connection; answers what to call when it is over. */
  enter(address: string, connection: Connection): () => void {
    const network = networkOf(address);
    this.open.add(connection);
    this.perNetwork.set(network, (this.perNetwork.get(network) ?? 0) + 1);
    return () => {
      if (!this.open.delete(connection)) return;
      const left = (this.perNetwork.get(network) ?? 1) - 1;
      if (left > 0) this.perNetwork.set(network, left);
      else this.perNetwork.delete(network);
      if (this.open.size === 0) this.closing?.();
    };
  }

  /** Ends all; who does not say goodbye within a second is cut off. */
  async close(): Promise<void> {
    clearInterval(this.timer);
    await new Promise<void>((resolve) => {
      const late = setTimeout(() => {
        for (const connection of this.open) connection.cut();
        resolve();
      }, FAREWELL);
      this.closing = () => {
        clearTimeout(late);
        resolve();
      };
      for (const connection of this.open) connection.goAway();
      if (this.open.size === 0) this.closing();
    });
  }
}
