/** What may stand in an article, and that nothing else gets in: by payloads of every kind we know, and by tag soup. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { bodyFromText, bodyToText, escapeHtml } from '../../src/articles/body.js';
import { bodyToMarkdown } from '../../src/articles/markdown.js';
import { isTangled, sanitizeBody, TangledHtml } from '../../src/articles/sanitize.js';
import { parseLine } from '../../src/ingestion/article-line.js';
import { runs } from '../support/soak.js';

// Written out once more: a test that read the sanitiser's own list would agree with anything.
const TAGS = new Set(
  `p br hr h2 h3 h4 blockquote ul ol li figure figcaption table thead tbody tr th td pre strong em b i u s sub sup
   code cite q bdi a`.split(/\s+/),
);
const VALUES: Record<string, Record<string, RegExp>> = {
  '*': { dir: /^(ltr|rtl|auto)$/, lang: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/ },
  a: {
    href: /^(https?:\/\/|mailto:)[^\s]/i,
    hreflang: /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/,
    rel: /^noopener nofollow$/,
  },
  figure: { 'data-image-id': /^i[0-9a-z]{26}$/ },
  td: { colspan: /^\d{1,2}$/, rowspan: /^\d{1,2}$/ },
  th: { colspan: /^\d{1,2}$/, rowspan: /^\d{1,2}$/, scope: /^(row|col)(group)?$/ },
};
const isAllowed = (tag: string, name: string, value: string) =>
  (VALUES[tag]?.[name] ?? VALUES['*']?.[name])?.test(value) === true;
const decoded = (value: string) =>
  value
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');

/** What stands in sanitised HTML and is not on the list, by the plainest reading: every `<` begins one of our tags. */
function strayText(html: string): string[] {
  const found: string[] = [];
  const rest = html.replace(/<(\/?)([a-z][a-z\d]*)((?: [a-z-]+="[^"<>]*")*)(?: \/)?>/g, (_, close, tag, attributes) => {
    if (!TAGS.has(tag)) found.push(`<${tag}>`);
    if (close && attributes) found.push(`</${tag}${attributes}>`);
    for (const [, name, value] of attributes.matchAll(/ ([a-z-]+)="([^"]*)"/g)) {
      if (!isAllowed(tag, name, decoded(value))) found.push(`${tag}: ${name}="${value}"`);
    }
    return '';
  });
  if (/[<>]/.test(rest)) found.push(`text: ${rest}`);
  if (/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(html)) found.push('bidi control');
  return found;
}

interface DomNode {
  nodeType: number;
  localName: string;
  namespaceURI: string;
  attributes: ArrayLike<{ name: string; value: string }>;
  childNodes: ArrayLike<DomNode>;
  innerHTML: string;
}

/** The HTML5 parser that the Markdown converter brings. */
const domino = createRequire(createRequire(import.meta.url).resolve('turndown'))('@mixmark-io/domino') as {
  createDocument(html: string): { body: DomNode };
};

/** The same question to a parser that reads as browsers do; it may add a tbody, and nothing else. */
function strayNodes(html: string): string[] {
  const found: string[] = [];
  const visit = (node: DomNode, depth: number): void => {
    if (node.nodeType === 8) found.push('comment');
    if (node.nodeType !== 1) return;
    if (depth > 0) {
      if (!TAGS.has(node.localName) || node.namespaceURI !== 'http://www.w3.org/1999/xhtml')
        found.push(`<${node.localName}> of ${node.namespaceURI}`);
      for (const { name, value } of Array.from(node.attributes))
        if (!isAllowed(node.localName, name, value)) found.push(`${node.localName}: ${name}="${value}"`);
    }
    for (const child of Array.from(node.childNodes)) visit(child, depth + 1);
  };
  const { body } = domino.createDocument(`<body>${html}</body>`);
  visit(body, 0);
  return found;
}

const serialised = (html: string) => domino.createDocument(`<body>${html}</body>`).body.innerHTML;

/** Everything that must hold for whatever came in. */
function expectSafe(html: string): void {
  const clean = sanitizeBody(html);
  const again = serialised(clean);
  expect({
    html,
    stray: [...strayText(clean), ...strayNodes(clean)],
    // As a browser's editor would hand it back: read, written, read again.
    mutated: [...strayNodes(again), ...strayText(sanitizeBody(again))],
    twice: sanitizeBody(clean),
  }).toEqual({ html, stray: [], mutated: [], twice: clean });
}

