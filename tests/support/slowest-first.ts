/** Files that start programs and databases take longest: begun last, one of them would run alone at the end. */
import sequencer from '@jest/test-sequencer';

const SLOW = [
  'core/embedded-postgres',
  'commands',
  'partners/canary',
  'journeys/',
  'changes/mirror',
  'docs-partners',
  'docs.test',
];

type Tests = Parameters<sequencer.default['sort']>[0];

export default class SlowestFirst extends sequencer.default {
  override async sort(tests: Tests): Promise<Tests> {
    const rank = ({ path }: Tests[number]) => {
      const at = SLOW.findIndex((name) => path.includes(`/tests/${name}`));
      return at < 0 ? SLOW.length : at;
    };
    return [...(await super.sort(tests))].sort((one, other) => rank(one) - rank(other));
  }
}
