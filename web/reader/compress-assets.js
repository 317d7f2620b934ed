/** Beside each script and style that was built, the same compressed: as small as can be, since it is done once. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const folder = new URL('../../dist/web/reader/assets/', import.meta.url);
for (const name of readdirSync(folder)) {
  if (!/\.(js|css)$/.test(name)) continue;
  const bytes = readFileSync(new URL(name, folder));
  writeFileSync(new URL(`${name}.br`, folder), brotliCompressSync(bytes));
  writeFileSync(new URL(`${name}.gz`, folder), gzipSync(bytes, { level: 9 }));
}