describe('what an article may hold', () => {
  it.each([
    '<h2>عنوان</h2>\n<p dir="rtl" lang="ar">نص <strong>مهم</strong> و<em>مائل</em>، <bdi>CAN 2025</bdi>.</p>',
    '<blockquote><p>Citation <q>dans</q> <cite>Le Courlis</cite></p></blockquote><hr />',
    '<ul><li>واحد</li><li>اثنان<ol><li>ثلاثة</li></ol></li></ul>',
    '<figure data-image-id="i01hzx0000000000000000000aa"><figcaption>الميناء ليلا</figcaption></figure>',
    '<table><thead><tr><th scope="col" colspan="2">النتيجة</th></tr></thead><tbody><tr><td rowspan="2">3</td><td>0</td></tr></tbody></table>',
    '<p><a href="https://riwaq.example/a?b=1&amp;c=%D8%A7#d" hreflang="fr" rel="noopener nofollow">رابط</a> <a href="mailto:redaction@courlis.example" rel="noopener nofollow">m</a></p>',
    '<p>H<sub>2</sub>O, x<sup>2</sup>, <b>b</b> <i>i</i> <u>u</u> <s>s</s> <code>a &lt; b</code><br />سطر</p><pre>  بيت</pre>',
    '<p>می\u200cخواهم 👨\u200d👩\u200d👧 « نعم » &amp;amp;</p>',
  ])('stays as it is: %s', (html) => expect(sanitizeBody(html)).toBe(html));

  it.each([
    ['headings of other sizes', '<h1>a</h1><h5>b</h5><h6>c</h6>', '<h2>a</h2><h4>b</h4><h4>c</h4>'],
    ['unknown elements around text', '<div class="x"><span>نص</span></div>', 'نص'],
    ['a relative link', '<p><a href="/autre">texte</a> et <a href="//x.example">b</a></p>', '<p>texte et b</p>'],
    ['an anchor', '<a name="top">t</a><a href="#top">u</a>', 'tu'],
    ['a long address', `<a href="https://x.example/${'a'.repeat(2100)}">t</a>`, 't'],
    ['an address of no host', '<a href="https:///x">t</a><a href="http:x">u</a>', 'tu'],
    [
      'rel and target of another',
      '<a href="https://x.example" rel="opener" target="_blank">t</a>',
      '<a href="https://x.example" rel="noopener nofollow">t</a>',
    ],
    [
      'a line end in an address',
      '<a href="https://x.ex\nample/a">t</a>',
      '<a href="https://x.example/a" rel="noopener nofollow">t</a>',
    ],
    ['a direction in capitals', '<p dir="RTL">t</p>', '<p dir="rtl">t</p>'],
    ['a direction that is none', '<p dir="up">t</p>', '<p>t</p>'],
    [
      'a language',
      '<p lang="AR-ma">t</p><p lang="not a tag">t</p><p lang="&quot;onload=x">t</p>',
      '<p lang="ar-MA">t</p><p>t</p><p>t</p>',
    ],
    [
      'an image id of another type',
      '<figure data-image-id="a01hzx0000000000000000000aa">t</figure>',
      '<figure>t</figure>',
    ],
    [
      'a figure within a figure',
      '<figure data-image-id="i01hzx0000000000000000000aa">a<figure data-image-id="i01hzx0000000000000000000ab"><figcaption>t</figcaption></figure></figure>',
      '<figure data-image-id="i01hzx0000000000000000000aa">a<figcaption>t</figcaption></figure>',
    ],
    ['an image id that is none', '<figure data-image-id="i1&quot; onload=x">t</figure>', '<figure>t</figure>'],
    [
      'a span of a thousand columns',
      '<table><tr><td colspan="1000" rowspan="0">t</td></tr></table>',
      '<table><tr><td>t</td></tr></table>',
    ],
    ['an image', '<p><img src="https://x.example/a.jpg" alt="a">t</p>', '<p>t</p>'],
    ['bidi controls, as they are and as entities', '<p>a\u202eb&#8238;c&#x2067;\u2069d&rlm;\u061c</p>', '<p>abcd</p>'],
    ['a letter and its mark', '<p>e\u200e\u0301</p>', '<p>\u00e9</p>'],
    ['paragraphs in paragraphs', '<p>a<span><p>b</span>', '<p>a</p><p>b</p><p></p>'],
  ])('is put right: %s', (_, html, clean) => {
    expect(sanitizeBody(html)).toBe(clean);
    expectSafe(html);
  });

  it('keeps no stroke overlay right after a tag, where normalising would open the tag again', () => {
    const clean = sanitizeBody('<p>&#x338; onclick=alert(1) </p><p>\u0323&#x338;b</p>');
    expect(clean).toBe('<p> onclick=alert(1) </p><p>\u0323b</p>');
    expect(strayText(clean.normalize('NFC'))).toEqual([]);
  });
});

