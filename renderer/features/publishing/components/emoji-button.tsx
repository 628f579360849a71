import { Popover } from 'antd';
import { useState } from 'react';
import './emoji-button.css';

/** What sellers put into posts; whoever needs another one has the emoji keyboard of the system. */
const emoji = [
  ...'😊😄😂🥰😘😋🤗🤔😅😭👍👏🙏💪🤝❤️🌹🎉🎁🔥✨⭐🌟☀️🌈🍊🍎🍇🍓🥭🍑🍉🥬🍅🌽🍚🍜🍵☕🎂🐟🦐🥩🥚🧺📦🚚📍⏰📣'.matchAll(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ),
].map(([one]) => one);

/** 表情: puts one where the cursor is. */
export function EmojiButton({ onPick }: { onPick: (emoji: string) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      trigger="click"
      placement="bottomLeft"
      open={open}
      onOpenChange={setOpen}
      content={
        <fieldset className="emoji-grid" aria-label="表情">
          {emoji.map((one) => (
            <button
              key={one}
              type="button"
              onClick={() => {
                onPick(one);
                setOpen(false);
              }}
            >
              {one}
            </button>
          ))}
        </fieldset>
      }
    >
      <button type="button" className="text-tool" aria-label="加表情" aria-expanded={open}>
        表情
      </button>
    </Popover>
  );
}
