import { Input } from 'antd';
import type { SaveSolitaireInput, SolitaireLineRow, SolitaireList } from '../../../../shared/contracts/orders-solitaire.ts';
import { count } from '../../../lib/format.ts';
import { amountOf, solitaireProblemWords } from '../words.ts';
import { FriendPick } from './friend-pick.tsx';

/** What she said about lines, by their keys. */
export type Answers = Record<string, { friendId: number | null }>;

export const answersOf = (answers: Answers): SaveSolitaireInput['answers'] => answers;

export const priceKey = ({ product, unit }: { product: string; unit: string }): string => `${product} / ${unit}`;

/** Her price in 分, else the one of the text; null = none, or no number. */
export function priceOf(typed: string | undefined, named: number | null): number | null {
  if (typed === undefined || typed.trim() === '') return named;
  const value = Number(typed.replaceAll(/[¥￥元\s]/g, ''));
  return Number.isFinite(value) && value >= 0 ? Math.round(value * 100) : null;
}

interface LineProps {
  accountId: number;
  line: SolitaireLineRow;
  /** the list orders one thing only: its name need not stand in every line */
  oneProduct: boolean;
  answer: number | null | undefined;
  onPick: (id: number | null) => void;
}

function Line({ accountId, line, oneProduct, answer, onPick }: LineProps) {
  const certain = line.match === 'certain' ? line.candidates[0]?.friendId : undefined;
  const gone = line.withdrawnAt !== null;
  return (
    <tr className={gone ? 'withdrawn' : undefined}>
      <td>{line.no}</td>
      <td title={line.raw}>{line.name}</td>
      <td>
        {line.items.map(({ product, quantity, unit }) => (
          <span key={`${product} ${unit}`} className="solitaire-item">
            {!oneProduct && `${product} `}
            {amountOf(quantity)}
            {unit}
          </span>
        ))}
        {!line.sure && !gone && <span className="order-unknown">请看一眼</span>}
        {gone && <span className="order-unknown">已退出</span>}
      </td>
      <td className="order-source">
        {line.pickup && line.note.includes(line.pickup) ? line.note : [line.pickup, line.note].filter(Boolean).join('，')}
      </td>
      <td>
        {gone ? null : (
          <FriendPick
            label={`第 ${line.no} 行是谁`}
            accountId={accountId}
            value={answer === undefined ? certain : answer}
            candidates={line.candidates}
            onPick={onPick}
          />
        )}
      </td>
    </tr>
  );
}

type Problem = SolitaireList['problems'][number];
const unread: ReadonlySet<Problem['problem']> = new Set(['empty', 'afterEnd']);

function Problems({ label, problems }: { label: string; problems: Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <section aria-label={label}>
      <h4>{label}</h4>
      <ul className="solitaire-problems">
        {[...problems]
          .sort((a, b) => a.line - b.line)
          .map(({ line, no, raw, problem }) => (
            <li key={`${line} ${problem}`}>
              第 {line} 行「{problem === 'afterEnd' ? raw : [`${no}.`, raw].filter(Boolean).join(' ')}」：{solitaireProblemWords[problem]}
            </li>
          ))}
      </ul>
    </section>
  );
}

export interface SolitaireReviewProps {
  accountId: number;
  list: SolitaireList;
  answers: Answers;
  onAnswers: (answers: Answers) => void;
  prices: Record<string, string>;
  onPrices: (prices: Record<string, string>) => void;
}

/** What was understood, line by line, with sums that must be those of the pasted text. */
export function SolitaireReview({ accountId, list, answers, onAnswers, prices, onPrices }: SolitaireReviewProps) {
  const { numbered, standing, withdrawn, unreadable, agrees } = list.count;
  const lost = list.problems.filter(({ problem }) => unread.has(problem));
  return (
    <div className="solitaire-review">
      <h3>{list.title || '没有标题的接龙'}</h3>
      <p className={agrees ? 'order-hint' : 'order-warn'}>
        文字里有 {count(numbered)} 行，认出 {count(standing)} 单{withdrawn > 0 && `，退出 ${count(withdrawn)}`}
        {unreadable > 0 && `，看不懂 ${count(unreadable)} 行`}
        {agrees ? '，数目对得上。' : '，数目对不上，请核对下面的行。'}
        {list.groupBuy && `接着上次的「${list.groupBuy.title}」，只补新的和改动的。`}
      </p>
      {list.products.length > 0 && (
        <div className="solitaire-prices">
          {list.products.map((product) => (
            <div key={priceKey(product)}>
              {product.product}
              {product.unit && ` / ${product.unit}`}
              <Input
                aria-label={`${product.product} 的价钱，元`}
                inputMode="decimal"
                prefix="¥"
                placeholder="没写价钱"
                value={prices[priceKey(product)] ?? (product.priceFen === null ? '' : String(product.priceFen / 100))}
                onChange={(event) => onPrices({ ...prices, [priceKey(product)]: event.target.value })}
              />
            </div>
          ))}
        </div>
      )}
      <table className="orders-table">
        <thead>
          <tr>
            <th scope="col" className="w-no">
              序号
            </th>
            <th scope="col" className="w-name">
              昵称
            </th>
            <th scope="col">要什么</th>
            <th scope="col">备注</th>
            <th scope="col" className="w-pick">
              是哪位好友
            </th>
          </tr>
        </thead>
        <tbody>
          {list.lines.map((line) => (
            <Line
              key={line.key}
              accountId={accountId}
              line={line}
              oneProduct={list.products.length === 1}
              answer={answers[line.key]?.friendId}
              onPick={(friendId) => onAnswers({ ...answers, [line.key]: { friendId } })}
            />
          ))}
        </tbody>
      </table>
      <Problems label="没有记成订单的行" problems={lost} />
      <Problems label="记了，请留意的行" problems={list.problems.filter(({ line }) => !lost.some((one) => one.line === line))} />
      <p className="sheet-totals">
        合计：
        {list.totals.map(({ product, unit, quantity }) => (
          <span key={`${product} ${unit}`}>
            {product} {amountOf(quantity)}
            {unit}
          </span>
        ))}
      </p>
    </div>
  );
}
