/**
 * Bounds how much of a work that is dear is done at once. The others wait in the order in which they came: not in an endless
 * line, and not for ever.
 */

export interface GateLimits {
  /** How many are let in together. */
  atOnce: number;
  /** How many more may wait. */
  longestLine: number;
  /** Milliseconds. */
  longestWait: number;
}

export class Gate {
  private inside = 0;
  private readonly line: (() => void)[] = [];

  /** `refusal` makes the error that those get who would wait too long. */
  constructor(
    private readonly limits: GateLimits,
    private readonly refusal: () => Error,
  ) {}

  /** Does the work when it is its turn. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside < this.limits.atOnce) this.inside += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private turn(): Promise<void> {
    if (this.line.length >= this.limits.longestLine) throw this.refusal();
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => {
        this.line.splice(this.line.indexOf(admitted), 1);
        reject(this.refusal());
      }, this.limits.longestWait);
      const admitted = () => {
        clearTimeout(late);
        resolve();
      };
      this.line.push(admitted);
    });
  }

  /** Whoever waits longest takes the place over, so that nobody can slip in between. */
  private leave(): void {
    const next = this.line.shift();
    if (next) next();
    else this.inside -= 1;
  }
}
