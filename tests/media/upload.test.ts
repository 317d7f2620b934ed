/** Uploads: who may, what is taken, and what is kept of it. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { startApp, type TestApp } from '../support/app.js';
import { type Person, signIn } from '../support/desk.js';
import { form, noise, withIptc } from '../support/pictures.js';

let test: TestApp;
let editor: Person;
beforeAll(async () => {
  test = await startApp();
  editor = await signIn(test, 'CONTRIBUTOR');
});
afterAll(() => test.close());

async function upload(file: Buffer, fields: Record<string, string> = {}, headers: Record<string, string> = {}) {
  const { payload, headers: type } = form(fields, { file });
  const answer = await test.app.inject({
    method: 'POST',
    url: '/media',
    headers: { authorization: `Bearer ${editor.token}`, ...type, ...headers },
    payload,
  });
  return { status: answer.statusCode, body: answer.json(), location: answer.headers.location };
}

const imageRow = async (id: string) =>
  (await test.db.query<Record<string, never>>('select * from image where id = $1', [id]))[0] as never;
const original = async (id: string) =>
  (await test.app.inject({ url: `/media/${id}/original`, headers: { authorization: `Bearer ${editor.token}` } }))
    .rawPayload;
const images = async () => (await test.db.query<{ n: number }>('select count(*)::int as n from image'))[0]?.n;

describe('what is kept', () => {
  it('is an image with its address, its texts and an entry in the log', async () => {
    const { status, body, location } = await upload(await noise().png().toBuffer(), {
      alt: '  صورة\u202e  ',
      caption: '',
      unknown: 'x',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^i/),
      url: expect.stringMatching(/^http:.*\/media\/i.*\.webp$/),
    });
    expect(location).toBe(body.url);
    expect(await imageRow(body.id)).toMatchObject({
      alt: 'صورة',
      caption: null,
      credit: null,
      media_type: 'image/png',
      width: 200,
      height: 120,
      placeholder: expect.stringMatching(/^data:image\/webp;base64,/),
      uploaded_by: editor.id,
      storage_key: `uploads/${body.id}`,
    });
    const log = await test.db.query('select action, actor_id, request_id from audit_entry where subject_id = $1', [
      body.id,
    ]);
    expect(log).toEqual([{ action: 'UPLOAD', actor_id: editor.id, request_id: expect.any(String) }]);
    const headers = { authorization: `Bearer ${editor.token}` };
    expect((await test.app.inject({ url: new URL(body.url).pathname, headers })).headers['content-type']).toBe(
      'image/webp',
    );
    expect((await test.app.inject({ url: new URL(body.url).pathname })).statusCode).toBe(404);
  });

  it('says nothing of where, when and with what it was taken, and stands upright', async () => {
    const jpeg = await noise(200, 120)
      .withExif({
        IFD0: { Artist: 'Somebody', Make: 'Camera' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '33/1 58/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '6/1 50/1 0/1' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    expect(ExifReader.load(jpeg, { expanded: true }).gps?.Latitude).toBeCloseTo(33.97, 1);
    const { body } = await upload(jpeg);
    const kept = await original(body.id);
    const { exif, xmp, iptc, icc, orientation, width, height } = await sharp(kept).metadata();
    expect({ exif, xmp, iptc, icc, orientation, width, height }).toEqual({ width: 120, height: 200 });
    expect(await imageRow(body.id)).toMatchObject({ width: 120, height: 200 });
    expect(kept.includes('Camera')).toBe(false);
  });

  it('has the credit and the caption that its IPTC says, where the form says none', async () => {
    const jpeg = await noise().jpeg().toBuffer();
    const file = withIptc(jpeg, [
      [1, 90, '\x1b%G'],
      [2, 80, 'ليلى العلوي'],
      [2, 110, 'Agence Rif'],
      [2, 120, 'Le port,\nà l’aube'],
    ]);
    const own = await upload(file);
    expect(await imageRow(own.body.id)).toMatchObject({
      credit: 'ليلى العلوي / Agence Rif',
      caption: 'Le port, à l’aube',
    });
    const told = await upload(file, { credit: 'مكتب التحرير' });
    expect(await imageRow(told.body.id)).toMatchObject({ credit: 'مكتب التحرير', caption: 'Le port, à l’aube' });
    expect((await original(own.body.id)).includes('Agence Rif')).toBe(false);
    const right = await upload(withIptc(jpeg, [[2, 116, '(c) Untel']]));
    expect(await imageRow(right.body.id)).toMatchObject({ credit: '(c) Untel', caption: null });
  });

  it('reads XMP, and bears metadata that is broken', async () => {
    const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" photoshop:Credit="وكالة الريف">
      <dc:description><rdf:Alt><rdf:li xml:lang="x-default">الميناء فجرًا</rdf:li></rdf:Alt></dc:description></rdf:Description></rdf:RDF></x:xmpmeta>`;
    const { body } = await upload(await noise().withXmp(xmp).webp().toBuffer());
    expect(await imageRow(body.id)).toMatchObject({ credit: 'وكالة الريف', caption: 'الميناء فجرًا' });
    const broken = withIptc(await noise().jpeg().toBuffer(), [[2, 80, 'x'.repeat(5_000)]]);
    const answer = await upload(broken);
    expect(answer.status).toBe(201);
    expect(((await imageRow(answer.body.id)) as { credit: string }).credit).toHaveLength(300);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('%s stays %s', async (format) => {
    const { status, body } = await upload(await noise(60, 40)[format]().toBuffer());
    expect(status).toBe(201);
    expect((await sharp(await original(body.id)).metadata()).mediaType).toBe(`image/${format}`);
    expect(await imageRow(body.id)).toMatchObject({ media_type: `image/${format}`, width: 60, height: 40 });
  });

  it.each(['gif', 'webp'] as const)('a moving %s keeps moving, as the original and as WebP', async (format) => {
    const frames = await Promise.all([0, 120, 240].map((hue) => noise(60, 40).modulate({ hue }).raw().toBuffer()));
    const raw = { width: 60, height: 120, channels: 3, pageHeight: 40 } as const;
    const file = await sharp(Buffer.concat(frames), { raw })
      [format]({ delay: [100, 100, 100] })
      .toBuffer();
    const { body } = await upload(file);
    expect((await sharp(await original(body.id)).metadata()).pages).toBe(3);
    expect(await imageRow(body.id)).toMatchObject({ width: 60, height: 40 });
    const variant = (name: string) =>
      test.app.inject({ url: `/media/${body.id}/${name}`, headers: { authorization: `Bearer ${editor.token}` } });
    expect((await sharp((await variant('160.webp')).rawPayload).metadata()).pages).toBe(3);
    expect((await variant('160.jpg')).statusCode).toBe(200);
  });

  it('has the colours of the screen, whatever they were', async () => {
    for (const colours of ['p3', 'cmyk'] as const) {
      const file = await noise().withIccProfile(colours).jpeg().toBuffer();
      const { body } = await upload(file);
      expect(await sharp(await original(body.id)).metadata()).toMatchObject({ space: 'srgb', hasProfile: false });
    }
  });

  it('is nothing of what was hidden behind a picture', async () => {
    const { body } = await upload(
      Buffer.concat([await noise().jpeg().toBuffer(), Buffer.from('<script>alert(1)</script>PK\x03\x04')]),
    );
    expect((await original(body.id)).includes('script')).toBe(false);
  });
});

describe('what is refused', () => {
  let before: number | undefined;
  beforeEach(async () => {
    before = await images();
  });
  afterEach(async () => expect(await images()).toBe(before));

  const failure = (code: string) => ({ error: { code, message: expect.any(String), requestId: expect.any(String) } });

  it('is what comes from nobody, or by cookie from another site', async () => {
    const file = await noise().png().toBuffer();
    expect(await upload(file, {}, { authorization: '' })).toMatchObject({
      status: 401,
      body: failure('UNAUTHENTICATED'),
    });
    expect((await upload(file, {}, { authorization: 'Bearer nobody' })).status).toBe(401);
    const cookie = `warraq_session=${editor.token}`;
    for (const origin of [undefined, 'https://evil.example', 'null'])
      expect(await upload(file, {}, { authorization: '', cookie, ...(origin ? { origin } : {}) })).toMatchObject({
        status: 403,
        body: failure('FORBIDDEN'),
      });
    before = (before ?? 0) + 1;
    expect((await upload(file, {}, { authorization: '', cookie, origin: 'http://localhost:80' })).status).toBe(201);
  });

  it.each([
    ['SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'],
    ['XML before an SVG', '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'],
    ['PDF', '%PDF-1.4\n1 0 obj'],
    ['HTML', '<!doctype html><img src=x onerror=alert(1)>'],
    ['PPM', 'P6 1 1 255 abc'],
    ['nothing at all', ''],
  ])('is %s, by its content', async (_name, text) => {
    expect(await upload(Buffer.from(text))).toMatchObject({ status: 415, body: failure('UNSUPPORTED_MEDIA_TYPE') });
  });

  it('is a TIFF, and a PDF with a picture in it', async () => {
    const jpeg = await noise().jpeg().toBuffer();
    for (const file of [await noise().tiff().toBuffer(), Buffer.concat([Buffer.from('%PDF-1.4\n'), jpeg])])
      expect((await upload(file)).status).toBe(415);
  });

  it.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('is half a %s', async (format) => {
    const file = await noise()[format]().toBuffer();
    for (const part of [0.5, 0.9])
      expect(await upload(file.subarray(0, Math.floor(file.length * part)))).toMatchObject({
        status: 422,
        body: failure('UNPROCESSABLE'),
      });
  });

  it('is a script that begins like a picture', async () => {
    expect((await upload(Buffer.from('GIF89a/*  */=1;alert(1)//<script>'))).status).toBe(422);
    expect((await upload(Buffer.from('\xff\xd8\xff<html>', 'latin1'))).status).toBe(422);
  });

  it('is a file of too many bytes, and a picture of too many pixels', async () => {
    expect(await upload(Buffer.alloc(21 * 1024 * 1024))).toMatchObject({ status: 413, body: failure('TOO_LARGE') });
    const large = (width: number, height: number) =>
      sharp({ create: { width, height, channels: 3, background: '#123' } })
        .png()
        .toBuffer();
    expect(await upload(await large(8_000, 6_500))).toMatchObject({ status: 413, body: failure('TOO_LARGE') });
    expect((await upload(await large(17_000, 10))).status).toBe(413);
  });

  it('is a form that cannot be read to its end', async () => {
    const whole = form({ alt: 'صورة' }, { file: await noise().jpeg().toBuffer() });
    const send = (payload: Buffer, type: string) =>
      test.app.inject({
        method: 'POST',
        url: '/media',
        headers: { authorization: `Bearer ${editor.token}`, 'content-type': type },
        payload,
      });
    const answers = await Promise.all([
      send(whole.payload, 'multipart/form-data; boundary=another'),
      send(whole.payload, 'multipart/form-data'),
      send(whole.payload.subarray(0, -40), whole.headers['content-type']),
    ]);
    expect(answers.map((answer) => [answer.statusCode, answer.json().error.code])).toEqual(
      Array(3).fill([400, 'BAD_REQUEST']),
    );
  });

  it('is a form that is none, without a file, with two, or with a text that is too long', async () => {
    const send = (given: ReturnType<typeof form>) =>
      test.app.inject({
        method: 'POST',
        url: '/media',
        ...given,
        headers: { authorization: `Bearer ${editor.token}`, ...given.headers },
      });
    const png = await noise().png().toBuffer();
    expect((await send(form({ alt: 'x' }))).statusCode).toBe(400);
    expect((await send(form({}, { other: png }))).statusCode).toBe(400);
    expect((await send(form({}, { file: png, more: png }))).statusCode).toBe(413);
    expect(
      (await send({ headers: { 'content-type': 'application/json' }, payload: Buffer.from('{}') })).statusCode,
    ).toBe(415);
    for (const length of [301, 20_000]) {
      const answer = await upload(png, { credit: 'x'.repeat(length) });
      expect([answer.status, answer.body.error.message]).toEqual([400, 'credit: longer than 300 characters.']);
    }
  });
});

