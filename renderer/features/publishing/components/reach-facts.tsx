import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { categoryWords } from '../../../../shared/domain/words.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { useSetting } from '../../settings/index.ts';
import type { PostValues } from '../post-form.ts';
import { neighbourText, spareText, tiredText, waitText } from '../reach-words.ts';
import { whenText } from '../words.ts';
import './reach-facts.css';

interface ReachFactsProps {
  postId: number | null;
  values: PostValues & { accountId: number };
}

/** Whom an offer or a private message would tire, who is to see none, and what the same people see shortly before and after; quiet when there is nothing to say. */
export function ReachFacts({ postId, values }: ReachFactsProps) {
  const { accountId, channel, audience, category, scheduledAt: at } = values;
  const [blockTags] = useSetting('guard.blockTags');
  const { data } = useQuery({
    ...trpc.insights.reach.queryOptions({ postId, accountId, channel, audience, category, at }),
    placeholderData: keepPreviousData,
    // a broken audience says so itself
    retry: false,
  });
  if (!data) return null;
  const said = isOneByOne(values) ? [waitText(data, blockTags)] : [tiredText(data), spareText(data, audience.mode, blockTags)];
  const warnings = said.filter((text) => text !== null);
  if (warnings.length === 0 && data.neighbours.length === 0) return null;
  return (
    <section className="reach-facts" aria-label="这些人还会看到">
      {warnings.map((text) => (
        <p key={text} className="reach-warning">
          {text}
        </p>
      ))}
      {data.neighbours.length > 0 && (
        <details>
          <summary>{neighbourText(data.neighbours)}</summary>
          <ul>
            {data.neighbours.map((post) => (
              <li key={post.postId} data-seen={post.posted}>
                <span>{whenText(post.at)}</span>
                <i>{post.posted ? '看过' : '会看到'}</i>
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
