import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { EmptyReason, PickReason, Proposal, SlotPick } from '../../../../shared/contracts/slots.ts';
import { client, trpc } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { clockTime, count, dayText, percent } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CloseIcon } from '../../../ui/icons.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { CategoryMark, categoryWords } from '../../publishing/index.ts';
import { addDays, dayName, rangeOf } from '../days.ts';
import './dialogs.css';

type Pick = Proposal['picks'][number];

const emptyWords: Record<EmptyReason, string> = {
  dayFull: '这天的内容够多了，不再加',
  noPiece: '素材库里没有合适的',
  resting: '合适的都用过了，常青的还在冷却',
  used: '合适的都用过了；想再发，在素材库里标成常青',
  onlyOffers: '只剩促销，再排就连着两条或者太多了',
};

/** Why this piece stands there, in one sentence. */
export function reasonText({ fit, fresh, restedDays }: PickReason, wanted: string): string {
  const why = {
    category: `档期要「${wanted}」`,
    sameClass: `档期要「${wanted}」，这条是同一类`,
    mendsMix: `没有「${wanted}」了，用它补一补`,
    insteadOfOffer: '促销够多了，换一条更像真人的',
  }[fit];
  return `${why}；${fresh === 'neverUsed' ? '还没用过' : restedDays === null ? '隔得够久' : `${restedDays} 天没用了`}`;
}

const idOf = ({ accountId, at }: { accountId: number; at: number }) => `${accountId} ${at}`;

/** 用素材库排满: what goes where and why, before anything is written; pieces are swapped or left out one by one. */
export function FillDialog({ cursorAt, accountId, onClose }: { cursorAt: number; accountId: number | null; onClose: () => void }) {
  const week = rangeOf('week', cursorAt);
  const fromOn = dayText(Math.max(week.fromAt, now()));
  const toOn = dayText(addDays(week.toAt, -1));
  const [choice, setChoice] = useState<{ keep: SlotPick[]; refused: SlotPick[]; leaveEmpty: { accountId: number; at: number }[] }>({
    ...{ keep: [], refused: [], leaveEmpty: [] },
  });
  const over = toOn < fromOn;
  const proposed = useQuery({
    ...trpc.slots.propose.queryOptions({ fromOn, toOn, accountId, ...choice }),
    enabled: !over,
    placeholderData: keepPreviousData,
  });
  const fill = useMutation({
    networkMode: 'always',
    mutationFn: (picks: SlotPick[]) => client.slots.fill.mutate({ picks: picks.map(bare) }),
    onSuccess: ({ ids, undoId }) => {
      notify.done(`排上了 ${count(ids.length)} 条`, undoId);
      onClose();
    },
    onError: notify.failed,
  });
  const picks = proposed.data?.picks ?? [];
  const others = (pick: Pick) => picks.filter((other) => idOf(other) !== idOf(pick)).map(bare);
  return (
    <Dialog
      open
      title="用素材库排满这一周"
      width={680}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <span className="dialog-note">{proposed.data ? mixText(proposed.data) : ''}</span>
          <Button type="primary" disabled={picks.length === 0} loading={fill.isPending} onClick={() => fill.mutate(picks)}>
            {picks.length === 0 ? '没有可排的' : `排上 ${count(picks.length)} 条`}
          </Button>
        </div>
      }
    >
      {over && <p className="dialog-note">这一周已经过去了，翻到下一周再排。</p>}
      {proposed.error && <ErrorState error={proposed.error} onRetry={() => void proposed.refetch()} />}
      {!over && !proposed.error && !proposed.data && <LoadingSkeleton rows={5} />}
      {proposed.data && (
        <Proposed
          proposal={proposed.data}
          onSwap={(pick) => setChoice((old) => ({ ...old, keep: others(pick), refused: [...old.refused, bare(pick)] }))}
          onLeave={(pick) => setChoice((old) => ({ ...old, keep: others(pick), leaveEmpty: [...old.leaveEmpty, bare(pick)] }))}
        />
      )}
    </Dialog>
  );
}

const bare = ({ accountId, at, contentId }: SlotPick): SlotPick => ({ accountId, at, contentId });

function mixText({ offersBefore, offersAfter }: Proposal): string {
  if (offersAfter === null) return '';
  const before = offersBefore === null ? '' : `${percent(offersBefore)} → `;
  return `促销占 ${before}${percent(offersAfter)}`;
}

function Proposed({ proposal, onSwap, onLeave }: { proposal: Proposal; onSwap: (pick: Pick) => void; onLeave: (pick: Pick) => void }) {
  const { byId, active } = useAccounts();
  const { picks, empty } = proposal;
  if (picks.length + empty.length === 0)
    return <p className="dialog-note">这一周没有空着的档期。先在「更多 → 固定档期」里说好一周里什么时候发什么。</p>;
  const account = (id: number) => (active.length > 1 ? (byId.get(id)?.name ?? '') : '');
  const lines = [
    ...picks.map((pick) => ({ slot: pick, pick, why: reasonText(pick.reason, categoryWords[pick.wanted]) })),
    ...empty.map((slot) => ({ slot, pick: null, why: emptyWords[slot.why] })),
  ].sort((a, b) => a.slot.at - b.slot.at || a.slot.accountId - b.slot.accountId);
  return (
    <ul className="fill-list" aria-label="排在哪里">
      {lines.map(({ slot, pick, why }) => (
        <li key={idOf(slot)}>
          <span>
            {dayName(slot.at)}
            <br />
            <small>
              {clockTime(slot.at)} {account(slot.accountId)}
            </small>
          </span>
          <span className="fill-what">
            <CategoryMark category={pick?.category ?? slot.wanted} />
            <span>{pick ? pick.title || pick.text : '空着'}</span>
          </span>
          <span className="fill-why">{why}</span>
          {pick && (
            <span className="fill-acts">
              <Button
                size="small"
                disabled={pick.others === 0}
                title={pick.others === 0 ? '没有别的合适了' : `还有 ${pick.others} 条合适`}
                aria-label={`${dayName(slot.at)} ${clockTime(slot.at)} 换一条`}
                onClick={() => onSwap(pick)}
              >
                换一条
              </Button>
              <button
                type="button"
                className="icon-button"
                aria-label={`${dayName(slot.at)} ${clockTime(slot.at)} 空着`}
                title="这个档期空着"
                onClick={() => onLeave(pick)}
              >
                <CloseIcon width="12" height="12" />
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
