import { type InputHTMLAttributes, type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { CloseIcon, SearchIcon } from './icons.tsx';
import { Kbd } from './kbd.tsx';
import './search-field.css';

export interface SearchFieldProps {
  label: string;
  placeholder: string;
  /** what is searched for */
  value: string;
  onChange: (text: string) => void;
  /** Esc in the empty field */
  onLeave: () => void;
  /** a key other than Esc; true = it has been taken */
  onKey: (key: string) => boolean;
  field: RefObject<HTMLInputElement | null>;
  /** of a field with a list below it: its role and what it points at */
  list?: Pick<
    InputHTMLAttributes<HTMLInputElement>,
    'role' | 'aria-expanded' | 'aria-controls' | 'aria-activedescendant' | 'aria-autocomplete'
  >;
}

/**
 * Instant search: `/` brings the focus, Esc empties it and then leaves. While Chinese is still being composed nothing is
 * asked. The field keeps its own text, so that no key waits for what it finds.
 */
export function SearchField({ label, placeholder, value, onChange, onLeave, onKey, field, list }: SearchFieldProps) {
  const composing = useRef(false);
  useEffect(() => {
    // only a change from outside (filters cleared) is written into it
    const input = field.current;
    if (input && !composing.current && input.value.trim() !== value.trim()) input.value = value;
  }, [value, field]);
  const clear = () => {
    if (field.current) field.current.value = '';
    onChange('');
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      if (event.currentTarget.value === '') onLeave();
      else clear();
    } else if (!onKey(event.key)) return;
    event.preventDefault();
  };
  return (
    <div className="search-field">
      <SearchIcon />
      <input
        ref={field}
        type={list ? 'text' : 'search'}
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        defaultValue={value}
        maxLength={200}
        {...list}
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
