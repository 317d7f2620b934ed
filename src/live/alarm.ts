/** What one loop sleeps by: rung as often as others like, it wakes the loop once. */
export class Alarm {
  private rung = false;
  private wake: (() => void) | null = null;

  /** Wakes who waits; else whoever waits next does not wait at all. */
  ring(): void {
    this.rung = true;
    this.wake?.();
  }

  /** Waits until it is rung, `longest` milliseconds at most. For one waiter at a time. */
  wait(longest: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(late);
        this.wake = null;
        this.rung = false;
        resolve();
      };
      const late = setTimeout(done, longest);
      this.wake = done;
      if (this.rung) done();
    });
  }

  /** Forgets that it was rung: what is looked at from here on is new enough. */
  silence(): void {
    this.rung = false;
  }
}
