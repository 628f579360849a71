import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { CloseIcon, SearchIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';

interface SearchFieldProps {
  value: string;
  onChange: (text: string) => void;
  /** ↓ or Enter: on to the list */
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
}

/** Instant search; while Chinese is still being composed nothing is asked. */
export function SearchField({ value, onChange, onLeave, field }: SearchFieldProps) {
  const composing = useRef(false);
  useEffect(() => {
    // the field keeps its own text while she types; only a change from outside (filters cleared) is written into it
    const input = field.current;
    if (input && !composing.current && input.value.trim() !== value.trim()) input.value = value;
  }, [value, field]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'Enter') {
      event.preventDefault();
      onLeave();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (value === '') onLeave();
      else clear();
    }
  };
  const clear = () => {
    if (field.current) field.current.value = '';
    onChange('');
  };
  return (
    <div className="search-field">
      <SearchIcon />
      <input
        ref={field}
        type="search"
        aria-label="搜索好友"
        placeholder="搜姓名、备注名、拼音首字母、微信号、手机"
        autoComplete="off"
        spellCheck={false}
        defaultValue={value}
        maxLength={200}
        onCompositionStart={() => {
          composing.current = true;
        }}
        onCompositionEnd={(event) => {
          composing.current = false;
          onChange(event.currentTarget.value);
        }}
        onChange={(event) => {
          if (!composing.current) onChange(event.target.value);
        }}
        onKeyDown={onKeyDown}
      />
      {value === '' ? (
        <Kbd keys="/" />
      ) : (
        <button type="button" className="icon-button small" aria-label="清空搜索" onClick={clear}>
          <CloseIcon width="12" height="12" />
        </button>
      )}
    </div>
  );
}
