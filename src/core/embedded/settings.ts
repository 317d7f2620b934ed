/**
 * PostgreSQL's settings, given on the command line so that postgresql.conf stays as initdb made it and a new version of
 * Warraq brings its own. Nothing but TCP on 127.0.0.1 is listened on, and that asks for the password.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  // Costs more than it brings on queries of milliseconds.
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log is shortened only at a start.
  log_checkpoints: 'off',
};

const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The flags for the `postgres` program. */
export function settings(port: number, durable: boolean): string[] {
  const all = { port: String(port), ...SETTINGS, ...(durable ? {} : FORGETFUL) };
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
