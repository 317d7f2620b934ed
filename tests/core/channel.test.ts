/** The connection that listens to what other processes tell. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Channel } from '../../src/core/channel.js';
import { startApp, type TestApp } from '../support/app.js';

let test: TestApp;
beforeAll(async () => {
  test = await startApp();
});
afterAll(() => test.close());

it('closes at whatever moment of its connecting', async () => {
  for (let wait = 0; wait < 12; wait += 1) {
    const channel = new Channel(test.db.url, { warn: () => undefined });
    channel.on('noted', () => undefined);
    await sleep(wait / 2);
    await channel.close();
  }
});

it('says once that it broke, and tells whoever listens that it may have missed something', async () => {
  const lines: string[] = [];
  const channel = new Channel(test.db.url, { warn: (_facts: object, message: string) => lines.push(message) });
  const heard: string[] = [];
  channel.on('noted', (about) => heard.push(about));
  await until(() => heard.length === 1);
  await test.db.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'warraq listener' and datname = current_database()`);
  await until(() => heard.length === 2);
  expect({ lines, heard }).toEqual({ lines: ['channel.broken'], heard: ['', ''] });
  await channel.close();
  expect(lines).toHaveLength(1);
});

async function until(isSo: () => boolean): Promise<void> {
  for (let tries = 0; tries < 500 && !isSo(); tries += 1) await sleep(20);
  expect(isSo()).toBe(true);
}
