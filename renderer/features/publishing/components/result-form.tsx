import { Button, Checkbox, Input, InputNumber } from 'antd';
import { type FormEvent, useState } from 'react';
import type { PostResultState, ResultInput } from '../../../../shared/contracts/insights.ts';
import { count, money, spokenTime } from '../../../lib/format.ts';
import { usePostResult, useSaveResult } from '../results.ts';
import './result-form.css';

const counts = [
  { key: 'likes', label: '赞' },
  { key: 'comments', label: '评论' },
  { key: 'privates', label: '私信' },
  { key: 'deals', label: '成交' },
] as const;

/** What came of a posted post: told in a few numbers, changed as often as she likes. */
export function PostResult({ postId }: { postId: number }) {
  const { data } = usePostResult(postId);
  const [editing, setEditing] = useState(false);
  if (!data) return null;
  const { result } = data;
  if (!result && !editing)
    return (
      <Button block onClick={() => setEditing(true)}>
        记效果：几个赞、几条评论、几单
      </Button>
    );
  if (editing) return <ResultForm postId={postId} state={data} onClose={() => setEditing(false)} />;
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
      <button type="button" className="link-button" onClick={() => setEditing(true)}>
        改
      </button>
    </section>
  );
}

interface FormProps {
  postId: number;
  state: PostResultState;
  onClose: () => void;
}

function ResultForm({ postId, state, onClose }: FormProps) {
  const [values, setValues] = useState<ResultInput>(() => valuesOf(postId, state));
  const save = useSaveResult(onClose);
  const orders = [...(state.result?.orders ?? []), ...state.candidates];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // it stands inside the form of the post, which must not be saved by it
    event.stopPropagation();
    save.mutate(values);
  };
  return (
    <section className="result-form" aria-label="记效果">
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
              onChange={(value) => setValues({ ...values, [key]: value ?? 0 })}
              onPressEnter={submit}
            />
          </div>
        ))}
      </div>
      <Input
        aria-label="说明"
        placeholder="记一句（可以不写），例如：很多人问怎么保存"
        maxLength={500}
        value={values.note}
        onChange={(event) => setValues({ ...values, note: event.target.value })}
        onPressEnter={submit}
      />
      {orders.length > 0 && (
        <fieldset className="result-orders">
          <legend>这三天里的订单，哪些是它带来的？</legend>
          {orders.map((order) => (
            <Checkbox
              key={order.id}
              checked={values.orderIds.includes(order.id)}
              onChange={({ target }) =>
                setValues({
                  ...values,
                  orderIds: target.checked ? [...values.orderIds, order.id] : values.orderIds.filter((id) => id !== order.id),
                })
              }
            >
              {order.name} {money(order.amountFen)} <small>{spokenTime(order.at)}</small>
            </Checkbox>
          ))}
        </fieldset>
      )}
      <div className="result-foot">
        <Button type="primary" loading={save.isPending} onClick={submit}>
          记下效果
        </Button>
        <Button onClick={onClose}>取消</Button>
      </div>
    </section>
  );
}

function valuesOf(postId: number, { result }: PostResultState): ResultInput {
  if (!result) return { postId, likes: 0, comments: 0, privates: 0, deals: 0, note: '', orderIds: [] };
  const { likes, comments, privates, deals, note, orders } = result;
  return { postId, likes, comments, privates, deals, note, orderIds: orders.map(({ id }) => id) };
}
