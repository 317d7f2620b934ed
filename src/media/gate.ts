/** Bounds how much work of one kind is done at once: decoding pictures takes a processor and much memory. */

/** The line before the gate is as long as it may be. */
export class Crowded extends Error {}

export class Gate {
  private running = 0;
  private readonly line: (() => void)[] = [];

  constructor(
    private readonly places: number,
    private readonly longestLine: number,
  ) {}

  /** Does the work when it is its turn; throws Crowded where too many wait already. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < this.places) this.running += 1;
    else await this.turn();
    try {
      return await work();
    } finally {
      const next = this.line.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  /** Whoever leaves hands the place on. */
  private turn(): Promise<void> {
    if (this.line.length >= this.longestLine) throw new Crowded('Too many pictures are waiting.');
    return new Promise((resolve) => this.line.push(resolve));
  }
}
