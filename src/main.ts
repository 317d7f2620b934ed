/**
 * The command line: the only file that starts or stops anything, prints results and chooses exit codes. Each command
 * loads what it needs, so that help and small commands answer at once.
 */
import 'reflect-metadata';
import { readFile } from 'node:fs/promises';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Role } from './config.js';
import type { Role as UserRole } from './core/access.js';
import { Refused } from './core/errors.js';
import { sizeOf } from './core/read-lines.js';
import { isDay, isWebAddress } from './core/scalars.js';
import type { Instance, OpenOptions } from './instance.js';
import { cleanText } from './text/normalise.js';

const DONE = 0;
const FAILED = 1;
const BAD_USAGE = 2;

/** Milliseconds within which a server ends that was told to. */
const LONGEST_END = 9_500;

const ROLES: `${UserRole}`[] = ['CONTRIBUTOR', 'EDITOR', 'CHIEF', 'ADMIN'];

const program = new Command('warraq')
  .description('A content API and editorial CMS for the press in Arabic, Darija and French.')
  .exitOverride()
  .configureHelp({ sortSubcommands: true });

const json = () => new Option('--json', 'print the result as one JSON object and nothing else');
const dryRun = () => new Option('--dry-run', 'check everything and write nothing');

program
  .command('serve')
  .description('migrates, loads the demo into an empty database, and serves until it is told to stop')
  .addOption(new Option('--role <role>', 'what to do').choices(['all', 'web', 'worker']))
  .action(async ({ role }: { role?: Role }) => {
    const { serve } = await import('./serve.js');
    const running = await serve(role, say);
    if (running.address)
      say(
        `Warraq answers at ${running.address}/graphql (GraphiQL in a browser); readers find it at ${running.address}/`,
      );
    await new Promise((resolve) => {
      process.once('SIGINT', resolve);
      process.once('SIGTERM', resolve);
    });
    setTimeout(() => process.exit(FAILED), LONGEST_END).unref(); // whatever hangs
    await running.stop();
    process.exit(DONE); // a statement that still hangs must not hold the process
  });

program
  .command('migrate')
  .description('applies pending migrations')
  .option('--check', 'apply nothing; exit 1 while some are pending')
  .addOption(json())
  .action(async (options: { check?: boolean; json?: boolean }) => {
    await using({ migrations: 'leave', statementTimeout: 0 }, async ({ db }) => {
      const { applyMigrations, readMigrationState } = await import('./core/migrations.js');
      const { checkLocale } = await import('./core/check.js');
      await checkLocale(db);
      const before = await readMigrationState(db);
      const applied = options.check ? [] : await applyMigrations(db);
      const pending = options.check ? before.pending : [];
      show(options, { applied, pending }, `${applied.length} applied, ${pending.length} pending`);
      if (pending.length > 0) process.exitCode = FAILED;
    });
  });

program
  .command('check')
  .description('checks the database, its locale, migrations, clock, disk, queue and audit log')
  .addOption(json())
  .action(async (options: { json?: boolean }) => {
    await using({ migrations: 'leave', statementTimeout: 0 }, async ({ db, config }) => {
      const { runChecks } = await import('./core/check.js');
      const { checkQueue } = await import('./jobs/queue-check.js');
      const { checkAudit } = await import('./audit/audit-check.js');
      const checks = await runChecks(db, config.dataDir, { queue: checkQueue, audit: checkAudit });
      const lines = checks.map(({ name, ok, detail }) => `${ok ? 'ok    ' : 'FAILED'} ${name}: ${detail}`);
      show(options, { checks }, lines.join('\n'));
      if (checks.some((check) => !check.ok)) process.exitCode = FAILED;
    });
  });

const imports = program.command('import').description('takes in articles and archived pages');

imports
  .command('page <file...>')
  .description('archived press pages as text')
  .option('--publish', 'publish the article; without it, it waits for review')
  .addOption(dryRun())
  .option('--captured <date>', 'the day on which the pages were taken, YYYY-MM-DD', parseDate)
  .option('--url <url>', 'where the article stood', parseUrl)
  .addOption(json())
  .action(async (files: string[], options: PageOptions) => {
    if (options.url !== undefined && files.length > 1) throw new InvalidArgumentError('--url goes with one file');
    const pages = await readPages(files, options);
    const lines = pages.map((page) =>
      page.error
        ? `${page.file}: ${page.error}`
        : `${page.file}: ${options.dryRun ? 'readable' : page.unchanged ? 'unchanged' : 'imported'}, "${page.article?.title}", ${page.headlines} headlines`,
    );
    const good = lines.filter((_, at) => pages[at]?.error === null);
    const bad = lines.filter((_, at) => pages[at]?.error !== null);
    for (const line of bad) complain(line);
    show(options, { pages }, good.join('\n'));
    if (bad.length > 0) process.exitCode = FAILED;
  });

