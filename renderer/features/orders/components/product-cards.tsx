import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Radio } from 'antd';
import { useId, useState } from 'react';
import { type Product, type ProductCard, productCard } from '../../../../shared/contracts/products.ts';
import { productKinds } from '../../../../shared/domain/hand-order.ts';
import { productKindWords } from '../../../../shared/domain/words.ts';
import { client, trpc } from '../../../lib/api.ts';
import { count, money } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { fenText, readFen } from '../money-text.ts';
import { amountOf } from '../words.ts';

const blank: ProductCard = { name: '', kind: null, priceFen: null, costFen: null, unitDays: null, cycleDays: null };
const shown = 200;

interface Texts {
  price: string;
  cost: string;
  unitDays: string;
  cycleDays: string;
}

/** The card with what stands in its fields; undefined = one of them cannot be read. */
function cardOf(card: ProductCard, texts: Texts): ProductCard | undefined {
  const fen = (text: string) => (text.trim() === '' ? null : (readFen(text) ?? Number.NaN));
  const days = (text: string) => (text.trim() === '' ? null : Number(text.trim()));
  const whole = {
    ...card,
    priceFen: fen(texts.price),
    costFen: fen(texts.cost),
    unitDays: days(texts.unitDays),
    cycleDays: days(texts.cycleDays),
  };
  return productCard.safeParse(whole).data;
}

/** One product, new or there already. Enter saves. */
function CardDialog({ product, onClose }: { product: Product | null; onClose: () => void }) {
  const [card, setCard] = useState<ProductCard>(product ?? blank);
  const days = (value: number | null) => (value === null ? '' : String(value));
  const [texts, setTexts] = useState<Texts>({
    price: fenText(card.priceFen),
    cost: fenText(card.costFen),
    unitDays: days(card.unitDays),
    cycleDays: days(card.cycleDays),
  });
  const formId = useId();
  const send = useSendOnce();
  const input = cardOf(card, texts);
  const save = useMutation({
    mutationFn: (values: ProductCard) =>
      product ? client.products.update.mutate({ id: product.id, card: values }) : client.products.create.mutate(values),
    networkMode: 'always',
    onSuccess: ({ undoId }, { name }) => notify.done(`「${name}」记下了`, undoId),
    onError: notify.failed,
  });
  const submit = () => {
    if (input)
      void send(async () => {
        await save.mutateAsync(input);
        onClose();
      });
  };
  const field = (name: keyof Texts, label: string, affix: { prefix?: string; suffix?: string }, hint: string) => (
    <span className="order-field">
      <span>{label}</span>
      <Input
        aria-label={label}
        inputMode="decimal"
        placeholder={hint}
        {...affix}
        value={texts[name]}
        onChange={(event) => setTexts({ ...texts, [name]: event.target.value })}
      />
    </span>
  );
  return (
    <Dialog
      open
      title={product ? '改商品' : '新商品'}
      width={460}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不改</Button>
          <Button type="primary" htmlType="submit" form={formId} disabled={!input} loading={save.isPending}>
            记下
          </Button>
        </div>
      }
    >
      <form
        id={formId}
        className="order-form product-form"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <span className="order-field">
          <span>名字</span>
          <Input
            aria-label="名字"
            autoFocus
            maxLength={200}
            value={card.name}
            onChange={(event) => setCard({ ...card, name: event.target.value })}
          />
        </span>
        <span className="order-field">
          <span>类别</span>
          <Radio.Group
            aria-label="类别"
            optionType="button"
            value={card.kind ?? 'none'}
            options={[{ value: 'none', label: '没分' }, ...productKinds.map((kind) => ({ value: kind, label: productKindWords[kind] }))]}
            onChange={(event) =>
              setCard({ ...card, kind: event.target.value === 'none' ? null : (event.target.value as ProductCard['kind']) })
            }
          />
        </span>
        {field('price', '售价', { prefix: '¥' }, '记单时自动填上')}
        {field('cost', '成本', { prefix: '¥' }, '算毛利用，只有你看得到')}
        {field('unitDays', '一份用几天', { suffix: '天' }, '买两份就按两倍算')}
        {field('cycleDays', '多久回购', { suffix: '天' }, '不管买几份，隔多久再买')}
        {!input && card.name.trim() !== '' && (
          <p role="alert" className="order-warn">
            钱写数字，天数写 1 到 3650 的整数
          </p>
        )}
      </form>
    </Dialog>
  );
}

