import type { RefObject } from 'react';
import { SearchField } from '../../../ui/search-field.tsx';

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

const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

/** One field over messages and friends; the keys move in what is found below. */
export function ChatSearchField({ value, onChange, onMove, onEnter, onLeave, field, activeId }: ChatSearchFieldProps) {
  const onKey = (key: string) => {
    const step = steps[key];
    if (step !== undefined) onMove(step);
    else if (key === 'Enter') onEnter();
    else return false;
    return true;
  };
  return (
    <SearchField
      label="搜索消息和好友"
      placeholder="搜消息、好友、群，一个字也行"
      value={value}
      onChange={onChange}
      onLeave={onLeave}
      onKey={onKey}
      field={field}
      list={{
        role: 'combobox',
        'aria-expanded': value !== '',
        'aria-controls': value === '' ? undefined : 'chat-results',
        'aria-activedescendant': activeId,
        'aria-autocomplete': 'list',
      }}
    />
  );
}
