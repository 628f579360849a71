import { Button, Checkbox, Input, InputNumber } from 'antd';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { PostResultState, ResultInput } from '../../../../shared/contracts/insights.ts';
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
  const opener = useRef<HTMLButtonElement>(null);
  if (!data) return null;
  const { result } = data;
  const fold = () => {
    setEditing(false);
    requestAnimationFrame(() => opener.current?.focus());
  };
  const done = () => {
    setTyped(null);
    fold();
  };
  if (editing) {
    const values = typed ?? valuesOf(postId, data);
    return <ResultForm values={values} state={data} onChange={setTyped} onFold={fold} onDone={done} />;
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
  state: PostResultState;
  onChange: (values: ResultInput) => void;
  /** puts the form away for now */
  onFold: () => void;
  onDone: () => void;
}

function ResultForm({ values, state, onChange, onFold, onDone }: FormProps) {
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
      <ResultOrders values={values} state={state} onChange={onChange} />
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

/** Orders of the three days after it, ticked where she says that they came of it. */
function ResultOrders({ values, state, onChange }: Pick<FormProps, 'values' | 'state' | 'onChange'>) {
  const orders = [...(state.result?.orders ?? []), ...state.candidates];
  if (orders.length === 0) return null;
  return (
    <fieldset className="result-orders">
      <legend>这三天里的订单，哪些是它带来的？</legend>
      {orders.map((order) => (
        <Checkbox
          key={order.id}
          checked={values.orderIds.includes(order.id)}
          onChange={({ target }) =>
            onChange({
              ...values,
              orderIds: target.checked ? [...values.orderIds, order.id] : values.orderIds.filter((id) => id !== order.id),
            })
          }
        >
          {order.name} {money(order.amountFen)} <small>{spokenTime(order.at)}</small>
        </Checkbox>
      ))}
    </fieldset>
  );
}

function valuesOf(postId: number, { result }: PostResultState): ResultInput {
  if (!result) return { postId, likes: 0, comments: 0, privates: 0, deals: 0, note: '', orderIds: [] };
  const { likes, comments, privates, deals, note, orders } = result;
  return { postId, likes, comments, privates, deals, note, orderIds: orders.map(({ id }) => id) };
}
