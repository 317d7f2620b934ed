/**
 * Everything that the environment may set, read and checked once. This is the only reader of process.env: the rest of
 * the code receives the frozen result. A wrong value stops the start with one line that names the setting.
 */
import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

const onOff = (preset: 'on' | 'off') =>
  z
    .enum(['on', 'off'])
    .default(preset)
    .transform((value) => value === 'on');

const SETTINGS = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).max(500).default(10),
  DATA_DIR: z.string().min(1).default('./data'),
  DEMO: onOff('on'),
  ADMIN_EMAIL: z
    .string()
    .regex(/^[^\s@]+@[^\s@]+$/, 'not an e-mail address')
    .default('admin@localhost'),
  ADMIN_PASSWORD: z.string().min(8, 'shorter than 8 characters').max(200, 'longer than 200 characters').optional(),
  ROLE: z.enum(['all', 'web', 'worker']).default('all'),
  REPORT_THRESHOLD: z.coerce.number().int().min(1).max(1_000).default(5),
  RATE_LIMIT: onOff('on'),
  TRUST_PROXY: z.string().refine(isTrustable, 'neither off, loopback nor a list of addresses or CIDRs').optional(),
  ALLOW_PRIVATE_ADDRESSES: onOff('off'),
  WEBSUB_HUB: z.url({ protocol: /^https?$/ }).optional(),
  SESSION_HOURS: z.coerce.number().positive().max(8_760).default(12),
  INTROSPECTION: onOff('on'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  METRICS_TOKEN: z.string().min(1).optional(),
});

function isTrustable(value: string): boolean {
  return value === 'off' || value.split(',').every((part) => part.trim() === 'loopback' || isNetwork(part.trim()));
}

/** An address, or one with the length of its network: 10.0.0.0/8. */
function isNetwork(text: string): boolean {
  const [address = '', bits] = text.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  return isIP(address) !== 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

export type Role = 'all' | 'web' | 'worker';

/** What the program was told. Paths are absolute; `publicUrl` has no trailing slash. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | undefined;
  readonly databaseUrl: string | undefined;
  readonly databasePool: number;
  readonly dataDir: string;
  readonly demo: boolean;
  readonly adminEmail: string;
  /** Without one, it is made and printed once. */
  readonly adminPassword: string | undefined;
  readonly role: Role;
  readonly reportThreshold: number;
  readonly sessionHours: number;
  readonly rateLimit: boolean;
  /** Addresses or networks whose X-Forwarded-For counts; `false` where none does. */
  readonly trustProxy: string | false;
  /** Whether outgoing requests may reach loopback and private addresses. */
  readonly allowPrivateAddresses: boolean;
  /** The WebSub hub that is told when feeds change; none without one. */
  readonly websubHub: string | undefined;
  readonly introspection: boolean;
  readonly logLevel: z.infer<typeof SETTINGS>['LOG_LEVEL'];
  readonly metricsToken: string | undefined;
}

/** A setting that cannot be used; the message is one line that names it. */
export class ConfigError extends Error {}

/** Reads the settings, `.env` in the working directory included (a variable that is set wins over the file). */
export function readConfig(env: NodeJS.ProcessEnv = withDotEnv()): Config {
  // An empty value means "not set", as it does in most .env files.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = SETTINGS.safeParse(given);
  if (!parsed.success) {
    const problem = parsed.error.issues[0];
    throw new ConfigError(`${problem?.path.join('.')}: ${problem?.message}. See .env.example for what it may be.`);
  }
  const s = parsed.data;
  return Object.freeze({
    port: s.PORT,
    host: s.HOST,
    publicUrl: s.PUBLIC_URL?.replace(/\/+$/, ''),
    databaseUrl: s.DATABASE_URL,
    databasePool: s.DATABASE_POOL,
    dataDir: resolve(s.DATA_DIR),
    demo: s.DEMO,
    adminEmail: s.ADMIN_EMAIL,
    adminPassword: s.ADMIN_PASSWORD,
    role: s.ROLE,
    reportThreshold: s.REPORT_THRESHOLD,
    sessionHours: s.SESSION_HOURS,
    rateLimit: s.RATE_LIMIT,
    trustProxy: s.TRUST_PROXY === undefined || s.TRUST_PROXY === 'off' ? false : s.TRUST_PROXY,
    allowPrivateAddresses: s.ALLOW_PRIVATE_ADDRESSES,
    websubHub: s.WEBSUB_HUB,
    introspection: s.INTROSPECTION,
    logLevel: s.LOG_LEVEL,
    metricsToken: s.METRICS_TOKEN,
  });
}

function withDotEnv(): NodeJS.ProcessEnv {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}
