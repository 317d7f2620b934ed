/** Starts the browser that is tested with. */
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../../support/find-chromium.js';

/** Without its sandbox, which the root of a container may not set up. It loads nothing but our own pages. */
export const startChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox', '--disable-dev-shm-usage'] });
