/** Tags as links, with how much there is of each where that is known. */
import { useInterface } from '../interface.js';
import { counted } from '../texts/texts.js';
import { NamedLink } from './link.js';

interface TagLinksProps {
  tags: readonly { id: string; name: string; path: string; articleCount?: { value: number } | null }[];
  /** What they are to the page: `tag` where they are those of its article. */
  rel?: 'tag';
}

export function TagLinks({ tags, rel }: TagLinksProps) {
  const { language, texts } = useInterface();
  return (
    <ul>
      {tags.map(({ articleCount, ...tag }) => (
        <li key={tag.id}>
          <NamedLink to={tag} rel={rel} />
          {articleCount && <small>{counted(language, texts.articles, articleCount.value)}</small>}
        </li>
      ))}
    </ul>
  );
}
