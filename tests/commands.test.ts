/** The command line as an operator uses it: alone and beside a running server, its output, exit codes and signals. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addressOf } from './support/serve.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'warraq commands '));
  await chmod(folder, 0o755);
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});
const started: ChildProcess[] = [];

function start(args: string[], settings: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['bin/warraq.js', ...args], {
    env: {
      PATH: process.env.PATH,
      DATA_DIR: join(folder, 'data'),
      LOG_LEVEL: 'warn',
      DEMO: 'off',
      PORT: '0',
      ...settings,
    },
  });
  started.push(child);
  return child;
}

async function run(args: string[], settings?: Record<string, string>) {
  const child = start(args, settings);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (data) => {
    stdout += data;
  });
  child.stderr?.on('data', (data) => {
    stderr += data;
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

/** Starts `serve` and answers its address once it says so. */
async function serve(settings?: Record<string, string>) {
  const child = start(['serve'], settings);
  return { child, address: await addressOf(child) };
}

async function ask(address: string, query: string) {
  const answer = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await answer.json()) as { data: { articles: { totalCount: { value: number } } } }).data;
}

const PAGE = [
  'خبر أول هنا\u00a0\u00a0خبر ثان هنا',
  '',
  'عنوان الصفحة',
  'نشر في جريدة المثال يوم ١٢ مارس ٢٠٢٣',
  'فقرة.',
  '',
  'انقر هنا لقراءة الخبر من مصدره.',
].join('\r\n');

describe('commands', () => {
  it('explain themselves, and exit 2 on bad usage with one line', async () => {
    const helps = [
      ['--help'],
      ['serve', '--help'],
      ['migrate', '--help'],
      ['check', '--help'],
      ['import', 'page', '--help'],
      ['import', 'articles', '--help'],
    ].map(async (args) =>
      expect(await run(args)).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Usage: warraq') }),
    );
    const mistakes = [
      ['nonsense'],
      ['import', 'page'],
      ['serve', '--role', 'king'],
      ['import', 'page', 'x', '--captured', '2023-02-30'],
      ['import', 'page', 'x', '--url', 'ftp://x'],
    ].map(async (args) => {
      const { code, stdout, stderr } = await run(args);
      expect({ args, code, stdout, lines: stderr.trim().split('\n').length }).toEqual({
        args,
        code: 2,
        stdout: '',
        lines: 1,
      });
    });
    await Promise.all([...helps, ...mistakes]);
  });

  it('name a setting that is wrong in one line', async () => {
    const { code, stderr } = await run(['check'], { PORT: 'high' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^warraq: PORT: [^\n]+\n$/) });
    expect((await run(['check'], { DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' })).code).toBe(1);
  });

  it('migrate, check and import with the embedded database alone', async () => {
    expect(await run(['migrate', '--check', '--json'])).toMatchObject({ code: 1 });
    expect(JSON.parse((await run(['migrate', '--json'])).stdout).applied.length).toBeGreaterThan(0);
    expect(JSON.parse((await run(['migrate', '--check', '--json'])).stdout)).toEqual({ applied: [], pending: [] });
    const { checks } = JSON.parse((await run(['check', '--json'])).stdout);
    expect(checks.filter((check: { ok: boolean }) => !check.ok)).toEqual([]);
    const file = join(folder, 'page.txt');
    await writeFile(file, PAGE);
    const dry = JSON.parse((await run(['import', 'page', file, '--dry-run', '--json'])).stdout);
    expect(dry.pages[0]).toMatchObject({
      file,
      unchanged: false,
      headlines: 2,
      error: null,
      article: { title: 'عنوان الصفحة', publishedOn: '2023-03-12' },
    });
    const broken = join(folder, 'broken.txt');
    await writeFile(broken, PAGE.replace('انقر هنا', ''));
    const both = await run(['import', 'page', file, broken, '--publish', '--json']);
    expect(both.code).toBe(1);
    expect(both.stderr.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(both.stdout).pages.map((page: { error: string | null }) => page.error === null)).toEqual([
      true,
      false,
    ]);
    expect((await run(['import', 'page', join(folder, 'absent.txt')])).code).toBe(1);
  });

  it('work beside a running server, which ends cleanly and takes the database with it', async () => {
    const { child, address } = await serve();
    const lines = join(folder, 'lines.jsonl');
    await writeFile(
      lines,
      JSON.stringify({ source: 'example', title: 'خبر أول هنا', publishedAt: '2023-03-12', body: 'متن' }),
    );
    expect(JSON.parse((await run(['import', 'articles', lines, '--json'])).stdout)).toEqual({
      added: 1,
      updated: 0,
      unchanged: 0,
      rejected: [],
    });
    expect((await ask(address, '{ articles { totalCount { value } } }')).articles.totalCount.value).toBe(2);
    const began = Date.now();
    child.kill('SIGTERM');
    expect((await once(child, 'close'))[0]).toBe(0);
    expect(Date.now() - began).toBeLessThan(10_000);
  });

  it('lose nothing when everything is killed at once', async () => {
    const { child } = await serve();
    child.kill('SIGKILL');
    await once(child, 'close');
    const again = await serve();
    expect((await ask(again.address, '{ articles { totalCount { value } } }')).articles.totalCount.value).toBe(2);
    again.child.kill('SIGINT');
    expect((await once(again.child, 'close'))[0]).toBe(0);
  });
});
