/** A server in a process of its own, so that its CPU can be told from everybody else's: both ends of the channel to it. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** In the server's process: says where it listens, answers what CPU and memory it has used, and ends with its parent. */
export function answerMeasurements(port: number): void {
  process.on('message', () => {
    globalThis.gc?.(); // with --expose-gc: only what is held counts
    const { user, system } = process.cpuUsage();
    process.send?.({ cpu: (user + system) / 1000, memory: process.memoryUsage.rss() });
  });
  process.once('disconnect', () => process.exit());
  process.send?.({ port });
}

/** In the driver's: a server under measurement. */
export class MeasuredProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** Starts a program of this folder; `flags` are Node's. */
  static async start(program: string, databaseUrl: string, flags: string[] = []): Promise<MeasuredProcess> {
    const path = fileURLToPath(new URL(program, import.meta.url));
    const child = fork(path, { env: { ...process.env, DATABASE_URL: databaseUrl }, execArgv: flags });
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${program} has ended`);
    });
    ended.catch(() => undefined);
    const [{ port }] = await Promise.race([once(child, 'message') as Promise<[{ port: number }]>, ended]);
    return new MeasuredProcess(child, port);
  }

  /** Milliseconds of CPU since it started. */
  async cpu(): Promise<number> {
    return (await this.used()).cpu;
  }

  /** Bytes of its resident memory. */
  async memory(): Promise<number> {
    return (await this.used()).memory;
  }

  private async used(): Promise<{ cpu: number; memory: number }> {
    const answer = once(this.child, 'message');
    this.child.send({});
    const [used] = (await answer) as [{ cpu: number; memory: number }];
    return used;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }
}
