import { Button } from 'antd';
import { useState } from 'react';
import type { FoundSolitaire } from '../../../../shared/contracts/orders-solitaire.ts';
import { count, dateText, fullTime } from '../../../lib/format.ts';
import { ErrorState } from '../../../ui/states.tsx';
import { useFoundSolitaires } from '../queries.ts';
import { TakeFound } from './solitaire-dialog.tsx';

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
