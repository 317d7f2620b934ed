/** Before all browser tests: a Chromium that is there, and what every test needs. */
import { findChromium } from '../../support/find-chromium.js';
import setUp from '../../support/global-setup.js';

export default async function setUpWithBrowser(): Promise<void> {
  findChromium();
  await setUp();
}
