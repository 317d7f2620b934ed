/** The library sets what it writes as CDATA on lines of its own, and a reader may take line ends for part of a title. */

export function closeCdata(xml: string): string {
  return xml.replace(/>\n\s*<!\[CDATA\[/g, '><![CDATA[').replace(/\]\]>\n\s*<\//g, ']]></');
}
