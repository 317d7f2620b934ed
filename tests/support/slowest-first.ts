/** Files that start programs and databases take longest: begun last, one of them would run alone at the end. */
import { createRequire } from 'node:module';
import type TestSequencer from '@jest/test-sequencer';

// As CommonJS, which its types describe: its ES module exports something else.
const require = createRequire(import.meta.url);
const { default: Sequencer } = require('@jest/test-sequencer') as typeof TestSequencer;

const SLOW = [
  'core/embedded-postgres',
  'commands',
  'partners/canary',
  'journeys/',
  'changes/mirror',
  'docs-partners',
  'docs.test',
];

type Tests = Parameters<InstanceType<typeof Sequencer>['sort']>[0];

export default class SlowestFirst extends Sequencer {
  override async sort(tests: Tests): Promise<Tests> {
    const rank = ({ path }: Tests[number]) => {
      const at = SLOW.findIndex((name) => path.includes(`/tests/${name}`));
      return at < 0 ? SLOW.length : at;
    };
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}
