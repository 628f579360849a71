import { type KeyboardEvent, useRef, useState } from 'react';
import { moveIn } from '../../../ui/menu-keys.ts';
import { Popup } from '../../../ui/popup.tsx';
import './emoji-button.css';

/** What sellers put into posts; whoever needs another one has the emoji keyboard of the system. */
const emoji = [
  ...'😊😄😂🥰😘😋🤗🤔😅😭👍👏🙏💪🤝❤️🌹🎉🎁🔥✨⭐🌟☀️🌈🍊🍎🍇🍓🥭🍑🍉🥬🍅🌽🍚🍜🍵☕🎂🐟🦐🥩🥚🧺📦🚚📍⏰📣'.matchAll(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ),
].map(([one]) => one);

/** as many stand in a row (emoji-button.css) */
const inRow = 10;
const alongRow: Record<string, string> = { ArrowRight: 'ArrowDown', ArrowLeft: 'ArrowUp', Home: 'Home', End: 'End' };

/** Where a key leads in the rows of emoji: ← and → round at the ends, ↑ and ↓ as far as there are rows. */
function moveInRows(at: number, key: string): number | null {
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return moveIn(emoji.length, at, alongRow[key] ?? '');
  const to = at + (key === 'ArrowDown' ? inRow : -inRow);
  return to >= 0 && to < emoji.length ? to : at;
}

function EmojiGrid({ onPick }: { onPick: (emoji: string) => void }) {
  const [at, setAt] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = moveInRows(at, event.key);
    if (to === null) return;
    event.preventDefault();
    event.currentTarget.querySelectorAll('button')[to]?.focus();
  };
  return (
    <fieldset className="emoji-grid" aria-label="表情" onKeyDown={onKeyDown}>
      {emoji.map((one, place) => (
        <button key={one} type="button" tabIndex={place === at ? 0 : -1} onFocus={() => setAt(place)} onClick={() => onPick(one)}>
          {one}
        </button>
      ))}
    </fieldset>
  );
}

/** 表情: puts one where the cursor is. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const pick = (one: string) => {
    setOpen(false);
    onPick(one);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="text-tool"
        aria-label="加表情"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        表情
      </button>
      {open && (
        <Popup button={button} role="dialog" naming={{ 'aria-label': '加表情' }} onClose={() => setOpen(false)}>
          <EmojiGrid onPick={pick} />
        </Popup>
      )}
    </>
  );
}
