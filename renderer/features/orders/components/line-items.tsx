import { Button, Input } from 'antd';
import { type KeyboardEvent, useId, useState } from 'react';
import type { SolitaireItem } from '../../../../shared/domain/solitaire-items.ts';
import { type ItemDraft, itemsOf } from '../solitaire-answers.ts';
import { amountOf } from '../words.ts';

export interface LineItemsProps {
  /** number of the line */
  no: number;
  items: readonly SolitaireItem[];
  /** names that the list has already */
  products: readonly string[];
  /** the list orders one thing only: its name need not stand in every line */
  oneProduct: boolean;
  /** undefined = nothing can be put right */
  onCorrect: ((items: SolitaireItem[]) => void) | undefined;
}

const draftOf = ({ product, quantity, unit }: SolitaireItem): ItemDraft => ({ product, quantity: amountOf(quantity), unit });

/** What a line orders, and fields to put it right. */
export function LineItems({ no, items, products, oneProduct, onCorrect }: LineItemsProps) {
  const [drafts, setDrafts] = useState<ItemDraft[] | null>(null);
  if (drafts && onCorrect)
    return (
      <Fields
        no={no}
        drafts={drafts}
        products={products}
        onChange={setDrafts}
        onDone={(corrected) => {
          onCorrect(corrected);
          setDrafts(null);
        }}
        onCancel={() => setDrafts(null)}
      />
    );
  const only = oneProduct ? (products[0] ?? '') : '';
  return (
    <>
      {items.map(({ product, quantity, unit }) => (
        <span key={`${product} ${unit}`} className="solitaire-item">
          {!(oneProduct && product === only) && `${product} `}
          {amountOf(quantity)}
          {unit}
        </span>
      ))}
      {items.length === 0 && <span className="solitaire-item">什么也没要</span>}
      {onCorrect && (
        <button
          type="button"
          className="link-button"
          aria-label={`改第 ${no} 行要什么`}
          onClick={() => setDrafts(items.length > 0 ? items.map(draftOf) : [{ product: only, quantity: '', unit: '' }])}
        >
          改
        </button>
      )}
    </>
  );
}

interface FieldsProps {
  no: number;
  drafts: ItemDraft[];
  products: readonly string[];
  onChange: (drafts: ItemDraft[]) => void;
  onDone: (items: SolitaireItem[]) => void;
  onCancel: () => void;
}

function Fields({ no, drafts, products, onChange, onDone, onCancel }: FieldsProps) {
  const names = useId();
  const items = itemsOf(drafts);
  const set = (at: number, more: Partial<ItemDraft>) => onChange(drafts.map((one, i) => (i === at ? { ...one, ...more } : one)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    if (event.key === 'Enter' && (event.nativeEvent.isComposing || event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    // the window around it stays
    event.stopPropagation();
    if (event.key === 'Escape') onCancel();
    else if (items) onDone(items);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the fields inside
    <div className="solitaire-fields" onKeyDown={onKeyDown}>
      <datalist id={names}>
        {products.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {drafts.map((draft, at) => (
        <div key={at}>
          <Input
            size="small"
            aria-label={`第 ${no} 行第 ${at + 1} 样是什么`}
            placeholder="商品"
            list={names}
            value={draft.product}
            onChange={(event) => set(at, { product: event.target.value })}
          />
          <Input
            size="small"
            autoFocus={at === drafts.length - 1}
            aria-label={`第 ${no} 行第 ${at + 1} 样要几份`}
            inputMode="decimal"
            placeholder="几份"
            status={itemsOf([draft]) ? '' : 'error'}
            value={draft.quantity}
            onChange={(event) => set(at, { quantity: event.target.value })}
          />
          <Input
            size="small"
            aria-label={`第 ${no} 行第 ${at + 1} 样的单位`}
            placeholder="单位"
            maxLength={20}
            value={draft.unit}
            onChange={(event) => set(at, { unit: event.target.value })}
          />
        </div>
      ))}
      <div className="solitaire-fields-foot">
        <Button size="small" type="primary" disabled={items === null} onClick={() => items && onDone(items)}>
          好了
        </Button>
        <Button size="small" onClick={() => onChange([...drafts, { product: '', quantity: '', unit: '' }])}>
          加一样
        </Button>
        <Button size="small" onClick={onCancel}>
          不改了
        </Button>
      </div>
    </div>
  );
}
