/** Tags as links, with how much there is of each where that is known. */
import { type Language, pathIn } from '../languages.js';
import { counted, TEXTS } from '../texts/texts.js';

interface TagLinksProps {
  language: Language;
  tags: readonly { id: string; name: string; path: string; articleCount?: { value: number } | null }[];
  /** What they are to the page: `tag` where they are those of its article. */
  rel?: 'tag';
}

export const TagLinks = ({ language, tags, rel }: TagLinksProps) => (
  <ul>
    {tags.map(({ id, name, path, articleCount }) => (
      <li key={id}>
        <a href={pathIn(language, path)} rel={rel}>
          <bdi>{name}</bdi>
        </a>
        {articleCount && <small>{counted(language, TEXTS[language].articles, articleCount.value)}</small>}
      </li>
    ))}
  </ul>
);
