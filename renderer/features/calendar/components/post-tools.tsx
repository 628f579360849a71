import { Button } from 'antd';
import { useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import type { RecurringPost } from '../../../../shared/contracts/recurrences.ts';
import { ruleText } from '../../../../shared/domain/recurrence-words.ts';
import { client } from '../../../lib/api.ts';
import { now } from '../../../lib/now.ts';
import { notify } from '../../../ui/toast.tsx';
import { categoryWords, isSettled, type PostToolsSlot, useDrafts, whenText } from '../../publishing/index.ts';
import { useOneSeries } from '../queries.ts';
import { ChangeSeriesDialog, RepeatDialog, useEndSeries } from './series-dialogs.tsx';
import './dialogs.css';

/** Beside the time of a post: the next free slot, and how it comes back. */
export function PostTools({ slot, onGone }: { slot: PostToolsSlot; onGone: () => void }) {
  const { post } = slot;
  const settled = post !== null && isSettled(post);
  return (
    <fieldset className="post-tools" aria-label="档期和重复">
      {!settled && <NextSlot slot={slot} />}
      {post !== null && !settled && <Again slot={slot} post={post} onGone={onGone} />}
    </fieldset>
  );
}

function NextSlot({ slot: { values, change } }: { slot: PostToolsSlot }) {
  const { accountId, category } = values;
  if (accountId === null) return null;
  const find = async () => {
    const afterAt = now();
    try {
      const fitting = await client.slots.next.query({ accountId, category, afterAt });
      const found = fitting ?? (await client.slots.next.query({ accountId, category: null, afterAt }));
      if (!found) return notify.done('60 天内没有空着的档期。在内容日历的「更多 → 固定档期」里可以加');
      change({ scheduledAt: found.at });
      const other = fitting ? '' : `，那里原本留给「${categoryWords[found.category]}」`;
      notify.done(`放到了${whenText(found.at)}${other}，保存后生效`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <Button size="small" onClick={() => void find()}>
      下一个空档
    </Button>
  );
}

function Again({ slot, post, onGone }: { slot: PostToolsSlot; post: Post; onGone: () => void }) {
  const [asking, setAsking] = useState(false);
  const series = useOneSeries(post.recurrenceId);
  const end = useEndSeries();
  const { drop } = useDrafts();
  if (post.recurrenceId === null || post.occurrenceOn === null) {
    return (
      <>
        <Button size="small" disabled={slot.dirty} title={slot.dirty ? '先保存修改' : undefined} onClick={() => setAsking(true)}>
          定期重复…
        </Button>
        {asking && <RepeatDialog post={post} onClose={() => setAsking(false)} />}
      </>
    );
  }
  if (!series) return null;
  const fromOn = post.occurrenceOn;
  return (
    <>
      <p>定期重复：{ruleText(series.rule)}。保存只改这一条，删除只跳过这一次。</p>
      <Button size="small" onClick={() => setAsking(true)}>
        这条和以后的都改…
      </Button>
      <Button
        size="small"
        onClick={() => {
          // closed first: this post goes as well
          onGone();
          end.mutate({ id: series.id, fromOn });
        }}
      >
        从这条起不再重复
      </Button>
      {asking && (
        <ChangeSeriesDialog
          series={series}
          fromOn={fromOn}
          post={fromForm(slot, series.post)}
          onSend={onGone}
          onChanged={() => drop(post.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

/** What stands in the panel now, for every post from here on; the accounts stay those of the series. */
function fromForm({ values }: PostToolsSlot, before: RecurringPost): RecurringPost {
  const { title, text, category, channel, audience, contentId, state, assets } = values;
  return { ...before, title, text, category, channel, audience, contentId, state, assetIds: assets.map(({ id }) => id) };
}
