import { Button } from 'antd';
import { useState } from 'react';
import { spokenTime } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { useDrafts, usualTime } from '../../publishing/index.ts';
import type { Calendar } from '../use-calendar.ts';

/** What she had not finished writing when the panel or the program closed. */
export function UnfinishedDrafts({ calendar }: { calendar: Calendar }) {
  const { drafts, drop } = useDrafts();
  const openId = calendar.target?.kind === 'post' ? calendar.target.id : null;
  const draft = drafts.find((one) => !(calendar.target && one.postId === openId));
  const [asked, setAsked] = useState(false);
  if (!draft || calendar.target) return null;
  const title = (draft.values.text ?? '').trim().split('\n', 1)[0]?.slice(0, 24) ?? '';
  const at = draft.values.scheduledAt ?? usualTime(calendar.cursorAt, now());
  return (
    <div className="draft-bar" role="status">
      <span>
        有一条没写完：{title ? `「${title}」` : '还没有文字'}，{spokenTime(draft.at)}留下的
      </span>
      <Button
        size="small"
        type="primary"
        ghost
        onClick={() => calendar.open(draft.postId === null ? { kind: 'new', at } : { kind: 'post', id: draft.postId }, at)}
      >
        继续写
      </Button>
      <Button
        size="small"
        danger={asked}
        onClick={() => {
          if (!asked) return setAsked(true);
          setAsked(false);
          drop(draft.postId);
        }}
      >
        {asked ? '真的丢掉' : '丢掉'}
      </Button>
    </div>
  );
}
