/**
 * The server's port: the one it had before when that is free, so that a restarted server is found where it was.
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import type { Layout } from './layout.js';

// Below what systems give to outgoing connections, which would now and then take a remembered port away.
const FIRST = 20_000;
const LAST = 32_000;
const TRIES = 50;

/** A port of 127.0.0.1 that nobody listens on. */
export async function choosePort(layout: Layout): Promise<number> {
  const remembered = readPort(layout);
  if (remembered !== undefined && (await isFree(remembered))) return remembered;
  for (let tries = 0; tries < TRIES; tries++) {
    const port = randomInt(FIRST, LAST);
    if (await isFree(port)) return port;
  }
  throw new Error(`no free port on 127.0.0.1 for the embedded PostgreSQL among ${TRIES} tried: set DATABASE_URL`);
}

function readPort(layout: Layout): number | undefined {
  try {
    const port = Number(readFileSync(layout.port, 'utf8'));
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
