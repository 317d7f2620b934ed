/** The sign of an outlet beside its name; without one, the name's first letter. Whoever hears the page has the name. */
import { type FragmentOf, graphql, readFragment } from '../graphql.js';
import { picturePath } from './picture.js';

export const LOGO = graphql(`
  fragment Logo on Source {
    name
    logo { url(width: 160) }
  }
`);

export function Logo({ source }: { source: FragmentOf<typeof LOGO> }) {
  const { name, logo } = readFragment(LOGO, source);
  if (logo?.url)
    return <img className="logo" src={picturePath(logo.url)} alt="" width={48} height={48} loading="lazy" />;
  return (
    <span className="logo" aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}

/** The article is no part of a name's first letter. */
const initialOf = (name: string) =>
  [...new Intl.Segmenter().segment(name.replace(/^(ال|L[ea] |L[’'])(?=.)/, ''))][0]?.segment;
