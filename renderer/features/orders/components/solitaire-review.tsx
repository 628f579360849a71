import { Input } from 'antd';
import type { SolitaireLineRow, SolitaireList } from '../../../../shared/contracts/orders-solitaire.ts';
import { count } from '../../../lib/format.ts';
import { type Answers, friendOf, itemsFor, priceKey, productsFor, totalsFor } from '../solitaire-answers.ts';
import { amountOf, solitaireProblemWords } from '../words.ts';
import { FriendPick } from './friend-pick.tsx';
import { LineItems } from './line-items.tsx';
import { SolitaireTwins } from './solitaire-twins.tsx';

interface LineProps {
  accountId: number;
  line: SolitaireLineRow;
  /** all that is ordered */
  products: readonly string[];
  answers: Answers;
  onAnswer: (answer: Answers[string]) => void;
}

function Line({ accountId, line, products, answers, onAnswer }: LineProps) {
  const answer = answers[line.key];
  const gone = line.withdrawnAt !== null;
  return (
    <tr className={gone ? 'withdrawn' : undefined}>
      <td>{line.no}</td>
      <td title={line.raw}>{line.name}</td>
      <td>
        <LineItems
          no={line.no}
          items={itemsFor(line, answers)}
          products={products}
          oneProduct={products.length === 1}
          onCorrect={gone ? undefined : (items) => onAnswer({ ...answer, items })}
        />
        {answer?.items && <span className="order-status">你改的</span>}
        {!line.sure && !gone && !answer?.items && <span className="order-unknown">请看一眼</span>}
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
            value={answer?.friendId === null ? null : (friendOf(line, answers) ?? undefined)}
            candidates={line.candidates}
            onPick={(friendId) => onAnswer({ ...answer, friendId })}
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
              第 {line} 行「{problem === 'afterEnd' || problem === 'otherPrice' ? raw : [`${no}.`, raw].filter(Boolean).join(' ')}」：
              {solitaireProblemWords[problem]}
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
  const products = productsFor(list, answers);
  const names = [...new Set(products.map(({ product }) => product))];
  return (
    <div className="solitaire-review">
      <h3>{list.title || '没有标题的接龙'}</h3>
      <p className={agrees ? 'order-hint' : 'order-warn'}>
        文字里有 {count(numbered)} 行，认出 {count(standing)} 单{withdrawn > 0 && `，退出 ${count(withdrawn)}`}
        {unreadable > 0 && `，看不懂 ${count(unreadable)} 行`}
        {agrees ? '，数目对得上。' : '，数目对不上，请核对下面的行。'}
        {list.groupBuy && `接着上次的「${list.groupBuy.title}」，只补新的和改动的。`}
      </p>
      {products.length > 0 && (
        <div className="solitaire-prices">
          {products.map((product) => (
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
              products={names}
              answers={answers}
              onAnswer={(answer) => onAnswers({ ...answers, [line.key]: answer })}
            />
          ))}
        </tbody>
      </table>
      <SolitaireTwins list={list} answers={answers} onAnswers={onAnswers} prices={prices} />
      <Problems label="没有记成订单的行" problems={lost} />
      <Problems label="记了，请留意的行" problems={list.problems.filter(({ line }) => !lost.some((one) => one.line === line))} />
      <p className="sheet-totals">
        合计：
        {totalsFor(list, answers).map(({ product, unit, quantity }) => (
          <span key={`${product} ${unit}`}>
            {product} {amountOf(quantity)}
            {unit}
          </span>
        ))}
      </p>
    </div>
  );
}
