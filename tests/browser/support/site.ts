/** The whole program as `warraq serve` runs it, at an address that browsers open: with the demo, and an edition of today. */
import { pino } from 'pino';
import { loadDemo } from '../../../src/ingestion/load-demo.js';
import { startWorker } from '../../../src/worker.js';
import { startApp, type TestApp } from '../../support/app.js';
import { type Person, signIn } from '../../support/desk.js';
import { listen } from '../../support/live.js';
import { storeOf } from '../../support/pictures.js';
import { type Edition, publishEdition } from './edition.js';
import type { Language } from './reader.js';

export interface Site {
  test: TestApp;
  /** Without a slash at its end. */
  address: string;
  chief: Person;
  editions: Record<Language, Edition>;
  close(): Promise<void>;
}

/** Readers' addresses are taken from X-Forwarded-For, as behind a proxy. */
export async function openSite(): Promise<Site> {
  const test = await startApp({ TRUST_PROXY: 'loopback' });
  await loadDemo(test.db, 'demo', storeOf(test));
  const address = `http://127.0.0.1:${await listen(test)}`;
  const { publicUrl, websubHub, allowPrivateAddresses, logLevel } = test.config;
  const settings = { origin: address, publicUrl, websubHub, allowPrivateAddresses };
  const worker = await startWorker(test.db, pino({ level: logLevel }), storeOf(test), settings);
  const chief = await signIn(test, 'CHIEF');
  const editions = { ar: await publishEdition(test, chief, 'ar'), fr: await publishEdition(test, chief, 'fr') };
  return {
    test,
    address,
    chief,
    editions,
    async close() {
      await worker.stop();
      await test.close();
    },
  };
}
