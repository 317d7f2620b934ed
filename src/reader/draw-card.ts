/**
 * The picture of a page for those who share it (OpenGraph): its title as its own language sets it, by Pango, which joins letters, turns
 * directions and breaks lines. The faces come from packages, so that a server without fonts draws the same.
 */
import { createRequire } from 'node:module';
import type { OutputInfo, Sharp, SharpOptions } from 'sharp';
import { Gate } from '../core/gate.js';
import { HttpError } from '../core/http-error.js';
import { excerpt } from '../text/words.js';

/** What a picture says. */
export interface Card {
  title: string;
  /** The title's, by its language: its first letters may be of another. */
  direction: 'rtl' | 'ltr';
  /** Beneath the title: of an article, its outlet and date. */
  subtitle: string | null;
  siteName: string;
}

/** Pixels. */
const WIDTH = 1_200;
const HEIGHT = 630;
const MARGIN = 80;
const BENEATH = 44;
const LINE = 62;
const EDGE = 16;
const LINE_WIDTH = WIDTH - 2 * MARGIN;
/** Between what stands one above another, at least. */
const GAP = 20;
const TALLEST_TITLE = HEIGHT - MARGIN - BENEATH - 2 * LINE - GAP;

const PAPER = '#fbf9f4';
const INK = '#1d1a16';
const FADED = '#6a6156';
const ACCENT = '#8c2f1b';

/** Letters as readers count them. */
const LONGEST_TITLE = 170;
const LONGEST_SUBTITLE = 60;

/** Sizes of a title's face, tried one by one: how much room letters take is seen once they are set. */
const SIZES = [84, 68, 58, 50, 42] as const;

const gate = new Gate(
  { atOnce: 1, longestLine: 50, longestWait: 10_000 },
  () => new HttpError(503, 'SERVICE_UNAVAILABLE', 'Too many pictures are being drawn: try again in a moment.'),
);

/** A PNG of 1,200 by 630 pixels. */
export const drawCard = (card: Card): Promise<Buffer> => gate.pass(() => draw(card));

async function draw({ title, direction, subtitle, siteName }: Card): Promise<Buffer> {
  const set = await typesetter(direction);
  const drawn = [await setTitle(set, title), ...(subtitle ? [await setSubtitle(set, subtitle)] : [])];
  drawn.push(await set(siteName, 44, ACCENT));
  const layers = drawn.map(({ data, info }, at) => ({
    input: data,
    left: direction === 'rtl' ? WIDTH - MARGIN - info.width : MARGIN,
    top: at === 0 ? MARGIN : HEIGHT - BENEATH + (at - drawn.length) * LINE,
  }));
  const edge = { create: { width: WIDTH, height: EDGE, channels: 3, background: ACCENT } } as const;
  const { default: sharp } = await import('sharp');
  return sharp({ create: { width: WIDTH, height: HEIGHT, channels: 3, background: PAPER } })
    .composite([{ input: edge, left: 0, top: 0 }, ...layers])
    .png({ palette: true, colours: 64 })
    .toBuffer();
}

/** As large as there is room for. Nothing but marks in heaps, or letters all wide, has none at the smallest size. */
async function setTitle(set: Typesetter, title: string): Promise<Drawn> {
  const head = excerpt(title, LONGEST_TITLE);
  let drawn = await set(head, SIZES[0], INK);
  for (const size of SIZES.slice(1)) {
    if (drawn.info.height <= TALLEST_TITLE) break;
    drawn = await set(head, size, INK);
  }
  return shrink(drawn, TALLEST_TITLE);
}

/** On one line, whatever its letters are. */
const setSubtitle = async (set: Typesetter, subtitle: string): Promise<Drawn> =>
  shrink(await set(excerpt(subtitle, LONGEST_SUBTITLE), 34, FADED, 'none'), LINE - GAP);

/** What is larger than its room, as a picture that is not. */
async function shrink(drawn: Drawn, height: number): Promise<Drawn> {
  if (drawn.info.width <= LINE_WIDTH && drawn.info.height <= height) return drawn;
  const { default: sharp } = await import('sharp');
  return sharp(drawn.data)
    .resize({ width: LINE_WIDTH, height, fit: 'inside' })
    .png()
    .toBuffer({ resolveWithObject: true });
}

interface Drawn {
  data: Buffer;
  info: OutputInfo;
}

type Typesetter = (text: string, size: number, colour: string, wrap?: 'word-char' | 'none') => Promise<Drawn>;

const { resolve } = createRequire(import.meta.url);

/** Families with a file of each, and a letter that has it loaded. */
const FACES = [
  ['Noto Naskh Arabic', resolve('@expo-google-fonts/noto-naskh-arabic/700Bold/NotoNaskhArabic_700Bold.ttf'), 'ا'],
  [
    'Noto Sans Tifinagh',
    resolve('@expo-google-fonts/noto-sans-tifinagh/400Regular/NotoSansTifinagh_400Regular.ttf'),
    'ⵣ',
  ],
] as const;
const FAMILIES = FACES.map(([family]) => family).join(', ');

let loaded: Promise<(options: SharpOptions) => Sharp> | undefined;

/** A face is known to the process once a text was drawn with its file. What never draws loads nothing. */
async function load(): Promise<(options: SharpOptions) => Sharp> {
  const { default: sharp } = await import('sharp');
  for (const [font, fontfile, text] of FACES) await sharp({ text: { text, font, fontfile } }).raw().toBuffer();
  return sharp;
}

/** Draws texts that begin on the side of a direction, whatever their first letters are. */
async function typesetter(direction: Card['direction']): Promise<Typesetter> {
  loaded ??= load();
  const sharp = await loaded;
  const mark = direction === 'rtl' ? '\u200f' : '\u200e';
  return (text, size, colour, wrap = 'word-char') =>
    sharp({
      text: {
        text: `<span foreground="${colour}">${mark}${escaped(text)}</span>`,
        font: `${FAMILIES}, Bold ${size}`,
        width: LINE_WIDTH,
        dpi: 72,
        rgba: true,
        wrap,
      },
    })
      .png()
      .toBuffer({ resolveWithObject: true });
}

/** Pango reads a markup. */
const escaped = (text: string) =>
  text
    .replace(/\p{Cc}/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
