import { Button, DatePicker, Input, Radio, Select } from 'antd';
import dayjs from 'dayjs';
import { useId, useState } from 'react';
import type { OrderDetail } from '../../../../shared/contracts/orders.ts';
import { useAccounts, usualAccount } from '../../../lib/book.ts';
import { money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { fenText } from '../money-text.ts';
import { useSaveOrder } from '../mutations.ts';
import { blankLine, blankOrder, inputOf, type LineValues, type OrderValues, problemOf, sumFen, valuesOf } from '../order-values.ts';
import { FriendPick } from './friend-pick.tsx';
import { ProductField } from './product-field.tsx';
import './order-form.css';

export interface OrderFormProps {
  /** who bought; undefined = still to be said */
  friend?: { id: number; name: string } | undefined;
  /** an order by hand that is put right */
  order?: OrderDetail | undefined;
  onClose: () => void;
  onSaved?: ((id: number) => void) | undefined;
}

type Change = (part: Partial<OrderValues>) => void;

interface LinesProps {
  lines: LineValues[];
  first: boolean;
  onChange: (lines: LineValues[]) => void;
  onEnter: () => void;
}

/** What was bought, a line each. */
function Lines({ lines, first, onChange, onEnter }: LinesProps) {
  const set = (key: number, part: Partial<LineValues>) => onChange(lines.map((line) => (line.key === key ? { ...line, ...part } : line)));
  return (
    <>
      {lines.map((line, place) => {
        const name = line.product.trim() || `第 ${place + 1} 样`;
        return (
          <div key={line.key} className="order-form-line">
            <ProductField
              label={place === 0 ? '买了什么' : `第 ${place + 1} 样商品`}
              autoFocus={place === 0 ? first : line.product === ''}
              value={line.product}
              onChange={(product) => set(line.key, { product })}
              onPick={({ name: product, unit, priceFen }) =>
                set(line.key, { product, unit: unit || line.unit, price: priceFen === null ? line.price : fenText(priceFen) })
              }
              onEnter={onEnter}
            />
            <Input
              aria-label={`${name}的数量`}
              prefix="×"
              suffix={line.unit || null}
              inputMode="decimal"
              value={line.quantity}
              onFocus={(event) => event.target.select()}
              onChange={(event) => set(line.key, { quantity: event.target.value })}
            />
            <Input
              aria-label={`${name}的单价，元`}
              prefix="¥"
              placeholder="单价"
              inputMode="decimal"
              value={line.price}
              onFocus={(event) => event.target.select()}
              onChange={(event) => set(line.key, { price: event.target.value })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={`去掉${name}`}
              disabled={lines.length === 1}
              onClick={() => onChange(lines.filter(({ key }) => key !== line.key))}
            >
              <CloseIcon />
            </button>
          </div>
        );
      })}
      <button
        type="button"
        className="link-button order-form-more"
        title="再加一样（Alt+A）"
        onClick={() => onChange([...lines, blankLine()])}
      >
        <PlusIcon width="12" height="12" /> 再加一样
      </button>
    </>
  );
}

function Days({ values, onChange }: { values: OrderValues; onChange: Change }) {
  const today = dayjs(now());
  const day = (label: string, on: string | null, set: (on: string | null) => void, must = false) => (
    <span className="order-field">
      {label}
      <DatePicker
        aria-label={`${label}日期`}
        format="M月D日"
        placeholder="还没"
        allowClear={!must}
        maxDate={today}
        value={on === null ? null : dayjs(on)}
        onChange={(picked) => (picked || !must) && set(picked ? picked.format('YYYY-MM-DD') : null)}
      />
    </span>
  );
  return (
    <div className="order-form-days">
      {day('下单', values.orderedOn, (on) => on !== null && onChange({ orderedOn: on }), true)}
      {day('发货', values.shippedOn, (shippedOn) => onChange({ shippedOn }))}
      {day('签收', values.signedOn, (signedOn) => onChange({ signedOn }))}
    </div>
  );
}

/** Whose order it is, where that is not known from the place it is written at. */
function Who({ values, focus, onChange }: { values: OrderValues; focus: boolean; onChange: Change }) {
  const { active } = useAccounts();
  const { friend } = values;
  return (
    <>
      <FriendPick
        label="谁买的"
        autoFocus={focus}
        accountId={null}
        value={friend === null ? null : friend?.id}
        name={friend?.name ?? null}
        placeholder="好友的名字，拼音首字母也行"
        candidates={[]}
        onPick={(id, name) => onChange({ friend: id === null ? null : { id, name: name ?? '', accountId: null } })}
      />
      {friend === null && (
        <Input
          aria-label="买家的名字"
          placeholder="买家叫什么（可以不写）"
          maxLength={100}
          value={values.buyerName}
          onChange={(event) => onChange({ buyerName: event.target.value })}
        />
      )}
      {friend === null && active.length > 1 && (
        <Select
          aria-label="记在哪个微信号"
          value={values.accountId ?? usualAccount(active)?.id ?? null}
          options={active.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(accountId) => onChange({ accountId })}
        />
      )}
    </>
  );
}

/** One order by hand: who, what, paid or not. Enter saves. */
export function OrderForm({ friend, order, onClose, onSaved }: OrderFormProps) {
  const { active } = useAccounts();
  const formId = useId();
  const [values, setValues] = useState<OrderValues>(() =>
    order ? valuesOf(order) : blankOrder(friend ? { ...friend, accountId: null } : undefined, now()),
  );
  const [problem, setProblem] = useState<string | null>(null);
  const save = useSaveOrder(order?.id ?? null);
  const send = useSendOnce();
  const onChange: Change = (part) => {
    setProblem(null);
    setValues((old) => ({ ...old, ...part }));
  };
  const submit = () => {
    const wrong = problemOf(values);
    if (wrong) return setProblem(wrong);
    void send(async () => {
      const { id } = await save.mutateAsync(inputOf(values, usualAccount(active)?.id ?? null));
      onClose();
      onSaved?.(id);
    });
  };
  const sum = sumFen(values.lines);
  const title = order ? '改这一单' : friend ? `给${friend.name}记一单` : '记一单';
  return (
    <Dialog
      open
      title={title}
      width={560}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不记</Button>
          <Button type="primary" htmlType="submit" form={formId} loading={save.isPending} title="Enter">
            {order ? '改好了' : `记下 ${money(inputOf(values, null).amountFen)}`}
          </Button>
        </div>
      }
    >
      <FormKeys onSave={submit} onMore={() => onChange({ lines: [...values.lines, blankLine()] })} />
      <form
        id={formId}
        className="order-form"
        aria-label={title}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {(order || !friend) && <Who values={values} focus={!friend && !order} onChange={onChange} />}
        <Lines lines={values.lines} first={friend !== undefined} onChange={(lines) => onChange({ lines })} onEnter={submit} />
        <div className="order-form-money">
          <span className="order-field">
            一共
            <Input
              aria-label="一共，元"
              prefix="¥"
              inputMode="decimal"
              value={values.total ?? fenText(sum)}
              onFocus={(event) => event.target.select()}
              onChange={(event) => onChange({ total: event.target.value })}
            />
          </span>
          {values.total !== null && (
            <button type="button" className="link-button" onClick={() => onChange({ total: null })}>
              按商品加起来：{money(sum)}
            </button>
          )}
          <Radio.Group
            aria-label="付了没有"
            optionType="button"
            value={values.isPaid}
            options={[
              { value: true, label: '已付' },
              { value: false, label: '没付' },
            ]}
            onChange={(event) => onChange({ isPaid: event.target.value as boolean })}
          />
        </div>
        <Days values={values} onChange={onChange} />
        <Input
          aria-label="备注"
          placeholder="备注（可以不写）"
          maxLength={2000}
          value={values.note}
          onChange={(event) => onChange({ note: event.target.value })}
        />
        {problem && (
          <p role="alert" className="order-warn">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** Inside the dialog, so that its keys come after the barrier. */
function FormKeys({ onSave, onMore }: { onSave: () => void; onMore: () => void }) {
  useShortcuts('记一单', [
    { keys: 'mod+Enter', label: '保存', run: onSave, inFields: true },
    { keys: 'alt+a', label: '再加一样', run: onMore, inFields: true },
  ]);
  return null;
}
