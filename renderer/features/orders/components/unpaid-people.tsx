import { Button } from 'antd';
import type { UnpaidList } from '../../../../shared/contracts/orders.ts';
import { count, dateText, money } from '../../../lib/format.ts';
import { EmptyState } from '../../../ui/states.tsx';
import { useSetPaid } from '../mutations.ts';

/** Who owes what, most first. */
export function UnpaidPeople({ list, onFriend }: { list: UnpaidList; onFriend: (id: number) => void }) {
  const setPaid = useSetPaid();
  if (list.people.length === 0) return <EmptyState title="都付清了" hint="有人没付时，会按欠款多少排在这里。" />;
  const { people, total, amountFen } = list;
  const more = total > people.length && (
    <p className="orders-sums">
      {count(total)} 位没付，共 {money(amountFen)}，先列出欠得最多的 {count(people.length)} 位。
    </p>
  );
  return (
    <>
      {more}
      <ul className="unpaid-people" aria-label="没付的人">
        {people.map((person) => (
          <li key={person.friendId ?? `name ${person.name}`}>
            {person.friendId === null ? (
              <span className="order-name">{person.name}</span>
            ) : (
              <button type="button" className="order-open" onClick={() => onFriend(person.friendId!)}>
                {person.name}
              </button>
            )}
            <span className="unpaid-since">
              {count(person.orders)} 单，最早 {dateText(person.oldestAt)}
            </span>
            <strong>{money(person.amountFen)}</strong>
            <Button loading={setPaid.isPending} onClick={() => setPaid.mutate({ ids: person.orderIds, paid: true })}>
              都付了
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}
