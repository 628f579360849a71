import { Input } from 'antd';
import { type KeyboardEvent, type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { count } from '../lib/format.ts';
import { CheckIcon, ChevronDownIcon, CloseIcon } from './icons.tsx';
import { moveIn } from './menu-keys.ts';
import { Popup } from './popup.tsx';
import './filter-menu.css';

export interface FilterMenuProps {
  /** what is filtered: 等级 */
  label: string;
  /** what is chosen, in words; null = nothing */
  value: string | null;
  onClear: () => void;
  /** drawn when the menu opens */
  children: () => ReactNode;
}

/** A filter as one small button; its options open below. */
export function FilterMenu({ label, value, onClear, children }: FilterMenuProps) {
  const [open, setOpen] = useState(false);
  const name = value ? `${label}：${value}` : label;
  const button = useRef<HTMLButtonElement>(null);
  return (
    <span className={value ? 'filter-menu on' : 'filter-menu'}>
      <button
        ref={button}
        type="button"
        className="filter-menu-button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`筛选：${name}`}
        onClick={() => setOpen(!open)}
      >
        <span>{name}</span>
        {!value && <ChevronDownIcon width="12" height="12" />}
      </button>
      {open && (
        <Popup button={button} role="dialog" naming={{ 'aria-label': `筛选：${label}` }} onClose={() => setOpen(false)}>
          <div className="filter-menu-body">{children()}</div>
        </Popup>
      )}
      {value && (
        <button type="button" className="filter-menu-clear" aria-label={`清除筛选：${label}`} onClick={onClear}>
          <CloseIcon width="10" height="10" />
        </button>
      )}
    </span>
  );
}

export interface CheckOption<K extends string | number> {
  key: K;
  label: string;
  /** drawn in place of the label */
  look?: ReactNode;
  before?: ReactNode;
  /** how many; undefined = not known yet */
  count?: number | undefined;
  /** options with the same heading stand together */
  group?: string | undefined;
}

export interface CheckListProps<K extends string | number> {
  label: string;
  options: readonly CheckOption<K>[];
  chosen: readonly K[];
  onChange: (chosen: K[]) => void;
  /** one at a time */
  single?: boolean;
  searchable?: boolean;
  empty?: string;
}

/** ↓ and ↑ go through the options, also out of the search field. Radios have that of themselves. */
function moveByArrows(event: KeyboardEvent<HTMLElement>): void {
  const from = event.target as HTMLInputElement;
  const isText = from.type !== 'checkbox';
  if (event.nativeEvent.isComposing || from.type === 'radio' || (isText && event.key !== 'ArrowDown')) return;
  const options = [...event.currentTarget.querySelectorAll<HTMLInputElement>('.check-list-option > input')];
  const to = moveIn(options.length, options.indexOf(from), event.key);
  if (to === null) return;
  event.preventDefault();
  options[to]?.focus();
}

/** Options with their numbers, ticked by click or space; long lists get a search field. */
export function CheckList<K extends string | number>({
  label,
  options,
  chosen,
  onChange,
  single = false,
  searchable = false,
  empty = '还没有选项',
}: CheckListProps<K>) {
  const [text, setText] = useState('');
  const name = useId();
  const shown = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return wanted === '' ? options : options.filter((option) => option.label.toLowerCase().includes(wanted));
  }, [options, text]);
  const toggle = (key: K) => {
    const on = chosen.includes(key);
    if (single) onChange(on ? [] : [key]);
    else onChange(on ? chosen.filter((other) => other !== key) : [...chosen, key]);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the arrows only move between its own fields
    <div className="check-list" onKeyDown={moveByArrows}>
      {searchable && options.length > 8 && (
        <Input
          size="small"
          autoFocus
          allowClear
          placeholder="搜索"
          aria-label={`在${label}里搜索`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot scroll its content in every engine */}
      <div className="check-list-scroll" role="group" aria-label={label}>
        {shown.map((option, at) => (
          <div key={option.key}>
            {option.group !== undefined && option.group !== shown[at - 1]?.group && <div className="check-list-group">{option.group}</div>}
            <label className="check-list-option">
              <input
                type={single ? 'radio' : 'checkbox'}
                name={name}
                className="over-input"
                checked={chosen.includes(option.key)}
                onChange={() => toggle(option.key)}
                onClick={() => single && chosen.includes(option.key) && onChange([])}
                aria-label={option.label}
              />
              <span className={single ? 'check-box round' : 'check-box'} aria-hidden="true">
                {chosen.includes(option.key) && <CheckIcon width="12" height="12" />}
              </span>
              {option.before}
              <span className="check-list-label">{option.look ?? option.label}</span>
              {option.count !== undefined && <span className="check-list-count">{count(option.count)}</span>}
            </label>
          </div>
        ))}
        {shown.length === 0 && <p className="check-list-empty">{text ? `没有「${text}」` : empty}</p>}
      </div>
    </div>
  );
}
