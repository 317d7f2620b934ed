/** The program as operators run it, on a test's database: killed at any moment, and started again at the same address. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { TestApp } from './app.js';

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

export class Program {
  private child: ChildProcess | null = null;

  private constructor(
    private readonly role: 'web' | 'worker',
    private readonly environment: NodeJS.ProcessEnv,
    readonly address: string,
  ) {}

  static async start(test: TestApp, role: 'web' | 'worker', settings: Record<string, string> = {}): Promise<Program> {
    const port = await freePort();
    const environment = {
      PATH: process.env.PATH,
      DATABASE_URL: test.db.url,
      DATA_DIR: test.config.dataDir,
      DEMO: 'off',
      PORT: String(port),
      LOG_LEVEL: 'silent',
      RATE_LIMIT: 'off',
      ...settings,
    };
    const program = new Program(role, environment, `http://127.0.0.1:${port}`);
    program.run();
    await program.ready();
    return program;
  }

  private run(): void {
    this.child = spawn(process.execPath, ['bin/warraq.js', 'serve', '--role', this.role], {
      env: this.environment,
      stdio: 'ignore',
    });
  }

  /** Waits until it answers; not for ever. A worker answers nobody. */
  private async ready(): Promise<void> {
    if (this.role === 'worker') return;
    for (let tries = 0; tries < 300; tries++) {
      const answer = await fetch(`${this.address}/readyz`).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${this.role} does not answer`);
  }

  /** As a machine that loses its power would end it. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async restart(): Promise<void> {
    await this.kill();
    this.run();
    await this.ready();
  }
}
