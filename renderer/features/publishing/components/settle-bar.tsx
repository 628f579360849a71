import { Button } from 'antd';
import { useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { friendsSee, isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { count, fullTime } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { CheckIcon, SendIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { useSettlePost } from '../mutations.ts';
import { isSettled } from '../words.ts';
import { StateIcon } from './marks.tsx';
import { WhenFields } from './when-fields.tsx';
import './settle-bar.css';

/** Who could see it when it was marked; one for everybody in a group or on another platform is not known friend by friend. */
function SeenBy({ post: { state, channel, heads } }: { post: Post }) {
  if (state !== 'posted') return null;
  if (isOneByOne({ channel })) return <p className="settle-seen">一位一位发：发给了谁，「发送」的名单里看得到</p>;
  if (!friendsSee({ channel })) return null;
  if (heads !== null) return <p className="settle-seen">当时有 {count(heads)} 位好友能看到</p>;
  return <p className="settle-seen">不知道谁看过：标的时候，「给谁看」里有已经删掉的标签或人群，或者是从文件导入的</p>;
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
      <Button onClick={() => settle.mutate({ post, state: 'scheduled' })}>重新排上</Button>
      <WhenFields
        label={state === 'posted' ? '发出' : '跳过'}
        value={at}
        latest={now()}
        onChange={(time) => settle.mutate({ post, state, at: time })}
      />
      <SeenBy post={post} />
    </section>
  );
}

interface SettleBarProps {
  post: Post;
  /** a private one goes to its friends one by one; null = not as it stands, there are unsaved changes */
  onSend: (() => void) | null;
}

/** A private post is not marked as posted: a send queue is made of it, which asks the guard for each friend and notes each contact. */
function SendBar({ post, onSend }: SettleBarProps) {
  const settle = useSettlePost();
  const skip = () => settle.mutate({ post, state: 'skipped' });
  useShortcuts('排期', [
    { keys: 'c', label: '一位一位发', enabled: onSend !== null, run: () => onSend?.() },
    { keys: 's', label: '跳过', run: skip },
  ]);
  return (
    <section className="settle-bar" aria-label="一位一位发">
      <Button type="primary" icon={<SendIcon />} disabled={onSend === null} onClick={() => onSend?.()}>
        一位一位发
        <Kbd keys="c" />
      </Button>
      <Button onClick={skip}>
        跳过
        <Kbd keys="s" />
      </Button>
      <p className="settle-seen">建一份发送名单，每人收到自己的话；这几天打扰多了的先等着，发过的都记下来。</p>
    </section>
  );
}

/** What is done with a post when its time has come; afterwards what became of it, and the way back. */
export function SettleBar({ post, onSend }: SettleBarProps) {
  if (isSettled(post)) return <Settled post={post} />;
  return isOneByOne(post) ? <SendBar post={post} onSend={onSend} /> : <MarkBar post={post} />;
}

/** 标为已发 / 跳过 with the time (now unless she says otherwise). */
function MarkBar({ post }: { post: Post }) {
  const settle = useSettlePost();
  const [at, setAt] = useState<number | null>(null);
  const mark = (state: 'posted' | 'skipped') => settle.mutate(at === null ? { post, state } : { post, state, at });
  useShortcuts('排期', [
    { keys: 'x', label: '标为已发', run: () => mark('posted') },
    { keys: 's', label: '跳过', run: () => mark('skipped') },
  ]);
  return (
    <section className="settle-bar" aria-label="发完了？">
      <Button type="primary" icon={<CheckIcon />} onClick={() => mark('posted')}>
        标为已发
        <Kbd keys="x" />
      </Button>
      <Button onClick={() => mark('skipped')}>
        跳过
        <Kbd keys="s" />
      </Button>
      {at === null ? (
        <button type="button" className="settle-other" onClick={() => setAt(Math.min(post.scheduledAt, now()))}>
          不是刚刚？
        </button>
      ) : (
        <WhenFields label="实际" value={at} latest={now()} onChange={setAt} />
      )}
    </section>
  );
}