describe('file and row', () => {
  const files = async () => (await readdir(join(test.config.dataDir, 'media', 'uploads')).catch(() => [])).sort();

  it('leave neither behind when the row fails', async () => {
    await noise()
      .png()
      .toBuffer()
      .then((png) => upload(png));
    const before = await files();
    await test.db.query(`alter table image add constraint image_no_more check (width <> 77)`);
    const answer = await upload(await noise(77, 40).png().toBuffer());
    await test.db.query('alter table image drop constraint image_no_more');
    expect(answer).toMatchObject({ status: 500, body: { error: { code: 'INTERNAL_SERVER_ERROR' } } });
    expect(await files()).toEqual(before);
  });

  it('leave neither behind when the file fails', async () => {
    const folder = join(test.config.dataDir, 'media');
    const before = await images();
    await rm(folder, { recursive: true });
    await writeFile(folder, 'no folder');
    const answer = await upload(await noise().png().toBuffer());
    await rm(folder);
    expect(answer.status).toBe(500);
    expect(await images()).toBe(before);
  });
});

it('a variant is drawn once, however many ask for it first, and what failed is not kept', async () => {
  const { body } = await upload(await noise(900, 600).jpeg().toBuffer());
  const folder = join(test.config.dataDir, 'media', 'uploads');
  const ask = () =>
    test.app.inject({ url: `/media/${body.id}/640.avif`, headers: { authorization: `Bearer ${editor.token}` } });
  const file = join(folder, body.id);
  const bytes = await readFile(file);
  await writeFile(file, 'broken');
  expect((await ask()).statusCode).toBe(500);
  await writeFile(file, bytes);
  const answers = await Promise.all(Array.from({ length: 10 }, ask));
  expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([200]));
  expect(new Set(answers.map((answer) => answer.headers.etag)).size).toBe(1);
  expect((await readdir(folder)).filter((name) => name.startsWith(body.id)).sort()).toEqual([
    body.id,
    `${body.id}.640.avif`,
  ]);
  await writeFile(file, 'broken');
  expect((await ask()).statusCode).toBe(200);
});