imports
  .command('articles <file>')
  .description('articles in bulk, one JSON object a line, plain or gzipped')
  .option('--draft', 'leave them as drafts; without it, they are published')
  .addOption(dryRun())
  .addOption(json())
  .action(async (file: string, options: { draft?: boolean; dryRun?: boolean; json?: boolean }) => {
    const size = await sizeOf(file);
    await using({ migrations: 'apply', statementTimeout: 0 }, async ({ db }) => {
      const { importArticles } = await import('./ingestion/import-articles.js');
      const { Presets, SingleBar } = await import('cli-progress');
      const bar = new SingleBar(
        {
          stream: process.stderr,
          noTTYOutput: false,
          hideCursor: true,
          format: '{bar} {percentage}% | {eta_formatted} left',
        },
        Presets.shades_classic,
      );
      if (process.stderr.isTTY) bar.start(size, 0);
      const stop = new AbortController();
      process.once('SIGINT', () => stop.abort());
      process.once('SIGTERM', () => stop.abort());
      const result = await importArticles(db, file, {
        publish: !options.draft,
        dryRun: options.dryRun ?? false,
        onProgress: (read) => bar.update(read),
        signal: stop.signal,
      }).finally(() => bar.stop());
      const { added, updated, unchanged, rejected, rejectedCount } = result;
      for (const { line, reason } of rejected.slice(0, 20)) complain(`line ${line}: ${reason}`);
      if (rejectedCount > 20) complain(`and ${rejectedCount - 20} more rejected lines: see --json`);
      show(
        options,
        { added, updated, unchanged, rejected },
        `${added} added, ${updated} updated, ${unchanged} unchanged, ${rejectedCount} rejected`,
      );
      if (rejectedCount > 0 && added + updated + unchanged === 0) process.exitCode = FAILED;
      if (stop.signal.aborted) throw new Refused('Stopped before the end: run the same command again to go on.');
    });
  });

const users = program.command('user').description('manages users');

users
  .command('add <email>')
  .description('adds a user and prints a one-time password')
  .requiredOption('--name <name>', 'the name that colleagues see', parseName)
  .addOption(new Option('--role <role>', 'what she may do').choices(ROLES).makeOptionMandatory())
  .addOption(json())
  .action(async (text: string, options: { name: string; role: UserRole; json?: boolean }) => {
    const { cleanEmail, isEmail } = await import('./accounts/email.js');
    const email = cleanEmail(text);
    if (!isEmail(email)) throw new InvalidArgumentError(`"${email}" is not an e-mail address.`);
    await using({ migrations: 'apply', statementTimeout: 0 }, async ({ db }) => {
      const { addUser } = await import('./accounts/add-user.js');
      const added = await addUser(db, { ...options, email });
      show(options, added, `${email} was added. Her one-time password: ${added.oneTimePassword}`);
    });
  });

const keys = program.command('key').description("manages partners' keys");

keys
  .command('add <partner>')
  .description('makes an API key for a partner, named by her id or name, and prints it once')
  .option('--name <name>', 'what it is for', parseName, 'command line')
  .addOption(json())
  .action(async (partner: string, options: { name: string; json?: boolean }) => {
    await using({ migrations: 'apply', statementTimeout: 0 }, async ({ db }) => {
      const { addKey } = await import('./partners/add-key.js');
      const added = await addKey(db, partner, options.name);
      show(options, added, `Her key ${added.id}, shown this once: ${added.secret}`);
    });
  });

interface PageOptions {
  publish?: boolean;
  dryRun?: boolean;
  captured?: string;
  url?: string;
  json?: boolean;
}

async function readPages(files: string[], options: PageOptions) {
  const inputs = await Promise.all(
    files.map(async (file) => ({
      file,
      bytes: await readFile(file).catch(() => {
        throw new Refused(`${file} cannot be read: give the path of a file.`);
      }),
    })),
  );
  const { importPage, previewPage } = await import('./ingestion/import-page.js');
  if (options.dryRun) return inputs.map(({ file, bytes }) => ({ file, ...previewPage(bytes) }));
  return using({ migrations: 'apply', statementTimeout: 0 }, async ({ db }) => {
    const pages = [];
    for (const { file, bytes } of inputs) {
      const input = {
        bytes,
        publish: options.publish ?? false,
        capturedOn: options.captured ?? null,
        url: options.url ?? null,
      };
      pages.push({ file, ...(await importPage(db, input)) });
    }
    return pages;
  });
}

/** Opens the database for one command, and closes it after. */
async function using<T>(options: OpenOptions, work: (instance: Instance) => Promise<T>): Promise<T> {
  const { openInstance } = await import('./instance.js');
  const instance = await openInstance(options);
  try {
    return await work(instance);
  } finally {
    await instance.close();
  }
}

function parseName(text: string): string {
  const name = cleanText(text);
  if (name === '' || name.length > 100) throw new InvalidArgumentError('It must have 1 to 100 characters.');
  return name;
}

function parseDate(text: string): string {
  if (!isDay(text)) throw new InvalidArgumentError('It must be a day, YYYY-MM-DD.');
  return text;
}

function parseUrl(text: string): string {
  if (!isWebAddress(text)) throw new InvalidArgumentError('It must be an http or https address.');
  return text;
}

function show(options: { json?: boolean }, result: object, text: string): void {
  say(options.json ? JSON.stringify(result) : text);
}

function say(text: string): void {
  if (text !== '') process.stdout.write(`${text}\n`);
}

function complain(text: string): void {
  process.stderr.write(`${text.replace(/\s*\n\s*/g, ' ').replace(/\p{Cc}/gu, '')}\n`);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) {
    if (error instanceof InvalidArgumentError) complain(`warraq: ${error.message}`);
    return error.exitCode === 0 ? DONE : BAD_USAGE;
  }
  complain(`warraq: ${(error as Error).message}`);
  return FAILED;
}
