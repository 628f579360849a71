import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { maxPostText, textLength } from '../../../shared/contracts/calendar.ts';
import type { ContentPiece } from '../../../shared/contracts/content.ts';
import { LibraryScreen } from '../../features/content/index.ts';
import { useCreatePost, usualTime, WritingHints, whenText } from '../../features/publishing/index.ts';
import { useAccounts, usualAccount } from '../../lib/book.ts';
import { dayText, startOfDay } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { notify } from '../../ui/toast.tsx';

const dayMs = 86_400_000;

/** Plans a piece for tomorrow, at the hour she usually posts; the calendar then shows it, to be moved or written on. */
function PlanButton({ piece }: { piece: ContentPiece }) {
  const navigate = useNavigate();
  const accounts = useAccounts();
  const create = useCreatePost();
  const [done, setDone] = useState(false);
  const moments = piece.variants.find(({ channel }) => channel === 'moments');
  const text = moments?.text || piece.text;
  const account = usualAccount(accounts.active);
  const tooLong = textLength(text) > maxPostText;
  const plan = () => {
    if (!account) return;
    const scheduledAt = usualTime(startOfDay(now()) + dayMs, now());
    const { category, assets, id } = piece;
    create.mutate(
      { accountId: account.id, text, category, contentId: id, scheduledAt, state: 'planned', assetIds: assets.map((asset) => asset.id) },
      {
        onSuccess: (saved) => {
          setDone(true);
          notify.done(`已计划在${whenText(scheduledAt)}，可以拖到别的日子`, saved.undoId);
          void navigate(`/calendar?on=${dayText(scheduledAt)}&post=${saved.id}`);
        },
      },
    );
  };
  return (
    <Button
      size="small"
      disabled={!account || tooLong || done}
      loading={create.isPending}
      title={tooLong ? '朋友圈最多 2,000 字，先给「朋友圈」写一份短的' : '先放在明天，再到日历里拖到想发的日子'}
      onClick={plan}
    >
      排进日历
    </Button>
  );
}

/** 素材库: pieces, their words for each channel, pictures and videos. */
export default function LibraryPage() {
  return (
    <LibraryScreen
      hints={(text, onShow) => <WritingHints text={text} onShow={onShow} />}
      actions={(piece) => (piece.text.trim() !== '' || piece.assets.length > 0 ? <PlanButton key={piece.id} piece={piece} /> : null)}
    />
  );
}
