/** Lets a few through at a time; the others wait in the order in which they came, and not for ever. */
import { rateLimited } from '../core/errors.js';

export class Gate {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly atOnce: number,
    private readonly longestWait: number,
  ) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    await this.enter();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private async enter(): Promise<void> {
    if (this.inside < this.atOnce) {
      this.inside += 1;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => {
        this.waiting.splice(this.waiting.indexOf(admitted), 1);
        reject(rateLimited(Math.ceil(this.longestWait / 1000)));
      }, this.longestWait);
      const admitted = () => {
        clearTimeout(late);
        resolve();
      };
      this.waiting.push(admitted);
    });
  }

  /** Whoever waits longest takes the place over, so that nobody can slip in between. */
  private leave(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.inside -= 1;
  }
}
