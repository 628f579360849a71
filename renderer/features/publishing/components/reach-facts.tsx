import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Reach } from '../../../../shared/contracts/insights.ts';
import { categoryWords } from '../../../../shared/domain/words.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import type { PostValues } from '../post-form.ts';
import { whenText } from '../words.ts';
import './reach-facts.css';

interface ReachFactsProps {
  postId: number | null;
  values: PostValues & { accountId: number };
}

/** Whom an offer would tire, and what the same people see shortly before and after; quiet when there is nothing to say. */
export function ReachFacts({ postId, values }: ReachFactsProps) {
  const { accountId, audience, category, scheduledAt: at } = values;
  const { data } = useQuery({
    ...trpc.insights.reach.queryOptions({ postId, accountId, audience, category, at }),
    placeholderData: keepPreviousData,
    // a broken audience says so itself
    retry: false,
  });
  if (!data) return null;
  const tired = data.guard ? data.guard.notBefore + data.guard.blocked : 0;
  if (tired === 0 && data.neighbours.length === 0) return null;
  return (
    <section className="reach-facts" aria-label="这些人还会看到">
      {tired > 0 && (
        <p className="reach-tired">
          {count(data.heads)} 位里有 {count(tired)} 位这几天看的广告够多了，可以挪一天，或者换条不卖货的。
        </p>
      )}
      {data.neighbours.length > 0 && (
        <details>
          <summary>{neighbourText(data.neighbours)}</summary>
          <ul>
            {data.neighbours.map((post) => (
              <li key={post.postId}>
                <span>{whenText(post.at)}</span>
                <b>{categoryWords[post.category]}</b>
                <em>{post.title}</em>
                {post.overlap < data.heads && <small>{count(post.overlap)} 位</small>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** 前后三天，这些人还会看到 7 条，其中促销 2 条 */
function neighbourText(neighbours: Reach['neighbours']): string {
  const offers = neighbours.filter(({ category }) => category === 'offer').length;
  return `前后三天，这些人还会看到 ${count(neighbours.length)} 条${offers > 0 ? `，其中促销 ${count(offers)} 条` : ''}`;
}
