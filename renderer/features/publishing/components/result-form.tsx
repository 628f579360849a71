import { Button, Checkbox, Input, InputNumber } from 'antd';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import type { PostResultState, ResultInput, ResultOrder } from '../../../../shared/contracts/insights.ts';
import { count, money, spokenTime } from '../../../lib/format.ts';
import { Kbd } from '../../../ui/kbd.tsx';
import { usePostEcho, usePostResult, useSaveResult } from '../results.ts';
import './result-form.css';

const counts = [
  { key: 'likes', label: '赞' },
  { key: 'comments', label: '评论' },
  { key: 'privates', label: '私信' },
  { key: 'deals', label: '成交' },
] as const;

/** What came of a posted post: told in a few numbers, changed as often as she likes. */
export function PostResult({ postId, telling }: { postId: number; telling: boolean }) {
  const { data } = usePostResult(postId);
  const [editing, setEditing] = useState(telling);
  // what was typed outlives the form: Esc folds it, it throws nothing away
  const [typed, setTyped] = useState<ResultInput | null>(null);
  const [picked, setPicked] = useState<readonly ResultOrder[]>([]);
  const opener = useRef<HTMLButtonElement>(null);
  if (!data) return null;
  const { result } = data;
  const fold = () => {
    setEditing(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const done = () => {
    setTyped(null);
    setPicked([]);
    fold();
  };
  if (editing) {
    const values = typed ?? valuesOf(postId, data);
    const orders = <ResultOrders values={values} state={data} picked={picked} onPick={setPicked} onChange={setTyped} />;
    return <ResultForm values={values} orders={orders} onChange={setTyped} onFold={fold} onDone={done} />;
  }
  if (!result)
    return (
      <>
        <Echo postId={postId} />
        <Button block ref={opener} onClick={() => setEditing(true)}>
          {typed ? '接着记效果' : '记效果：几个赞、几条评论、几单'}
        </Button>
      </>
    );
  return (
    <section className="post-result" aria-label="效果">
      <dl>
        {counts.map(({ key, label }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{count(result![key])}</dd>
          </div>
        ))}
      </dl>
      {result!.note !== '' && <p>{result!.note}</p>}
      {result!.orders.length > 0 && (
        <p>
          带来 {count(result!.orders.length)} 单，{money(result!.orders.reduce((sum, order) => sum + order.amountFen, 0))}
        </p>
      )}
      <Echo postId={postId} />
      <button type="button" ref={opener} className="link-button" onClick={() => setEditing(true)}>
        {typed ? '接着改效果' : '改效果'}
      </button>
    </section>
  );
}

/** How those who could see it answered, as far as chats and orders were brought in; told only with enough of them. */
function Echo({ postId }: { postId: number }) {
  const { data } = usePostEcho(postId);
  if (!data) return null;
  const { asked, orders, usual, extra } = data;
  const seen = [asked === null ? '' : `${count(asked)} 位来问`, orders === null ? '' : `${count(orders)} 单`].filter(Boolean).join('、');
  const more = Math.round(extra);
  return (
    <p className="post-echo">
      发出后三天，看得到的人里有 {seen}，{more === 0 ? '和平时差不多' : `比平时${more > 0 ? '多' : '少'} ${count(Math.abs(more))} 次`}
      <small>平时 = 前几周同样的三天，约 {count(Math.round(usual))} 次；不一定都是它带来的</small>
    </p>
  );
}

interface FormProps {
  values: ResultInput;
  orders: ReactNode;
  onChange: (values: ResultInput) => void;
  /** puts the form away for now */
  onFold: () => void;
  onDone: () => void;
}

function ResultForm({ values, orders, onChange, onFold, onDone }: FormProps) {
  const save = useSaveResult(onDone);
  const submit = () => !save.isPending && save.mutate(values);
  // it stands inside the form of the post: its keys must not save or close that one
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const sends = event.key === 'Enter' && (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey);
    if (event.key !== 'Escape' && !sends) return;
    event.preventDefault();
    event.stopPropagation();
    if (sends) submit();
    else onFold();
  };
  return (
    <section className="result-form" aria-label="记效果" onKeyDown={onKeyDown}>
      <div className="result-counts">
        {counts.map(({ key, label }, at) => (
          <div key={key}>
            <label htmlFor={`result-${key}`}>{label}</label>
            <InputNumber
              id={`result-${key}`}
              autoFocus={at === 0}
              min={0}
              max={1_000_000}
              precision={0}
              controls={false}
              value={values[key]}
              onFocus={(event) => event.target.select()}
              onChange={(value) => onChange({ ...values, [key]: value ?? 0 })}
            />
          </div>
        ))}
      </div>
      <Input
        aria-label="说明"
        placeholder="记一句（可以不写），例如：很多人问怎么保存"
        maxLength={500}
        value={values.note}
        onChange={(event) => onChange({ ...values, note: event.target.value })}
      />
      {orders}
      <div className="result-foot">
        <Button type="primary" loading={save.isPending} onClick={submit}>
          记下效果
        </Button>
        <Kbd keys="Enter" />
        <Button onClick={onDone}>取消</Button>
      </div>
    </section>
  );
}

interface OrdersProps {
  values: ResultInput;
  state: PostResultState;
  /** those she ticked; they stay in sight whatever is looked for */
  picked: readonly ResultOrder[];
  onPick: (picked: readonly ResultOrder[]) => void;
  onChange: (values: ResultInput) => void;
}

const without = (orders: readonly ResultOrder[], ids: ReadonlySet<number>) => orders.filter(({ id }) => !ids.has(id));
const idsOf = (orders: readonly ResultOrder[]) => new Set(orders.map(({ id }) => id));

/** Orders of the three days after it, ticked where she says that they came of it; of very many some are shown and the others looked for. */
function ResultOrders({ values, state, picked, onPick, onChange }: OrdersProps) {
  const [find, setFind] = useState('');
  const { candidates, more } = usePostResult(values.postId, find).data ?? state;
  // one that is ticked keeps its place; only what is not in sight any more comes to the top
  const saved = state.result?.orders ?? [];
  const orders = [...saved, ...without(picked, idsOf([...saved, ...candidates])), ...candidates];
  if (orders.length === 0 && find === '') return null;
  const tick = (some: readonly ResultOrder[], on: boolean) => {
    const ids = idsOf(some);
    const others = values.orderIds.filter((id) => !ids.has(id));
    onPick([...without(picked, ids), ...(on ? some : [])]);
    onChange({ ...values, orderIds: on ? [...others, ...ids] : others });
  };
  return (
    <fieldset className="result-orders">
      <legend>这三天里的订单，哪些是它带来的？</legend>
      {(state.more > 0 || find !== '') && (
        <div className="result-orders-find">
          <Input
            size="small"
            allowClear
            aria-label="按名字找订单"
            placeholder="按买家的名字找"
            maxLength={60}
            value={find}
            onChange={(event) => setFind(event.target.value)}
            onPressEnter={(event) => {
              // it only looks: what she counted is not saved by it
              event.preventDefault();
              event.stopPropagation();
            }}
          />
          <button type="button" className="link-button" onClick={() => tick(candidates, true)}>
            下面的都勾上
          </button>
        </div>
      )}
      <div className="result-orders-list">
        {orders.map((order) => (
          <Checkbox key={order.id} checked={values.orderIds.includes(order.id)} onChange={({ target }) => tick([order], target.checked)}>
            {order.name} {money(order.amountFen)} <small>{spokenTime(order.at)}</small>
          </Checkbox>
        ))}
        {more > 0 && <small>还有 {count(more)} 单没列出来，写上名字就找得到</small>}
        {candidates.length === 0 && find !== '' && <small>没有叫「{find}」的</small>}
      </div>
    </fieldset>
  );
}

function valuesOf(postId: number, { result }: PostResultState): ResultInput {
  if (!result) return { postId, likes: 0, comments: 0, privates: 0, deals: 0, note: '', orderIds: [] };
  const { likes, comments, privates, deals, note, orders } = result;
  return { postId, likes, comments, privates, deals, note, orderIds: orders.map(({ id }) => id) };
}
