/** The form in which addresses are compared: how an outlet spells its own pages varies, the page does not. */

/** Parameters that say how a reader came, not what she reads. */
const TRACKING = /^(utm_.*|fbclid|gclid|mc_cid|mc_eid)$/i;

/** Scheme, `www.`, fragment, tracking parameters, trailing slash and the spelling of percent-encodings do not count. */
export function urlKey(address: string): string {
  const url = new URL(address);
  for (const name of [...url.searchParams.keys()]) if (TRACKING.test(name)) url.searchParams.delete(name);
  url.searchParams.sort();
  const host = url.host.replace(/^www\./, '');
  return `${host}${decode(url.pathname).replace(/\/+$/, '')}${decode(url.search)}`.normalize('NFC');
}

/** Letters decoded, separators not (%2F is no slash), and nothing that no text can hold. */
function decode(text: string): string {
  const hex = text.replace(/%[0-9a-f]{2}/gi, (code) => code.toUpperCase());
  return hex.replace(/(?:%[89A-F][0-9A-F])+/g, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run; // not every % in an address is an encoding
    }
  });
}
