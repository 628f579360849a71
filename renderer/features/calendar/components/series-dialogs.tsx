import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import type { Recurrence, RecurrenceRule, RecurringPost } from '../../../../shared/contracts/recurrences.ts';
import { ruleText } from '../../../../shared/domain/recurrence-words.ts';
import { wallClock } from '../../../../shared/domain/wall-time.ts';
import { client } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { dateText, dayText } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { whenText } from '../../publishing/index.ts';
import { dayAt } from '../days.ts';
import { useSeries } from '../queries.ts';
import { RuleFields, ruleOfKind } from './rule-fields.tsx';
import './dialogs.css';

interface RuleDialogProps {
  title: string;
  button: string;
  hint: string;
  first: RecurrenceRule;
  firstUntil: string | null;
  fromOn: string;
  send: (rule: RecurrenceRule, untilOn: string | null) => Promise<{ undoId: number | null }>;
  done: (rule: RecurrenceRule) => string;
  /** what is open of the series goes with it: it is closed before anything is sent */
  onSend?: () => void;
  onClose: () => void;
}

function RuleDialog({ title, button, hint, first, firstUntil, fromOn, send, done, onSend, onClose }: RuleDialogProps) {
  const [rule, setRule] = useState(first);
  const [untilOn, setUntilOn] = useState(firstUntil);
  const save = useMutation({
    networkMode: 'always',
    mutationFn: () => send(rule, untilOn),
    onSuccess: ({ undoId }) => {
      notify.done(done(rule), undoId);
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Dialog
      open
      title={title}
      width={520}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <span className="dialog-note">{hint}</span>
          <Button
            type="primary"
            loading={save.isPending}
            onClick={() => {
              onSend?.();
              save.mutate();
            }}
          >
            {button}
          </Button>
        </div>
      }
    >
      <RuleFields rule={rule} onChange={setRule} fromOn={fromOn} untilOn={untilOn} onUntil={setUntilOn} />
    </Dialog>
  );
}

/** A post that is there becomes the first of a series. */
export function RepeatDialog({ post, onClose }: { post: Post; onClose: () => void }) {
  const { on, minute } = wallClock(post.scheduledAt);
  return (
    <RuleDialog
      title="让这条定期重复"
      button="开始重复"
      hint="先排好八周，到时候自动往后接着排。"
      first={ruleOfKind('weekly', minute, on)}
      firstUntil={null}
      fromOn={on}
      send={(rule, untilOn) => client.recurrences.repeat.mutate({ postId: post.id, rule, untilOn })}
      done={(rule) => `这条会${ruleText(rule)}重复`}
      onClose={onClose}
    />
  );
}

interface ChangeSeriesProps {
  series: Recurrence;
  /** the first day that changes */
  fromOn: string;
  /** what every post from there on says */
  post: RecurringPost;
  onSend?: () => void;
  /** it is saved: what was unsaved of the post is part of it */
  onChanged?: () => void;
  onClose: () => void;
}

/** This one and all later ones. */
export function ChangeSeriesDialog({ series, fromOn, post, onSend, onChanged, onClose }: ChangeSeriesProps) {
  return (
    <RuleDialog
      title="这条和以后的都改"
      button="以后都这样"
      hint="之前的不动；以后那些单独改过的，也会换成这样。"
      first={series.rule}
      firstUntil={series.untilOn}
      fromOn={fromOn}
      send={async (rule, untilOn) => {
        const saved = await client.recurrences.change.mutate({ id: series.id, fromOn, rule, untilOn, post });
        onChanged?.();
        return saved;
      }}
      done={(rule) => `从 ${dateText(dayAt(fromOn))} 起${ruleText(rule)}`}
      {...(onSend ? { onSend } : {})}
      onClose={onClose}
    />
  );
}

/** Ends a series from a day on. */
export function useEndSeries() {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ id, fromOn }: { id: number; fromOn: string }) => client.recurrences.end.mutate({ id, fromOn }),
    onSuccess: ({ undoId }, { fromOn }) => notify.done(`从 ${dateText(dayAt(fromOn))} 起不再重复，之前的都在`, undoId),
    onError: notify.failed,
  });
}

/** All series with their next time. */
export function SeriesDialog({ onClose }: { onClose: () => void }) {
  const all = useSeries();
  const [changing, setChanging] = useState<Recurrence | null>(null);
  const { byId, active } = useAccounts();
  const end = useEndSeries();
  const today = dayText(now());
  const running = all.data?.filter(({ nextAt }) => nextAt !== null) ?? [];
  if (changing?.nextAt) {
    const { on } = wallClock(changing.nextAt);
    return <ChangeSeriesDialog series={changing} fromOn={on} post={changing.post} onClose={() => setChanging(null)} />;
  }
  const accounts = ({ post }: Recurrence) =>
    active.length > 1 ? `${[post.accountId, ...post.alsoAccountIds].map((id) => byId.get(id)?.name ?? '').join('、')} · ` : '';
  return (
    <Dialog open title="定期重复的内容" width={600} onClose={onClose}>
      {!all.data && <LoadingSkeleton rows={3} />}
      {all.data && running.length === 0 && <p className="dialog-note">还没有。打开一条内容，在时间下面点「定期重复…」就有了。</p>}
      <ul className="series-list">
        {running.map((series) => (
          <li key={series.id}>
            <span className="series-what">
              <p>{series.post.title || series.post.text.split('\n', 1)[0] || '只有图片'}</p>
              <small>
                {accounts(series)}
                {ruleText(series.rule)}
                {series.untilOn ? `，到 ${dateText(dayAt(series.untilOn))}` : ''}，下一次{whenText(series.nextAt ?? 0)}
              </small>
            </span>
            <Button size="small" onClick={() => setChanging(series)}>
              改时间
            </Button>
            <Button size="small" danger loading={end.isPending} onClick={() => end.mutate({ id: series.id, fromOn: today })}>
              停掉
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
