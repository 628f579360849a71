import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { CloseIcon, SearchIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';

interface ChatSearchFieldProps {
  value: string;
  onChange: (text: string) => void;
  /** ↑ and ↓ */
  onMove: (step: number) => void;
  onEnter: () => void;
  /** Esc in the empty field */
  onLeave: () => void;
  field: RefObject<HTMLInputElement | null>;
  /** id of the result the keyboard is on */
  activeId: string | undefined;
}

/** One field over messages and friends. While Chinese is still being composed nothing is searched. */
export function ChatSearchField({ value, onChange, onMove, onEnter, onLeave, field, activeId }: ChatSearchFieldProps) {
  const composing = useRef(false);
  useEffect(() => {
    const input = field.current;
    if (input && !composing.current && input.value !== value) input.value = value;
  }, [value, field]);
  const clear = () => {
    if (field.current) field.current.value = '';
    onChange('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) onMove(step);
    else if (event.key === 'Enter') onEnter();
    else if (event.key === 'Escape') {
      if (value === '') onLeave();
      else clear();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="chats-field">
      <SearchIcon />
      <input
        ref={field}
        type="text"
        role="combobox"
        aria-label="搜索消息和好友"
        aria-expanded={value !== ''}
        aria-controls={value === '' ? undefined : 'chat-results'}
        aria-activedescendant={activeId}
        aria-autocomplete="list"
        placeholder="搜消息、好友、群，一个字也行"
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
