import { Button } from 'antd';
import type { HandOrderBeside, SolitaireLineRow, SolitaireList } from '../../../../shared/contracts/orders-solitaire.ts';
import { count, dateText, fullTime, money } from '../../../lib/format.ts';
import { type Answers, twinsOf } from '../solitaire-answers.ts';

interface RowProps {
  line: SolitaireLineRow;
  hand: HandOrderBeside;
  said: number | null | undefined;
  onSay: (sameAs: number | null) => void;
}

function Row({ line: { no, name, raw }, hand: { orderId, amountFen, at, goods, note }, said, onSay }: RowProps) {
  return (
    <tr>
      <td className="w-name" title={name}>
        {name}
      </td>
      <td className="order-money w-money">{money(amountFen)}</td>
      <td className="order-said">
        接龙里：{raw}
        <small title={fullTime(at)}>
          你自己记的（{dateText(at)}）：{[goods, note].filter(Boolean).join('，') || '没写买了什么'}
        </small>
      </td>
      <td className="w-pick">
        <div className="order-actions">
          {([orderId, null] as const).map((answer) => (
            <Button
              key={String(answer)}
              size="small"
              type={said === answer ? 'primary' : 'default'}
              aria-pressed={said === answer}
              aria-label={`第 ${no} 行${answer === null ? '是两单' : '是同一单'}`}
              onClick={() => onSay(answer)}
            >
              {answer === null ? '是两单' : '是同一单'}
            </Button>
          ))}
        </div>
      </td>
    </tr>
  );
}

export interface SolitaireTwinsProps {
  list: SolitaireList;
  answers: Answers;
  onAnswers: (answers: Answers) => void;
  prices: Record<string, string>;
}

/** Lines that she may have written down herself: she says whether they are one order. */
export function SolitaireTwins({ list, answers, onAnswers, prices }: SolitaireTwinsProps) {
  const twins = twinsOf(list, answers, prices);
  if (twins.size === 0) return null;
  const rows = list.lines.flatMap((line) => {
    const hand = twins.get(line.key);
    return hand ? [{ line, hand }] : [];
  });
  const settle = (said: readonly (readonly [string, number | null])[]) =>
    onAnswers({ ...answers, ...Object.fromEntries(said.map(([key, sameAs]) => [key, { ...answers[key], sameAs }])) });
  return (
    <section aria-label="可能是同一单">
      <h4>可能是同一单</h4>
      <p className="order-hint">
        {count(rows.length)} 行和你自己记的是同一位好友、一样的金额，日子也近。认了就并成一单，不再算两遍；不选的当两单记。
        {rows.length > 1 && (
          <Button size="small" onClick={() => settle(rows.map(({ line, hand }) => [line.key, hand.orderId]))}>
            都是同一单
          </Button>
        )}
      </p>
      <table className="orders-table">
        <tbody>
          {rows.map(({ line, hand }) => (
            <Row key={line.key} line={line} hand={hand} said={answers[line.key]?.sameAs} onSay={(sameAs) => settle([[line.key, sameAs]])} />
          ))}
        </tbody>
      </table>
    </section>
  );
}
