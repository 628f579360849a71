import { Button, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { fullTime } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { useSettlePost } from '../mutations.ts';
import { isSettled } from '../words.ts';
import { StateIcon } from './marks.tsx';
import './settle-bar.css';

function TimeField({ label, value, onChange }: { label: string; value: number | null; onChange: (at: number) => void }) {
  return (
    <DatePicker
      aria-label={label}
      value={value === null ? null : dayjs(value)}
      showTime={{ format: 'HH:mm' }}
      format="M月D日 HH:mm"
      placeholder="现在"
      suffixIcon={null}
      allowClear={false}
      needConfirm={false}
      disabledDate={(day) => day.isAfter(dayjs(now()), 'day')}
      onChange={(time) => time && onChange(Math.min(time.valueOf(), now()))}
    />
  );
}

function Settled({ post }: { post: Post }) {
  const settle = useSettlePost();
  const at = post.settledAt ?? post.scheduledAt;
  const state = post.state === 'skipped' ? 'skipped' : 'posted';
  return (
    <section className="settle-bar settled" data-state={post.state} aria-label="结果">
      <span className="settle-what" title={fullTime(at)}>
        <StateIcon state={post.state} size={18} />
        <b>{state === 'posted' ? '已发' : '已跳过'}</b>
      </span>
      <TimeField
        label={state === 'posted' ? '发出的时间' : '跳过的时间'}
        value={at}
        onChange={(time) => settle.mutate({ post, state, at: time })}
      />
      <Button onClick={() => settle.mutate({ post, state: 'scheduled' })}>重新排上</Button>
    </section>
  );
}

/** 标为已发 / 跳过 with the time (now unless she says otherwise); afterwards what became of it, and the way back. */
export function SettleBar({ post }: { post: Post }) {
  const settle = useSettlePost();
  const [at, setAt] = useState<number | null>(null);
  if (isSettled(post)) return <Settled post={post} />;
  const mark = (state: 'posted' | 'skipped') => settle.mutate(at === null ? { post, state } : { post, state, at });
  return (
    <section className="settle-bar" aria-label="发完了？">
      <Button type="primary" icon={<CheckIcon />} onClick={() => mark('posted')}>
        标为已发
        <Kbd keys="x" />
      </Button>
      <TimeField label="实际时间，不填就是现在" value={at} onChange={setAt} />
      <Button onClick={() => mark('skipped')}>
        跳过
        <Kbd keys="s" />
      </Button>
    </section>
  );
}
