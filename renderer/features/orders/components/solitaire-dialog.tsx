import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import type { FoundSolitaire, GroupBuy, SolitaireReading, SolitaireSaved } from '../../../../shared/contracts/orders-solitaire.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { type Decisions, SaveSolitaire, SolitaireLists, useSolitaireChoice } from './solitaire-lists.tsx';

interface SolitaireDialogProps {
  title: string;
  hint: ReactNode;
  accountId: number;
  reading: { data: SolitaireReading | undefined; error: unknown; refetch: () => unknown };
  save: (decisions: Decisions) => Promise<SolitaireSaved>;
  busy: boolean;
  onSaved: (groupBuyId: number) => void;
  onClose: () => void;
}

/** A 接龙 that the program has already: the same look as at a pasted one. */
function SolitaireDialog({ title, hint, accountId, reading, save, busy, onSaved, onClose }: SolitaireDialogProps) {
  const choice = useSolitaireChoice(reading.data);
  return (
    <Dialog
      open
      title={title}
      width={860}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <SaveSolitaire choice={choice} save={save} busy={busy} onSaved={onSaved} />
        </div>
      }
    >
      {reading.error !== null && <ErrorState error={reading.error} onRetry={() => void reading.refetch()} />}
      {!reading.data && reading.error === null && <LoadingSkeleton />}
      {reading.data && (
        <>
          <p className="order-hint">{hint}</p>
          <SolitaireLists accountId={accountId} reading={reading.data} choice={choice} />
        </>
      )}
    </Dialog>
  );
}

/** read once: it must not change under her hands */
const once = { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 };

interface TakeFoundProps extends Pick<SolitaireDialogProps, 'onSaved' | 'onClose'> {
  found: FoundSolitaire;
}

/** A 接龙 of a group, with all its versions. */
export function TakeFound({ found, ...on }: TakeFoundProps) {
  const { messageId, group, versions, accountId } = found;
  const reading = useQuery(trpc.solitaire.readFound.queryOptions({ messageId }, once));
  const save = useMutation(trpc.solitaire.saveFound.mutationOptions({ onError: notify.failed }));
  const merged = versions > 1 && `群里前后发过 ${count(versions)} 版，按先后合在一起。`;
  return (
    <SolitaireDialog
      title={`「${group}」里的接龙`}
      hint={<>{merged}点「存成…单」之前，什么都不会记。</>}
      save={(decisions) => save.mutateAsync({ messageId, ...decisions })}
      busy={save.isPending}
      {...{ accountId, reading, ...on }}
    />
  );
}

interface PutRightProps extends Pick<SolitaireDialogProps, 'onSaved' | 'onClose'> {
  groupBuy: Pick<GroupBuy, 'id' | 'accountId' | 'title'>;
}

/** A 接龙 that orders were made of, to put right what was read. */
export function PutRight({ groupBuy: { id: groupBuyId, accountId, title }, ...on }: PutRightProps) {
  const reading = useQuery(trpc.solitaire.readSaved.queryOptions({ groupBuyId }, once));
  const save = useMutation(trpc.solitaire.saveSaved.mutationOptions({ onError: notify.failed }));
  return (
    <SolitaireDialog
      title={`改一改「${title || '没有标题的接龙'}」`}
      hint="要什么、价钱、是哪位，都可以改；没改的那些单不动。"
      save={(decisions) => save.mutateAsync({ groupBuyId, ...decisions })}
      busy={save.isPending}
      {...{ accountId, reading, ...on }}
    />
  );
}
