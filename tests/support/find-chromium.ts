/** The browser of tests and measurements: Debian's Chromium, which the system keeps up to date, instead of one that npm would download. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** What `CHROMIUM` names, or the first that stands in `PATH`; throws where there is none, and says how to get one. */
export function findChromium(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  const folders = PATH.split(delimiter).filter((folder) => folder !== '');
  const places = CHROMIUM ? [CHROMIUM] : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const found = places.find((path) => existsSync(path));
  if (!found) throw new Error(`${CHROMIUM ?? 'Chromium'} is not there: apt-get install chromium fonts-noto-core`);
  return found;
}
