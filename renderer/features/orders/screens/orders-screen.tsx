import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import type { OrderFilter, orderStates } from '../../../../shared/contracts/orders.ts';
import { count, money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useOwnParams } from '../../../lib/own-params.ts';
import { OrderIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { TabStrip } from '../../../ui/tab-strip.tsx';
import { DuePeople } from '../components/due-people.tsx';
import { GroupBuys } from '../components/group-buys.tsx';
import { OrderForm } from '../components/order-form.tsx';
import { OrderList } from '../components/order-list.tsx';
import { OrderPanel } from '../components/order-panel.tsx';
import { PasteSolitaire } from '../components/paste-solitaire.tsx';
import { PaymentList } from '../components/payment-list.tsx';
import { ProductCards } from '../components/product-cards.tsx';
import { UnpaidPeople } from '../components/unpaid-people.tsx';
import { useMarkOrders } from '../mutations.ts';
import { useOrders, useUnpaid } from '../queries.ts';
import { oddText } from '../words.ts';

type State = (typeof orderStates)[number];
const tabs = [
  { key: 'orders', label: '全部订单' },
  { key: 'unpaid', label: '没付的' },
  { key: 'due', label: '该复购的' },
  { key: 'groups', label: '接龙与团购' },
  { key: 'payments', label: '收款' },
  { key: 'products', label: '商品' },
] as const;
type Tab = (typeof tabs)[number]['key'];
const states: { value: State; label: string }[] = [
  { value: 'unpaid', label: '没付' },
  { value: 'paid', label: '已付' },
  { value: 'toShip', label: '等发货' },
  { value: 'refunded', label: '有退款' },
  { value: 'cancelled', label: '已取消' },
  { value: 'odd', label: '数目不对' },
];

const linkedIn = (text: string | null): 'yes' | 'no' | undefined => (text === 'yes' || text === 'no' ? text : undefined);

/** Which of the views is open, and what is open in it: in the address. */
function useOrdersAddress() {
  const [params, write] = useOwnParams();
  const set = (values: Record<string, string | null>) => {
    const next = new URLSearchParams(params);
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === '') next.delete(name);
      else next.set(name, value);
    }
    write(next);
  };
  const idIn = (name: string) => {
    const id = Number(params.get(name));
    return Number.isSafeInteger(id) && id > 0 ? id : null;
  };
  const tab: Tab = tabs.find(({ key }) => key === params.get('t'))?.key ?? 'orders';
  // where another page leads: which orders are meant at first
  const first = { state: states.find(({ value }) => value === params.get('s'))?.value, linked: linkedIn(params.get('l')) };
  return { tab, first, orderId: idIn('o'), groupBuyId: idIn('g'), batchId: idIn('b'), productId: idIn('p'), set };
}

interface AllOrdersProps {
  filter: OrderFilter;
  openId: number | null;
  onOpen: (id: number) => void;
  onImport: (() => void) | undefined;
  onPaste: () => void;
  onWrite: () => void;
}

/** Ticked orders; another filter ticks none. */
function useSelected(key: string): [ReadonlySet<number>, (ids: ReadonlySet<number>) => void] {
  const [kept, setKept] = useState<{ key: string; ids: ReadonlySet<number> }>({ key, ids: new Set() });
  return [kept.key === key ? kept.ids : new Set(), (ids) => setKept({ key, ids })];
}

function AllOrders({ filter, openId, onOpen, onImport, onPaste, onWrite }: AllOrdersProps) {
  const { rows, total, sums, error, more, retry } = useOrders(filter);
  const [selected, onSelect] = useSelected(JSON.stringify(filter));
  const mark = useMarkOrders();
  if (error) return <ErrorState error={error} onRetry={retry} />;
  if (total === undefined || !sums) return <LoadingSkeleton />;
  const filtered = Object.values(filter).some((value) => value !== undefined);
  if (total === 0 && filtered) return <EmptyState title="没有符合的订单" hint="换个词，或者少选一个条件。" />;
  if (total === 0)
    return (
      <EmptyState
        icon={<OrderIcon width="22" height="22" />}
        title="还没有订单"
        hint="快团团、微信小店、有赞、拼多多、淘宝导出的订单表，微信和支付宝账单，都可以导入；接龙复制过来粘贴就行；零散的一单，自己记也只要几秒。"
        action={
          <>
            <Button onClick={onWrite}>记一单</Button>
            {onImport && (
              <Button type="primary" onClick={onImport}>
                导入订单
              </Button>
            )}
            <Button onClick={onPaste}>粘贴接龙</Button>
          </>
        }
      />
    );
  return (
    <>
      <p className="orders-sums">
        {count(sums.orders)} 单，共 {money(sums.amountFen)}，收到 {money(sums.paidFen)}
        {sums.refundFen > 0 && `，退了 ${money(sums.refundFen)}`}
        {sums.unpaidOrders > 0 && `，${count(sums.unpaidOrders)} 单没付（${money(sums.unpaidFen)}）`}
        {oddText(sums)}
      </p>
      <OrderList
        rows={rows}
        total={total}
        openId={openId}
        onOpen={onOpen}
        onMore={more}
        selected={selected}
        onSelect={onSelect}
        onMark={(ids, what) => mark.mutate({ ids, mark: what, on: null })}
      />
    </>
  );
}

