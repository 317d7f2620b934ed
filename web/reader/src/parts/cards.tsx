/** Articles one below the other. */
import { type FragmentOf, readFragment } from '../graphql.js';
import type { Language } from '../languages.js';
import { TEXTS } from '../texts/texts.js';
import { CARD, Card } from './card.js';

interface CardsProps {
  language: Language;
  articles: readonly FragmentOf<typeof CARD>[];
  level: 2 | 3;
}

export function Cards({ language, articles, level }: CardsProps) {
  if (articles.length === 0) return <p className="nothing">{TEXTS[language].nothing}</p>;
  return (
    <div className="cards">
      {articles.map((article) => (
        <Card key={readFragment(CARD, article).path} language={language} article={article} level={level} look="row" />
      ))}
    </div>
  );
}