/** 商品: what is sold, with its card. */
export function ProductCards({ onOrders }: { onOrders: (product: Product) => void }) {
  const [archived, setArchived] = useState(false);
  const [open, setOpen] = useState<Product | 'new' | null>(null);
  const { data, error, refetch } = useQuery({
    ...trpc.products.list.queryOptions({ search: '', archived, offset: 0, limit: shown }),
    placeholderData: keepPreviousData,
  });
  const archive = useMutation(
    trpc.products.archive.mutationOptions({
      onSuccess: ({ undoId }, input) => notify.done(input.archived ? '已收起来，记单时不再提示' : '已取回', undoId),
      onError: notify.failed,
    }),
  );
  useShortcuts('商品', [{ keys: 'shift+p', label: '新商品', run: () => setOpen('new') }]);
  return (
    <>
      <p className="orders-sums product-head">
        <Button size="small" title="Shift+P" onClick={() => setOpen('new')}>
          新商品
        </Button>
        <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>
          看收起来的
        </Checkbox>
        {data && data.total > shown && <span>只列出卖得最多的 {count(shown)} 种</span>}
      </p>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingSkeleton />}
      {data?.total === 0 && (
        <EmptyState title={archived ? '没有收起来的商品' : '还没有商品'} hint={archived ? '' : '记一单、导入订单就会有，也可以先建好。'} />
      )}
      {data && data.total > 0 && (
        <table className="orders-table" aria-label="商品">
          <thead>
            <tr>
              <th scope="col">商品</th>
              <th scope="col" className="w-status">
                类别
              </th>
              <th scope="col" className="w-money order-money">
                售价
              </th>
              <th scope="col" className="w-money order-money">
                成本
              </th>
              <th scope="col" className="w-cycle">
                多久回购
              </th>
              <th scope="col" className="w-sold order-money">
                卖出
              </th>
              <th scope="col" className="w-status" aria-label="操作" />
            </tr>
          </thead>
          <tbody>
            {data.rows.map((product) => (
              <tr key={product.id}>
                <td>
                  <button type="button" className="order-open" title="改" onClick={() => setOpen(product)}>
                    {product.name}
                  </button>
                </td>
                <td>{product.kind === null ? '—' : productKindWords[product.kind]}</td>
                <td className="order-money">{product.priceFen === null ? '—' : money(product.priceFen)}</td>
                <td className="order-money">{product.costFen === null ? '—' : money(product.costFen)}</td>
                <td>{cycleText(product)}</td>
                <td className="order-money">
                  {product.orderCount === 0 ? (
                    '—'
                  ) : (
                    <button
                      type="button"
                      className="link-button"
                      title={`共 ${money(product.amountFen)}`}
                      onClick={() => onOrders(product)}
                    >
                      {count(product.orderCount)} 单 ×{amountOf(product.quantity)}
                    </button>
                  )}
                </td>
                <td>
                  <button
                    type="button"
                    className="link-button"
                    aria-label={`${archived ? '取回' : '收起'}${product.name}`}
                    onClick={() => archive.mutate({ ids: [product.id], archived: !archived })}
                  >
                    {archived ? '取回' : '收起'}
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {open && <CardDialog product={open === 'new' ? null : open} onClose={() => setOpen(null)} />}
    </>
  );
}

function cycleText({ unitDays, cycleDays }: ProductCard): string {
  if (unitDays !== null) return `一份 ${count(unitDays)} 天`;
  return cycleDays === null ? '—' : `${count(cycleDays)} 天`;
}
