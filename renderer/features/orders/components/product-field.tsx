import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Completion } from '../../../../shared/contracts/products.ts';
import { trpc } from '../../../lib/api.ts';
import { money } from '../../../lib/format.ts';
import { useEntered } from '../../../ui/use-entered.ts';

export interface ProductFieldProps {
  label: string;
  value: string;
  autoFocus?: boolean;
  onChange: (text: string) => void;
  onPick: (product: Completion) => void;
  /** Enter while nothing is proposed */
  onEnter: () => void;
}

/** What was bought: typing proposes products, Enter takes one with its price; a new name is simply typed. */
export function ProductField({ label, value, autoFocus = false, onChange, onPick, onEnter }: ProductFieldProps) {
  const listId = useId();
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const text = value.trim();
  const found = useQuery({
    ...trpc.products.complete.queryOptions({ text }),
    enabled: open && text !== '',
    placeholderData: keepPreviousData,
  });
  const waiting = open && text !== '' && found.isFetching && (found.isPlaceholderData || found.data === undefined);
  const proposed = open && text !== '' ? (found.data ?? []) : [];
  const current = Math.min(at, proposed.length - 1);
  const pick = (product: Completion) => {
    setOpen(false);
    onPick(product);
  };
  const { enter, forget } = useEntered(waiting, () => {
    const product = proposed[current];
    if (product) pick(product);
    else onEnter();
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && proposed.length > 0) setAt((current + step + proposed.length) % proposed.length);
    else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) enter();
    else if (event.key === 'Escape' && proposed.length > 0) setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <span className="product-field">
      <input
        className="ant-input ant-input-outlined"
        // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type here
        autoFocus={autoFocus}
        role="combobox"
        aria-label={label}
        aria-expanded={proposed.length > 0}
        aria-controls={listId}
        aria-activedescendant={proposed.length > 0 ? `${listId}-${current}` : undefined}
        autoComplete="off"
        placeholder="商品，打一两个字就有"
        maxLength={200}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setOpen(true);
          setAt(0);
          forget();
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      {proposed.length > 0 && (
        <div className="product-list" id={listId} role="listbox" aria-label="商品">
          {proposed.map((product, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that owns the list
            <div
              key={product.id}
              id={`${listId}-${index}`}
              role="option"
              aria-selected={index === current}
              tabIndex={-1}
              // before the field loses the focus
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => pick(product)}
            >
              <span>{product.name}</span>
              <small>{product.priceFen === null ? '' : money(product.priceFen)}</small>
            </div>
          ))}
        </div>
      )}
    </span>
  );
}
