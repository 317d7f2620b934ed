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
    const channel = new Channel(test.db.url);
    channel.on('noted', () => undefined);
    await sleep(wait / 2);
    await channel.close();
  }
});
