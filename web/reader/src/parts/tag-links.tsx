/** Tags as links. */
import { type Language, pathIn } from '../languages.js';

interface TagLinksProps {
  language: Language;
  tags: readonly { id: string; name: string; path: string }[];
  /** What they are to the page: `tag` where they are those of its article. */
  rel?: 'tag';
}

export const TagLinks = ({ language, tags, rel }: TagLinksProps) => (
  <ul>
    {tags.map(({ id, name, path }) => (
      <li key={id}>
        <a href={pathIn(language, path)} rel={rel}>
          <bdi>{name}</bdi>
        </a>
      </li>
    ))}
  </ul>
);
