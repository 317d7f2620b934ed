// The page reader gives the whole page or names what is missing. Every page here is made up.
import fc from 'fast-check';
import { type ParsedPage, parsePage } from '../../src/ingestion/formats/page.js';

const GAP = '\u00a0'.repeat(4);
const HEADLINES = [
  'افتتاح معرض الزهور بمدينة الورد',
  'زلزال بقوة 4,2 درجات (فيديو)',
  'حكايات الجدة... (12)',
  'حكايات الجدة... (11)',
];
const NOTICE = ['شكرا على الإبلاغ!', 'سيتم حجب هذه الصورة تلقائيا عندما يتم الإبلاغ عنها من طرف عدة أشخاص.'];
const TITLE = 'مدينة الورد تحتفي بموسم القطاف';
const DATE_LINE = 'نشر في جريدة الوادي يوم 09 - 05 - 2019';
const PARAGRAPHS = ['انطلق ، اليوم ، موسم قطاف الورد.', 'وقال أحد الفلاحين إن المحصول  وفير.'];
const ENDING = 'انقر هنا لقراءة الخبر من مصدره.';

type Parts = { ticker: string[]; notice: string[]; title: string; date: string; body: string[]; ending: string };

function pageText(changes: Partial<Parts> = {}): string {
  const parts = {
    ticker: [HEADLINES.join(GAP) + GAP],
    notice: NOTICE,
    title: TITLE,
    date: DATE_LINE,
    body: PARAGRAPHS,
    ending: ENDING,
  };
  const { ticker, notice, title, date, body, ending } = { ...parts, ...changes };
  return [...ticker, '', '', '', ...notice, '', '', title, date, '', ...body, '', '', ending].join('\n');
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

function read(text: string): ParsedPage {
  const result = parsePage(bytesOf(text));
  if (!result.ok) throw new Error(`${result.missing}: ${result.message}`);
  return result.page;
}

function missingIn(bytes: Uint8Array): string {
  const result = parsePage(bytes);
  return result.ok ? 'nothing' : result.missing;
}

/** Arabic text in windows-1256, by asking the decoder for each byte. */
function windows1256(text: string): Uint8Array {
  const decoder = new TextDecoder('windows-1256');
  const byteOf = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Uint8Array.from([...text].map((letter) => byteOf.get(letter) ?? 0x3f));
}

const WHOLE: ParsedPage = {
  headlines: HEADLINES,
  title: TITLE,
  sourceName: 'جريدة الوادي',
  date: { value: '2019-05-09', precision: 'DAY', approximate: false, raw: '09 - 05 - 2019' },
  paragraphs: PARAGRAPHS,
  notice: true,
  leadsToSource: true,
};

describe('a whole page', () => {
  it('gives all its parts, in the words of the page', () => {
    expect(read(pageText())).toEqual(WHOLE);
  });

  it.each([
    ['Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
    ['old Mac line ends', (text: string) => text.replaceAll('\n', '\r')],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['trailing blanks', (text: string) => text.replaceAll('\n', ' \u00a0\t\n')],
    ['an NFD spelling', (text: string) => text.normalize('NFD')],
    ['bidi controls around its lines', (text: string) => text.replaceAll('\n', '\u202c\n\u202b')],
    ['lines after the closing one', (text: string) => `${text}\n\nجميع الحقوق محفوظة`],
  ])('reads the same with %s', (_, change) => {
    expect(read(change(pageText()))).toEqual(WHOLE);
  });

  it('reads the same in windows-1256', () => {
    const result = parsePage(windows1256(pageText()));
    expect(result).toEqual({ ok: true, page: WHOLE });
  });

  it('need not have a notice', () => {
    expect(read(pageText({ notice: [] }))).toEqual({ ...WHOLE, notice: false });
  });

  it('knows the notice and the closing line in other spellings', () => {
    const notice = ['شكراً على الابلاغ', 'سيتم حجب هذه الصوره تلقائيًا'];
    expect(read(pageText({ notice, ending: 'إنقر هنا لقراءه الخبر من مصدره' }))).toEqual(WHOLE);
  });
});

describe('the ticker', () => {
  it.each([
    ['eight no-break spaces', GAP + GAP],
    ['two spaces', '  '],
    ['em spaces', '\u2003\u2003'],
    ['ideographic spaces', '\u3000\u3000'],
    ['tabs', '\t\t'],
    ['mixed blanks with a bidi mark between', '\u00a0\u200f\u00a0 '],
  ])('is divided by %s', (_, gap) => {
    expect(read(pageText({ ticker: [HEADLINES.join(gap)] })).headlines).toEqual(HEADLINES);
  });

  it('may take several lines', () => {
    expect(read(pageText({ ticker: [HEADLINES.slice(0, 2).join(GAP), '', ...HEADLINES.slice(2)] })).headlines).toEqual(
      HEADLINES,
    );
  });

  it('is not divided by one no-break space', () => {
    const ticker = ['فوز\u00a0كبير', 'خبر ثان'];
    expect(read(pageText({ ticker: [ticker.join(GAP)] })).headlines).toEqual([...ticker]);
  });

  it('may be absent', () => {
    expect(read(pageText({ ticker: [] })).headlines).toEqual([]);
  });

  it('takes a thousand headlines and refuses more', () => {
    const many = (count: number) => pageText({ ticker: [Array(count).fill('خبر').join(GAP)] });
    expect(read(many(1_000)).headlines).toHaveLength(1_000);
    expect(parsePage(bytesOf(many(1_001)))).toMatchObject({ ok: false, message: expect.stringContaining('1001') });
  });
});

describe('the date line', () => {
  it.each([
    ['نُشر في جريدة الوادي يوم 9/5/2019', 'جريدة الوادي'],
    ['نشر فى جريدة الوادي يوم ٠٩ - ٠٥ - ٢٠١٩', 'جريدة الوادي'],
    ['نشر في جريدة الوادي يوم 9 ماي 2019', 'جريدة الوادي'],
    ['نشر في جريدة الوادي يوم الخميس 9 مايو 2019', 'جريدة الوادي'],
    ['\u200fنشر  في جريدة الوادي يوم \u202b09\u202c\u200f - 05\u200e - 2019', 'جريدة الوادي'],
    ['نشر في كل يوم جديد يوم 09 - 05 - 2019', 'كل يوم جديد'],
    ['نشر في يوم يوم يوم 09 - 05 - 2019', 'يوم يوم'],
    ['نشر في Le Matin 24 يوم 09 - 05 - 2019', 'Le Matin 24'],
  ])('%s', (date, sourceName) => {
    expect(read(pageText({ date }))).toMatchObject({ sourceName, date: { value: '2019-05-09', precision: 'DAY' } });
  });

  it('may know only the month', () => {
    const { date } = read(pageText({ date: 'نشر في جريدة الوادي يوم مطلع ماي 2019' }));
    expect(date).toEqual({ value: '2019-05', precision: 'MONTH', approximate: true, raw: 'مطلع ماي 2019' });
  });

  it('is not a headline or a paragraph that begins alike', () => {
    const odd = 'نشر في الجريدة الرسمية قانون جديد';
    const page = read(pageText({ ticker: [odd], body: [odd, ...PARAGRAPHS] }));
    expect(page.headlines).toEqual([odd]);
    expect(page.paragraphs).toEqual([odd, ...PARAGRAPHS]);
  });
});

describe('paragraphs', () => {
  it('stand as written, without bidi controls, which can spoof', () => {
    const body = ['قال «\u202eأحمد\u202c» ، 12/11  إن ٣٪ كافية .'];
    expect(read(pageText({ body })).paragraphs).toEqual(['قال «أحمد» ، 12/11  إن ٣٪ كافية .']);
  });
});

describe('a broken page is refused by what it lacks', () => {
  it.each([
    ['text', '', 'empty'],
    ['text', ' \n\u00a0\n', 'empty'],
    ['title', pageText({ title: '' }), 'title'],
    ['title', pageText({ title: '', notice: [] }), 'title'],
    ['date line', pageText({ date: '' }), 'نشر في'],
    [
      'date',
      pageText({ date: 'نشر في جريدة الوادي يوم 31 - 02 - 2019' }),
      '"31 - 02 - 2019" cannot be read: there is no day 31',
    ],
    ['date', pageText({ date: 'نشر في جريدة الوادي يوم 17 - 13 - 2019' }), 'there is no month 13'],
    ['date', pageText({ date: 'نشر في جريدة الوادي' }), 'date'],
    ['source', pageText({ date: 'نشر في يوم 09 - 05 - 2019' }), 'name'],
    ['paragraphs', pageText({ body: [] }), 'No text'],
    ['paragraphs', pageText({ body: NOTICE }), 'No text'],
    ['ending', pageText({ ending: '' }), 'cut off'],
  ])('%s', (missing, text, message) => {
    const result = parsePage(bytesOf(text));
    expect(result).toMatchObject({ ok: false, missing, message: expect.stringContaining(message) });
    expect(result.ok || result.message).not.toContain('\n');
  });

  it.each([
    ['NUL bytes', Uint8Array.of(0xd8, 0xa7, 0, 0x41)],
    ['an image', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff, 0xfe, 0xc3, 0x28)],
    ['damaged UTF-8', Uint8Array.from(bytesOf(pageText())).fill(0xff, 40, 41)],
    ['more than 5 MB', new Uint8Array(5 * 1024 * 1024 + 1).fill(0x20)],
  ])('text, for %s', (_, bytes) => {
    expect(missingIn(bytes)).toBe('text');
  });

  it('and so is a page cut off at any byte', () => {
    const whole = bytesOf(pageText());
    const seen = new Set<string>();
    for (let length = 0; length < whole.length - 1; length += 1) seen.add(missingIn(whole.subarray(0, length)));
    expect([...seen]).toEqual(['text', 'date line', 'date', 'paragraphs', 'ending']);
  });

  it('and no bytes at all make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => !parsePage(bytes).ok));
  });
});
