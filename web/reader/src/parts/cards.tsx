/** Articles one below the other. */
import { type FragmentOf, readFragment } from '../graphql.js';
import { useInterface } from '../interface.js';
import { CARD, Card } from './card.js';

interface CardsProps {
  articles: readonly FragmentOf<typeof CARD>[];
  level: 2 | 3;
  /** What stands where there are none. */
  nothing?: string;
}

export function Cards({ articles, level, nothing }: CardsProps) {
  const { texts } = useInterface();
  if (articles.length === 0) return <p className="nothing">{nothing ?? texts.nothing}</p>;
  return (
    <div className="cards">
      {articles.map((article) => (
        <Card key={readFragment(CARD, article).path} article={article} level={level} look="row" />
      ))}
    </div>
  );
}
