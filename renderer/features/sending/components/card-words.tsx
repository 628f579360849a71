import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import type { SendCard } from '../../../../shared/contracts/sending.ts';
import { count } from '../../../lib/format.ts';
import { useSetText } from '../mutations.ts';

interface CardWordsProps {
  card: SendCard;
  text: string;
  onText: (text: string) => void;
  /** `e` writes in it */
  field: Ref<{ focus(): void }>;
}

/** Her words, to be changed for her alone; kept when the field is left. */
export function CardWords({ card, text, onText, field }: CardWordsProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const setText = useSetText();
  useImperativeHandle(field, () => ({ focus: () => area.current?.focus() }));
  const waiting = card.state === 'waiting';
  const keep = () => {
    if (waiting && text !== card.text) setText.mutate({ friend: card, text });
  };
  return (
    <div className="card-words">
      <textarea
        ref={area}
        aria-label={`给${card.name}的话`}
        value={text}
        readOnly={!waiting}
        rows={6}
        onChange={(event) => onText(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          event.stopPropagation();
          area.current?.blur();
        }}
      />
      <div className="card-words-foot">
        <span>{count([...text].length)} 字</span>
        {card.missing.length > 0 && text === card.text && (
          <b role="alert">{card.missing.map((name) => `{${name}}`).join('、')} 没有资料，按 e 自己补上</b>
        )}
        {waiting && card.ownText && (
          <button type="button" className="link-button" onClick={() => setText.mutate({ friend: card, text: null })}>
            改回名单里的话
          </button>
        )}
      </div>
    </div>
  );
}

/** The words on the screen: the card's, until she writes others. */
export function useCardText(card: SendCard | undefined): [string, (text: string) => void] {
  const [own, setOwn] = useState<{ id: number; text: string } | null>(null);
  const id = card?.id;
  const given = card?.text ?? '';
  // the book has her words now: what it says counts again
  useEffect(() => {
    void given;
    setOwn((old) => (old && old.id === id && old.text !== given ? old : null));
  }, [id, given]);
  return [own && own.id === id ? own.text : given, (text) => id !== undefined && setOwn({ id, text })];
}