const SCHEMES = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  '\u0001javascript:alert(1)',
  ' \t\n javascript:alert(1)',
  'java\tscript:alert(1)',
  'java\nscript&colon;alert(1)',
  'java&#0;script:alert(1)',
  '&#106;&#x61;vascript&#58;alert(1)',
  'javascript&Tab;:alert(1)',
  '\u2028javascript:alert(1)',
  '\u00a0javascript:alert(1)',
  '\u202ejavascript:alert(1)',
  'j\u200bavascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'DATA:,x',
  'vbscript:msgbox(1)',
  'blob:https://x.example/1',
  'file:///etc/passwd',
  'view-source:https://x.example',
  'feed:javascript:alert(1)',
  'about:blank',
  'https:javascript:alert(1)',
  '\\\\x.example',
  'http:\\\\x.example',
];

const PAYLOADS = [
  ...SCHEMES.flatMap((address) => [
    `<a href="${address}">t</a>`,
    `<a href='${address}'>t</a>`,
    `<a href=${address}>t</a>`,
    `<img src="${address}">`,
    `<iframe src="${address}"></iframe>`,
    `<form action="${address}"><button formaction="${address}">t</button></form>`,
    `<blockquote cite="${address}">t</blockquote>`,
    `<svg><a xlink:href="${address}"><text>t</text></a></svg>`,
    `<math href="${address}"><mi>t</mi></math>`,
    `<table background="${address}"><tr><td background="${address}">t</td></tr></table>`,
  ]),
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://x.example/a.js></SCRIPT>',
  '<script\n>alert(1)</script\n>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<scr\u0000ipt>alert(1)</scr\u0000ipt>',
  '<<script>script>alert(1)<</script>/script>',
  '<script><!--<script></script>--></script><img src=x onerror=alert(1)>',
  '<script>',
  '</script><script>alert(1)//',
  '<p onclick="alert(1)" ONMOUSEOVER=alert(2) onfocus=\'alert(3)\' autofocus tabindex=0>t</p>',
  '<p/onclick=alert(1)>t</p>',
  '<p\u000conclick=alert(1)>t</p>',
  '<p "onclick=alert(1)>t</p>',
  '<p dir="rtl"onclick=alert(1)>t</p>',
  '<p lang="ar" onclick="alert(1)" lang="fr">t</p>',
  '<p ="\'><b onclick=alert(1)>">t</p>',
  '<p dir=">" onclick=alert(1)>t</p>',
  '<b <script>alert(1)</script>0</b>',
  '<a href="https://x.example" onclick=alert(1)//">t</a>',
  '<a href="https://x.example/`onmouseover=alert(1)`">t</a>',
  '<a href="https://x.example/&quot; onclick=&quot;alert(1)">t</a>',
  '<a href=https://x.example/?"onclick="alert(1)>t</a>',
  '<a href="https://x.example" href="javascript:alert(1)">t</a>',
  '<p style="background:url(javascript:alert(1))">t</p><style>@import "https://x.example/a.css"</style>',
  '<style><style/><img src=x onerror=alert(1)></style>',
  '<link rel=stylesheet href="https://x.example/a.css"><meta http-equiv=refresh content="0;url=javascript:alert(1)">',
  '<base href="javascript://"><a href="/a">t</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe><object data="a.swf"></object><embed src="a.swf">',
  '<frameset onload=alert(1)><frame src="javascript:alert(1)"></frameset>',
  '<form id=a><form id=b><input name=attributes><input name=parentNode></form></form><button form=a>t</button>',
  '<input autofocus onfocus=alert(1)><select onfocus=alert(1) autofocus><option>t</select><keygen onfocus=alert(1)>',
  '<textarea></textarea><img src=x onerror=alert(1)>',
  '<video src=x onerror=alert(1)><source onerror=alert(1)></video><audio src=x onerror=alert(1)>',
  '<details open ontoggle=alert(1)><summary>t</summary></details><marquee onstart=alert(1)>t</marquee>',
  '<svg onload=alert(1)><script>alert(1)</script><animate onbegin=alert(1) attributeName=x></svg>',
  '<svg><style><img title="</style><img src=x onerror=alert(1)>"></style></svg>',
  '<svg></p><style><a id="</style><img src=x onerror=alert(1)>"></svg>',
  '<svg><foreignObject><p><style><p title="</style><img src=x onerror=alert(1)>"></foreignObject></svg>',
  '<svg><desc><![CDATA[</desc><script>alert(1)</script>]]></svg>',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=x onerror=alert(1)&gt;"></table></math>',
  '<math><annotation-xml encoding="text/html"><p><style><p title="</style><b onclick=alert(1)>"></style></math>',
  '<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img src=x onerror=alert(1)>"></style></form>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  '<noscript><!-- </noscript><img src=x onerror=alert(1)> --></noscript>',
  '<noembed><p title="</noembed><img src=x onerror=alert(1)>"></noembed>',
  '<noframes><style></noframes><img src=x onerror=alert(1)></style>',
  '<xmp><p title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<plaintext><p title="</plaintext><img src=x onerror=alert(1)>">',
  '<listing>&lt;img src=x onerror=alert(1)&gt;</listing>',
  '<title><p title="</title><img src=x onerror=alert(1)>"></title>',
  '<template><template><img src=x onerror=alert(1)></template></template>',
  '<select><template><img src=x onerror=alert(1)></template></select>',
  '<table><tr><td><p title="</td></tr></table><img src=x onerror=alert(1)>">t',
  '<a><table><a href="https://x.example">t</a></table></a>',
  '<!--><img src=x onerror=alert(1)>-->',
  '<!--->--><img src=x onerror=alert(1)>-->',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<!-- <p>t</p>',
  '<!doctype html [<!entity x "<img src=x onerror=alert(1)>">]>&x;',
  '<![CDATA[<img src=x onerror=alert(1)>]]>',
  '<?xml-stylesheet href="javascript:alert(1)"?><?php echo 1 ?>',
  '<![if gte IE 4]><script>alert(1)</script><![endif]>',
  '</ onclick=alert(1)><//p><p//><p =>',
  '<p',
  '<p title="',
  '<p title="><img src=x onerror=alert(1)>',
  '<a href="https://x.example',
  '<a\u00a0href="javascript:alert(1)">t</a>',
  '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
  '<p xmlns="http://www.w3.org/2000/svg" xml:lang="ar" xlink:href="javascript:alert(1)">t</p>',
  '<image src=x onerror=alert(1)><isindex onmouseover=alert(1)>',
  '<p constructor=1 __proto__=2 hasOwnProperty=3 toString=4>t</p><constructor>t</constructor><__proto__>t</__proto__>',
  '&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;script&amp;gt; &#60;img src=x onerror=alert(1)&#62;',
  '+ADw-script+AD4-alert(1)+ADw-/script+AD4-',
  '＜script＞alert(1)＜/script＞ \u226e\u0338 <\u0338p>t</p>',
  '<p>\ud800<b>\udfff</b></p>',
];

