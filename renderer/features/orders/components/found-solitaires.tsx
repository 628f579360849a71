import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { FoundSolitaire } from '../../../../shared/contracts/orders-solitaire.ts';
import { trpc } from '../../../lib/api.ts';
import { count, dateText, fullTime } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFoundSolitaires } from '../queries.ts';
import { SaveSolitaire, SolitaireLists, useSolitaireChoice } from './solitaire-lists.tsx';

interface TakeFoundProps {
  found: FoundSolitaire;
  onSaved: (groupBuyId: number) => void;
  onClose: () => void;
}

/** A 接龙 of a group, with all its versions: the same look as at a pasted one. */
function TakeFound({ found, onSaved, onClose }: TakeFoundProps) {
  const { messageId, group, versions } = found;
  const reading = useQuery(trpc.solitaire.readFound.queryOptions({ messageId }, { staleTime: Number.POSITIVE_INFINITY, gcTime: 0 }));
  const save = useMutation(trpc.solitaire.saveFound.mutationOptions({ onError: notify.failed }));
  const choice = useSolitaireChoice(reading.data);
  return (
    <Dialog
      open
      title={`「${group}」里的接龙`}
      width={860}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <SaveSolitaire
            choice={choice}
            save={(decisions) => save.mutateAsync({ messageId, ...decisions })}
            busy={save.isPending}
            onSaved={onSaved}
          />
        </div>
      }
    >
      {reading.error && <ErrorState error={reading.error} onRetry={() => void reading.refetch()} />}
      {!reading.data && !reading.error && <LoadingSkeleton />}
      {reading.data && (
        <>
          <p className="order-hint">
            {versions > 1 && `群里前后发过 ${count(versions)} 版，按先后合在一起。`}点「存成…单」之前，什么都不会记。
          </p>
          <SolitaireLists accountId={found.accountId} reading={reading.data} choice={choice} />
        </>
      )}
    </Dialog>
  );
}

const stateWords: Record<FoundSolitaire['state'], string> = { new: '', grown: '有更新', taken: '已经存过' };

function Row({ found, onTake, onSheet }: { found: FoundSolitaire; onTake: () => void; onSheet: (groupBuyId: number) => void }) {
  const { title, group, lastAt, lines, versions, state, groupBuyId } = found;
  const name = title || '没有标题的接龙';
  return (
    <li>
      <span className="found-title">
        <b title={name}>{name}</b>
        <small>{group}</small>
      </span>
      <span className="unpaid-since" title={fullTime(lastAt)}>
        {dateText(lastAt)}，{count(lines)} 行{versions > 1 && `，${count(versions)} 版`}
      </span>
      <span className={`order-status ${state === 'grown' ? 'warn' : 'quiet'}`}>{stateWords[state]}</span>
      {state === 'taken' && groupBuyId !== null ? (
        <Button aria-label={`提货单：${name}`} onClick={() => onSheet(groupBuyId)}>
          提货单
        </Button>
      ) : (
        <Button aria-label={state === 'grown' ? `看更新：${name}` : `认一认：${name}`} onClick={onTake}>
          {state === 'grown' ? '看更新' : '认一认'}
        </Button>
      )}
    </li>
  );
}

/** 接龙 that stand in imported group chats, newest first. Nothing when there are none. */
export function FoundSolitaires({ onOpen }: { onOpen: (groupBuyId: number) => void }) {
  const { rows, more, error, loading, retry } = useFoundSolitaires();
  const [taking, setTaking] = useState<FoundSolitaire | null>(null);
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (rows.length === 0 && !more) return null;
  return (
    <section className="found-solitaires" aria-label="在群聊里找到的接龙">
      <h2>
        在群聊里找到的接龙<small>从导入的群聊里找出来的；认一认、点了存，才会记成订单</small>
      </h2>
      <ul className="unpaid-people">
        {rows.map((found) => (
          <Row key={found.messageId} found={found} onTake={() => setTaking(found)} onSheet={onOpen} />
        ))}
      </ul>
      {more && (
        <Button type="link" loading={loading} onClick={more}>
          再往前找
        </Button>
      )}
      {taking && (
        <TakeFound
          found={taking}
          onClose={() => setTaking(null)}
          onSaved={(id) => {
            setTaking(null);
            onOpen(id);
          }}
        />
      )}
    </section>
  );
}
