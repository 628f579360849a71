import { Button, Segmented } from 'antd';
import { useState } from 'react';
import type { FollowUp, FollowUpPartPage } from '../../../../shared/contracts/follow-ups.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useOwnParams } from '../../../lib/own-params.ts';
import { DayDialog, soonDays } from '../../../ui/day-dialog.tsx';
import { FollowUpIcon, PlusIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { FollowUpLine } from '../components/follow-up-line.tsx';
import { ChangeDialog, NewDialog, type NewKind } from '../components/new-dialog.tsx';
import { PromiseList } from '../components/promise-list.tsx';
import { Settled } from '../components/settled.tsx';
import { SopSettings } from '../components/sop-settings.tsx';
import { usePromises } from '../queries.ts';
import { useCopyWords } from '../use-copy-words.ts';
import { keyOf, useWalk, type Walk } from '../use-walk.ts';
import '../follow-ups.css';

interface PartProps {
  title: string;
  part: FollowUpPartPage;
  walk: Walk;
  onFriend: (id: number) => void;
  onCopy: (one: FollowUp) => void;
  onChange: (one: FollowUp) => void;
}

function Part({ title, part, walk, onFriend, onCopy, onChange }: PartProps) {
  if (part.total === 0) return null;
  const { current, query } = walk;
  return (
    <section className="follow-up-part" aria-label={title}>
      <h2>
        {title}
        <span>{count(part.total)}</span>
      </h2>
      <ul className="follow-up-list">
        {part.rows.map((one) => (
          <FollowUpLine
            key={keyOf(one)}
            one={one}
            today={query.data?.today ?? one.on}
            isCurrent={current !== undefined && keyOf(current) === keyOf(one)}
            onGo={() => walk.go(one)}
            onFriend={() => onFriend(one.friendId)}
            onDone={() => walk.settle('done', one)}
            onSkip={() => walk.settle('skipped', one)}
            onLater={() => walk.postpone(walk.tomorrow(), one)}
            onCopy={() => onCopy(one)}
            onChange={() => onChange(one)}
          />
        ))}
      </ul>
      {part.total > part.rows.length && (
        <p className="follow-up-note">还有 {count(part.total - part.rows.length)} 条，做完前面的就出来。</p>
      )}
    </section>
  );
}

interface OpenProps {
  onFriend: (id: number) => void;
  onNew: (kind: NewKind) => void;
  onTemplates: () => void;
}

/** What is late, what is due today and what comes, walked through by keys. */
function Open({ onFriend, onNew, onTemplates }: OpenProps) {
  const walk = useWalk();
  const copy = useCopyWords();
  const [moving, setMoving] = useState<FollowUp | null>(null);
  const [changing, setChanging] = useState<FollowUp | null>(null);
  const { current, query } = walk;
  useShortcuts('跟进', [
    { keys: ['j', 'ArrowDown'], label: '下一条', run: () => walk.move(1) },
    { keys: ['k', 'ArrowUp'], label: '上一条', run: () => walk.move(-1) },
    { keys: 'x', label: '做完了', run: () => walk.settle('done') },
    { keys: 'l', label: '明天再说', run: () => walk.postpone(walk.tomorrow()) },
    { keys: 'd', label: '改到哪天', run: () => current && setMoving(current) },
    { keys: 'e', label: '改自己定的那条', run: () => current?.written != null && setChanging(current) },
    { keys: 's', label: '跳过', run: () => walk.settle('skipped') },
    { keys: 'c', label: '复制话术', run: () => current && void copy(current) },
    { keys: 'o', label: '打开这位好友', run: () => current && onFriend(current.friendId) },
  ]);
  if (query.error && !query.data) return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  if (!query.data) return <LoadingSkeleton />;
  const { late, now, later, waiting } = query.data;
  if (late.total + now.total + later.total + waiting === 0)
    return (
      <EmptyState
        icon={<FollowUpIcon width="22" height="22" />}
        title="没有要跟进的"
        hint="签收了、没付款、该复购了，会按模板列在这里；也可以自己定。"
        action={
          <>
            <Button type="primary" onClick={() => onNew('followUp')}>
              定跟进
            </Button>
            <Button onClick={onTemplates}>看模板</Button>
          </>
        }
      />
    );
  const props = { walk, onFriend, onCopy: (one: FollowUp) => void copy(one), onChange: setChanging };
  return (
    <>
      <Part title="逾期" part={late} {...props} />
      <Part title="今天" part={now} {...props} />
      {late.total + now.total === 0 && <p className="follow-up-note">今天的都做完了。</p>}
      {waiting > 0 && (
        <p className="follow-up-note">
          还有 {count(waiting)} 条排在后面：一天先做这些就好，要紧的、刚到日子的在前。
          <button type="button" className="link-button" onClick={walk.showAll}>
            都列出来
          </button>
        </p>
      )}
      <Part title="之后" part={later} {...props} />
      {changing && <ChangeDialog one={changing} onClose={() => setChanging(null)} />}
      {moving && (
        <DayDialog
          title={`「${moving.name}」的「${moving.title}」改到哪天`}
          choices={soonDays}
          onClose={() => setMoving(null)}
          onPick={(untilOn) => {
            setMoving(null);
            walk.postpone(untilOn, moving);
          }}
        />
      )}
    </>
  );
}

const tabs = ['open', 'promises', 'settled', 'templates'] as const;
type Tab = (typeof tabs)[number];

/** 跟进: whom to write to on which day, what was promised, and the templates that make it. */
export function FollowUpsScreen({ onFriend }: { onFriend: (id: number) => void }) {
  const [params, write] = useOwnParams();
  const [writing, setWriting] = useState<NewKind | null>(null);
  const promised = usePromises(false).data?.total ?? 0;
  const tab: Tab = tabs.find((one) => one === params.get('t')) ?? 'open';
  const setTab = (next: Tab) => write(next === 'open' ? '' : `t=${next}`);
  useShortcuts('记一条', [
    { keys: 'n', label: '定跟进', run: () => setWriting('followUp') },
    { keys: 'p', label: '记下答应的事', run: () => setWriting('promise') },
  ]);
  return (
    <PageFrame
      title="今天该跟进谁？"
      actions={
        <>
          <Button title="记下答应的事（P）" onClick={() => setWriting('promise')}>
            记下答应的事
          </Button>
          <Button type="primary" icon={<PlusIcon />} title="定跟进（N）" onClick={() => setWriting('followUp')}>
            定跟进
          </Button>
        </>
      }
      toolbar={
        <Segmented<Tab>
          aria-label="看哪些"
          value={tab}
          onChange={setTab}
          options={[
            { value: 'open', label: '要跟进的' },
            { value: 'promises', label: promised > 0 ? `答应的事 ${count(promised)}` : '答应的事' },
            { value: 'settled', label: '做过的' },
            { value: 'templates', label: '模板' },
          ]}
        />
      }
    >
      <div className="follow-ups">
        {tab === 'open' && <Open onFriend={onFriend} onNew={setWriting} onTemplates={() => setTab('templates')} />}
        {tab === 'promises' && <PromiseList onFriend={onFriend} onNew={() => setWriting('promise')} />}
        {tab === 'settled' && <Settled onFriend={onFriend} />}
        {tab === 'templates' && <SopSettings />}
      </div>
      {writing && <NewDialog kind={writing} friend={null} onClose={() => setWriting(null)} />}
    </PageFrame>
  );
}
