import type { ReactNode } from 'react';
import type { CareDone, CareList, CareRest } from '../../../../shared/contracts/today.ts';
import { count, fullTime, money, spokenAgo, spokenDay } from '../../../lib/format.ts';
import { touchpointWords } from '../../../lib/words.ts';
import { attentionText } from '../care-words.ts';
import { HowMade } from './how-made.tsx';
import './name-line.css';

/** One short list that opens. */
function Fold({ title, total, children }: { title: string; total?: number; children: ReactNode }) {
  if (total === 0) return null;
  return (
    <details className="care-fold">
      <summary>
        <b>{title}</b>
        {total !== undefined && ` ${count(total)}`}
      </summary>
      {children}
    </details>
  );
}

interface PeopleProps {
  people: readonly { friendId: number; name: string }[];
  total: number;
  /** who stands on the page already */
  above: ReadonlySet<number>;
  onOpen: (id: number) => void;
  facts: (at: number) => string;
}

function People({ people, total, above, onOpen, facts }: PeopleProps) {
  const isAbove = ({ friendId }: PeopleProps['people'][number]) => above.has(friendId);
  const standing = people.filter(isAbove).length;
  return (
    <>
      <ul>
        {people.map((one, at) =>
          isAbove(one) ? null : (
            <li key={one.friendId}>
              <button type="button" onClick={() => onOpen(one.friendId)}>
                {one.name}
              </button>
              <span>{facts(at)}</span>
            </li>
          ),
        )}
      </ul>
      {standing > 0 && <p>{standing === people.length ? '都' : `还有 ${count(standing)} 位`}在上面的名单里。</p>}
      {total > people.length && <p>先列出 {count(people.length)} 位。</p>}
    </>
  );
}

const pastText = (past: number): string =>
  past > 0 ? `该再买的日子过了 ${count(past)} 天` : past === 0 ? '今天该再买了' : `再过 ${-past} 天`;

/** What else waits: unpaid orders, who buys again, whose rhythm is being lost, where the week went, and how it is all made. */
export function CareFolds({ rest, care, onOpen }: { rest: CareRest; care: CareList; onOpen: (id: number) => void }) {
  const { unpaid, repurchase, lost } = rest;
  const above = new Set([...care.names, ...care.followUps.rows].map(({ friendId }) => friendId));
  return (
    <div>
      <Fold title="没付款的" total={unpaid.total}>
        <People
          {...unpaid}
          onOpen={onOpen}
          above={above}
          facts={(at) => {
            const { orders, amountFen, days } = unpaid.people[at]!;
            return `${orders > 1 ? `${count(orders)} 单 ` : ''}${money(amountFen)}，${days === 0 ? '今天的' : `${count(days)} 天了`}`;
          }}
        />
        {unpaid.unlinked > 0 && <p>另有 {count(unpaid.unlinked)} 单没付的还没认出是谁的，在「订单」里。</p>}
      </Fold>
      <Fold title="该复购的" total={repurchase.total}>
        <People
          {...repurchase}
          onOpen={onOpen}
          above={above}
          facts={(at) => {
            const { past, cycleDays, goods } = repurchase.people[at]!;
            return `${pastText(past)}，隔 ${cycleDays} 天买一次，上次 ${goods}`;
          }}
        />
      </Fold>
      <Fold title="好久没聊，快生疏的" total={lost.total}>
        <People
          {...lost}
          onOpen={onOpen}
          above={above}
          facts={(at) => {
            const { silentDays, rhythm, isRed } = lost.people[at]!;
            return `${isRed ? '快丢了：' : ''}${count(silentDays)} 天没联系，平常 ${Math.round(rhythm * 10) / 10} 天聊一次`;
          }}
        />
      </Fold>
      <Fold title="这周的时间给了谁">
        <p>{attentionText(rest.attention)}</p>
      </Fold>
      <HowMade />
    </div>
  );
}

const doneText = ({ what, touchpoint, title, untilOn }: CareDone): string => {
  if (title) return `跟进做完：${title}`;
  if (what === 'touched') return `联系过了${touchpoint && touchpoint !== 'private' ? `（${touchpointWords[touchpoint]}）` : ''}`;
  return what === 'later' && untilOn ? `放到${spokenDay(Date.parse(`${untilOn}T00:00:00`))}` : '今天不联系';
};

/** Who was cared for today, and whom she put aside. */
export function CareDoneList({
  done,
  onOpen,
  onBack,
}: {
  done: readonly CareDone[];
  onOpen: (id: number) => void;
  onBack: (who: CareDone) => void;
}) {
  if (done.length === 0) return null;
  return (
    <section className="today-section care-fold" aria-label="今天联系过的">
      <h2>
        今天联系过的<span>{count(done.length)}</span>
      </h2>
      <ul>
        {done.map((one) => (
          <li key={`${one.friendId}-${one.at}-${one.what}`}>
            <time title={fullTime(one.at)}>{spokenAgo(one.at)}</time>
            <button type="button" onClick={() => onOpen(one.friendId)}>
              {one.name}
            </button>
            <span>{doneText(one)}</span>
            {one.what !== 'touched' && (
              <button type="button" className="today-more" onClick={() => onBack(one)}>
                放回来
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
