import { Button } from 'antd';
import { useState } from 'react';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { countNames } from '../counts.ts';

const most = 1_000_000;

/** Copied or mailed chats, or a list of names, as text. */
export function PasteDialog({
  text: first,
  onTake,
  onClose,
}: {
  text: string;
  onTake: (text: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const [text, setText] = useState(first);
  const send = useSendOnce();
  const lines = countNames(text);
  const tooLong = text.length > most;
  const ready = lines > 0 && !tooLong;
  const go = () => void (ready && send(() => onTake(text)));
  return (
    <Dialog
      open
      title="粘贴文字"
      onClose={onClose}
      width={640}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>不粘贴了</Button>
          <Button type="primary" disabled={!ready} onClick={go}>
            {lines === 0 ? '看看是什么' : `看看这 ${count(lines)} 行是什么`}
          </Button>
          <Kbd keys="mod+enter" />
        </div>
      }
    >
      <div className="center-paste">
        <p>微信里复制的聊天、邮件里的聊天记录、一列名字（一行一个）、从 Excel 里复制的几行，都贴在这里。是什么会自己认。</p>
        <textarea
          autoFocus
          aria-label="要导入的文字"
          placeholder={'比如：\n李姐 3 栋  2026-03-09 21:07\n明天还有草莓吗？'}
          value={text}
          aria-invalid={tooLong}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.preventDefault();
            go();
          }}
        />
        {tooLong && (
          <p role="alert" className="warn">
            一次最多 {count(most)} 个字，现在有 {count(text.length)} 个。请存成 .txt 文件拖进来，或者分几次粘贴。
          </p>
        )}
      </div>
    </Dialog>
  );
}
