/** Ends a run in which a test file hangs, and names it: the runner itself sets no limit to a test. */
import tearDown from './global-teardown.js';

const MINUTES = process.env.SOAK ? 120 : 5;

interface Options {
  /** Longest time for a file, where it is another one. */
  minutes?: number;
}

interface TestFile {
  path: string;
}

/** Jest calls `onTestFileStart` and `onTestFileResult`. */
export default class HangReporter {
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly minutes: number;

  constructor(_: unknown, { minutes = MINUTES }: Options = {}) {
    this.minutes = minutes;
  }

  onTestFileStart({ path }: TestFile): void {
    this.timers.set(
      path,
      setTimeout(() => void this.end(path), this.minutes * 60_000),
    );
  }

  onTestFileResult({ path }: TestFile): void {
    clearTimeout(this.timers.get(path));
  }

  private async end(path: string): Promise<never> {
    process.stderr.write(`${path} gave no result within ${this.minutes} minutes: the run ends here.\n`);
    await tearDown();
    process.exit(1);
  }
}