function Unpaid({ onFriend }: { onFriend: (id: number) => void }) {
  const { data, error, refetch } = useUnpaid();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  return data ? <UnpaidPeople list={data} onFriend={onFriend} /> : <LoadingSkeleton />;
}

export interface OrdersScreenProps {
  panelWidth: number;
  onPanelWidth: (width: number) => void;
  onFriend: (id: number) => void;
  onImport: (() => void) | undefined;
}

/** 订单: what was bought, who has not paid, the pick-up sheets of group buys, and the money of the bills. */
export function OrdersScreen({ panelWidth, onPanelWidth, onFriend, onImport }: OrdersScreenProps) {
  const { tab, first, orderId, groupBuyId, batchId, productId, set } = useOrdersAddress();
  const [search, setSearch] = useState('');
  const [state, setState] = useState<State | undefined>(first.state);
  const [linked, setLinked] = useState<'yes' | 'no' | undefined>(first.linked);
  const [pasting, setPasting] = useState(false);
  /** the order form is open, for somebody or for nobody yet */
  const [writing, setWriting] = useState<{ friend?: { id: number; name: string } } | null>(null);
  const common = { search: search.trim() || undefined, linked, batchId: batchId ?? undefined };
  const filter: OrderFilter = { ...common, state, productId: productId ?? undefined };
  const isList = tab === 'orders' || tab === 'payments';
  const openOrder = (id: number) => set({ o: String(id) });
  useShortcuts('订单', [
    { keys: '/', label: '搜索订单、收款', run: () => document.querySelector<HTMLInputElement>('.orders-search input')?.focus() },
    { keys: 'o', label: '记一单', run: () => setWriting({}) },
    { keys: 'n', label: '粘贴接龙', run: () => setPasting(true) },
  ]);
  return (
    <PageFrame
      title="谁买了什么？"
      actions={
        <>
          <Button onClick={() => setPasting(true)}>粘贴接龙</Button>
          {onImport && <Button onClick={onImport}>导入订单</Button>}
          <Button type="primary" title="记一单（O）" onClick={() => setWriting({})}>
            记一单
          </Button>
        </>
      }
      toolbar={
        <div className="orders-toolbar">
          <TabStrip
            label="订单"
            id="orders-tab"
            panelId="orders-panel"
            tabs={tabs}
            tab={tab}
            onTab={(next) => set({ t: next === 'orders' ? null : next, o: null, g: null, b: null, p: null })}
          />
          {isList && (
            <>
              <Input.Search
                className="orders-search"
                aria-label={tab === 'orders' ? '搜索订单' : '搜索收款'}
                placeholder={tab === 'orders' ? '名字、商品、订单号' : '名字、说明、交易单号'}
                allowClear
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
              {tab === 'orders' && (
                <Select<State>
                  aria-label="付款"
                  placeholder="付款"
                  allowClear
                  value={state ?? null}
                  options={states}
                  onChange={(value) => {
                    setState(value ?? undefined);
                    set({ s: null });
                  }}
                />
              )}
              <Select<'yes' | 'no'>
                aria-label="是不是好友"
                placeholder="好友"
                allowClear
                value={linked ?? null}
                options={[
                  { value: 'yes', label: '认出了是谁' },
                  { value: 'no', label: '还没认出' },
                ]}
                onChange={(value) => {
                  setLinked(value ?? undefined);
                  set({ l: null });
                }}
              />
              {productId !== null && <Button onClick={() => set({ p: null })}>只看这个商品的 ✕</Button>}
              {batchId !== null && <Button onClick={() => set({ b: null })}>只看这次导入的 ✕</Button>}
            </>
          )}
        </div>
      }
      scroll={false}
    >
      <div className="orders-body">
        <div id="orders-panel" className="orders-main" role="tabpanel" aria-labelledby={`orders-tab-${tab}`}>
          {tab === 'orders' && (
            <AllOrders
              filter={filter}
              openId={orderId}
              onOpen={openOrder}
              onImport={onImport}
              onPaste={() => setPasting(true)}
              onWrite={() => setWriting({})}
            />
          )}
          {tab === 'payments' && <PaymentList filter={{ ...common, customers: true }} onOrder={openOrder} onImport={onImport} />}
          {tab === 'unpaid' && <Unpaid onFriend={onFriend} />}
          {tab === 'due' && <DuePeople onFriend={onFriend} onWrite={(friend) => setWriting({ friend })} />}
          {tab === 'products' && <ProductCards onOrders={({ id }) => set({ t: null, p: String(id) })} />}
          {tab === 'groups' && (
            <GroupBuys
              openId={groupBuyId}
              onOpen={(id) => set({ g: id === null ? null : String(id), o: null })}
              onOrder={openOrder}
              onPaste={() => setPasting(true)}
            />
          )}
        </div>
        {orderId !== null && (
          <OrderPanel
            key={orderId}
            id={orderId}
            width={panelWidth}
            onWidth={onPanelWidth}
            onClose={() => set({ o: null })}
            onFriend={onFriend}
          />
        )}
      </div>
      {writing && <OrderForm {...writing} onClose={() => setWriting(null)} />}
      {pasting && (
        <PasteSolitaire
          onClose={() => setPasting(false)}
          onSaved={(id) => {
            setPasting(false);
            set({ t: 'groups', g: String(id), o: null });
          }}
        />
      )}
    </PageFrame>
  );
}