describe('what runs, loads or deceives', () => {
  it.each(PAYLOADS)('dies: %j', expectSafe);

  it('dies in tag soup of any mixture', () => {
    const piece = fc.oneof(
      fc.constantFrom(...PAYLOADS, ...TAGS),
      fc.constantFrom(
        '<',
        '</',
        '>',
        '/>',
        '"',
        "'",
        '=',
        ' ',
        '\n',
        '<!--',
        '-->',
        ']]>',
        '<![CDATA[',
        '&',
        ';',
        '&#',
        '\u0338',
        '\0',
      ),
      fc
        .constantFrom(
          'script',
          'svg',
          'math',
          'style',
          'noscript',
          'table',
          'form',
          'title',
          'div',
          'li',
          'onclick',
          'href',
        )
        .chain((name) => fc.constantFrom(`<${name}>`, `</${name}>`, `<${name} `, `<${name}/>`, `${name}="`)),
      fc.constantFrom(...TAGS).chain((name) => fc.constantFrom(`<${name}>`, `</${name}>`, `<${name} `)),
      fc.string({ unit: 'binary', maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => expectSafe(pieces.join(''))),
      { numRuns: runs(300) },
    );
  });

  const { XSS_FIXTURES } = process.env;
  if (XSS_FIXTURES !== undefined) {
    it('dies in every payload of the file given', () => {
      const fixtures = JSON.parse(readFileSync(XSS_FIXTURES, 'utf8')) as { payload: string }[];
      for (const { payload } of fixtures) expectSafe(payload);
    });
  }
});

describe('hostile nesting', () => {
  const deep = (open: string, close = '', size = 2_000_000) => {
    const times = size / (open.length + close.length);
    return open.repeat(times) + close.repeat(times);
  };
  const wide = (text: string) => deep(text, '', 400_000);

  it.each([
    ['tags never closed', deep('<b>')],
    ['closing tags of others', deep('<b>', '</q>')],
    ['closing tags in attributes', deep('<b title="</b>">')],
    ['paragraphs in list items', deep('<p><li>')],
    ['elements that are dropped', deep('<div>', '</div>')],
    ['foreign elements', deep('<svg><g>')],
  ])('is refused: %s', (_, html) => {
    expect(isTangled(html)).toBe(true);
    expect(() => sanitizeBody(html)).toThrow(TangledHtml);
    expect(parseLine(JSON.stringify({ source: 's', title: 't', body: html.slice(0, 1_900_000) }))).toEqual({
      reason: 'body: has too many tags that are never closed',
    });
  });

  it.each([
    ['paragraphs without ends', wide('<p>a')],
    ['rows without ends', `<table>${wide('<tr><td>a<td>b')}`],
    ['line ends', wide('a<br>')],
    ['closing tags alone', wide('</b>')],
    ['unclosed comments', wide('<!--')],
    ['brackets', wide('<')],
    ['attributes', `<p ${Array.from({ length: 200_000 }, (_, n) => `a${n}=b`).join(' ')}>t</p>`],
    ['one attribute', `<a href="https://x.example/${wide('<!--')}">t</a>`],
    ['half entities', wide('&#')],
  ])('that is none is read: %s', (_, html) => {
    expect(isTangled(html)).toBe(false);
    expect(strayText(sanitizeBody(html))).toEqual([]);
  });

  it('of fifty and more levels is flattened', () => {
    const html = `${'<blockquote>'.repeat(200)}نص${'</blockquote>'.repeat(200)}`;
    expect(isTangled(html)).toBe(false);
    expect(sanitizeBody(html)).toBe(`${'<blockquote>'.repeat(50)}نص${'</blockquote>'.repeat(50)}`);
  });
});

describe('other formats', () => {
  it('plain text becomes HTML that the sanitiser leaves alone', () => {
    expect(bodyFromText('a <b> & "c"\nd\u202e')).toBe('<p>a &lt;b&gt; &amp; "c"</p>\n<p>d</p>');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const html = bodyFromText(`${one}\n\n${other}\n<p>\u0338`);
        expect(sanitizeBody(html)).toBe(html);
      }),
      { numRuns: runs(300) },
    );
  });

  it('text comes back as it was written, and is text', () => {
    expect(bodyToText('<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;lt;</p>')).toBe('<script>alert(1)</script> &lt;');
    expect(escapeHtml('<a href="&lt;">')).toBe('&lt;a href="&amp;lt;"&gt;');
  });

  it('a text that speaks of HTML stays text in Markdown', () => {
    const markdown = bodyToMarkdown(
      '<p>&lt;script&gt;alert(1)&lt;/script&gt; \\&lt;b&gt; &amp;lt;i&amp;gt; &amp;#60; R&amp;D [x](javascript:y) <code>&lt;b&gt;</code></p>',
    );
    expect(markdown).toBe(
      '\\<script>alert(1)\\</script> \\\\\\<b> \\&lt;i\\&gt; \\&#60; R&D \\[x\\](javascript:y) `<b>`',
    );
  });
});
