/** Servers that tests start as programs of their own. */
import type { ChildProcess } from 'node:child_process';

/** Where a server that is starting answers, once it says so; fails with all that it said where it ends before. */
export function addressOf(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (data) => {
      said += data;
      const found = /(http:\/\/\S+)\/graphql/.exec(said);
      if (found) resolve(found[1] as string);
    });
    child.once('close', () => reject(new Error(`serve ended: ${said}`)));
  });
}
