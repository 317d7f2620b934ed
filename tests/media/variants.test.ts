/** The media store over any storage of files. */
import type { FileStorage } from '../../src/media/storage.js';
import { ladderWidth, MediaStore } from '../../src/media/variants.js';
import { noise } from '../support/pictures.js';

/** Files in memory that remembers what was put. */
class Memory implements FileStorage {
  readonly files = new Map<string, Buffer>();
  readonly written: string[] = [];
  async put(key: string, bytes: Buffer) {
    this.written.push(key);
    this.files.set(key, bytes);
  }
  async get(key: string) {
    return this.files.get(key) ?? null;
  }
  async remove(key: string) {
    this.files.delete(key);
  }
}

it('draws a variant once, for all who ask for it before and after it is there', async () => {
  const memory = new Memory();
  const store = new MediaStore(memory);
  await store.put('one', await noise(400, 300).jpeg().toBuffer());
  await Promise.all(Array.from({ length: 20 }, () => store.variant('one', 160, 'webp')));
  await store.variant('one', 160, 'webp');
  expect(memory.written).toEqual(['one', 'one.160.webp']);
});

it('keeps nothing of a drawing that failed', async () => {
  const memory = new Memory();
  const store = new MediaStore(memory);
  await store.put('one', Buffer.from('no picture'));
  await expect(store.variant('one', 160, 'webp')).rejects.toThrow();
  expect([...memory.files.keys()]).toEqual(['one']);
  await store.put('one', await noise().jpeg().toBuffer());
  expect((await store.variant('one', 160, 'webp')).mediaType).toBe('image/webp');
});

it('removes an original with all that was drawn from it, and nothing else', async () => {
  const memory = new Memory();
  const store = new MediaStore(memory);
  for (const key of ['one', 'two']) await store.put(key, await noise().jpeg().toBuffer());
  for (const extension of ['webp', 'avif', 'jpg'] as const) await store.variant('one', 320, extension);
  await store.remove('one');
  expect([...memory.files.keys()]).toEqual(['two']);
  await expect(store.original('one')).rejects.toThrow();
});

it('rounds widths up to the ladder, and no further than the original needs', () => {
  expect([1, 160, 161, 5_000, null].map((width) => ladderWidth(width, 1_000))).toEqual([160, 160, 320, 1_280, 1_280]);
});
