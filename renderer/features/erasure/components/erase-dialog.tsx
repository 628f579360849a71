import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import type { ErasePreview, EraseReport } from '../../../../shared/contracts/erasure.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useErasePerson, useErasePreview } from '../queries.ts';
import { erasureActions, useErasureStore } from '../store.ts';
import { goingText, placeText, stayingText } from '../words.ts';
import './erasure.css';

/** Erases a person for good: what goes, the name typed, and afterwards where they still are. Stands beside the pages. */
export function EraseDialog() {
  const asked = useErasureStore((state) => state.asked);
  return asked && <Asked key={asked.friendId} {...asked} />;
}

function Asked({ friendId, onGone }: { friendId: number; onGone: () => void }) {
  const erase = useErasePerson();
  // once it runs there is nobody to ask about any more
  const { data: preview, error, refetch } = useErasePreview(friendId, erase.isIdle || erase.isError);
  const [asked, setAsked] = useState<ErasePreview | null>(null);
  if (erase.data && asked) return <Done name={asked.name} report={erase.data} />;
  const shown = asked ?? preview;
  if (!shown)
    return (
      <Dialog open title="抹掉这个人" onClose={erasureActions.done} width={460}>
        {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <LoadingSkeleton rows={4} />}
      </Dialog>
    );
  return (
    <Question
      preview={shown}
      busy={erase.isPending}
      onErase={(booksBeside) => {
        setAsked(shown);
        // first: what is on the screen is read anew as soon as the book has changed
        onGone();
        return erase.mutateAsync({ friendId, name: shown.name.trim(), booksBeside });
      }}
    />
  );
}

interface QuestionProps {
  preview: ErasePreview;
  busy: boolean;
  onErase: (booksBeside: boolean) => Promise<EraseReport>;
}

function Question({ preview, busy, onErase }: QuestionProps) {
  const [typed, setTyped] = useState('');
  const [booksBeside, setBooksBeside] = useState(false);
  const send = useSendOnce();
  const name = preview.name.trim();
  const ready = typed.trim() === name && !busy;
  const go = () => ready && void send(() => onErase(booksBeside));
  return (
    <Dialog
      open
      title={`永远抹掉「${name}」？`}
      onClose={() => !busy && erasureActions.done()}
      width={460}
      footer={
        <div className="dialog-foot">
          {busy && <p className="dialog-note">正在抹掉，簿子大的要一两分钟。</p>}
          <Button disabled={busy} onClick={erasureActions.done}>
            先不做
          </Button>
          <Button type="primary" danger loading={busy} disabled={!ready} onClick={go}>
            永远抹掉
          </Button>
        </div>
      }
    >
      <div className="dialog-text erasure-text">
        <Consequences preview={preview} />
        {preview.booksBeside > 0 && (
          <Checkbox checked={booksBeside} disabled={busy} onChange={(event) => setBooksBeside(event.target.checked)}>
            这台电脑上 {count(preview.booksBeside)} 份旧簿子也一起删掉（恢复前、更新前留下的）
          </Checkbox>
        )}
        <div className="erasure-name">
          <span>
            确定的话，在下面输入 <strong>{name}</strong>
          </span>
          <Input
            autoFocus
            autoComplete="off"
            aria-label="输入名字来确认"
            disabled={busy}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onPressEnter={(event) => {
              if (!event.nativeEvent.isComposing) go();
            }}
          />
        </div>
      </div>
    </Dialog>
  );
}

function Consequences({ preview }: { preview: ErasePreview }) {
  const { contacts } = preview;
  const staying = stayingText(preview);
  return (
    <>
      {contacts.length > 1 && (
        <p>
          这个人在 {count(contacts.length)} 处：{contacts.map(({ name, accountName }) => `${name}（${accountName}）`).join('、')}
          ，一起抹掉。
        </p>
      )}
      <p>会抹掉：{goingText(preview)}，还有撤销记录和搜索里的。</p>
      {staying !== '' && <p>{staying}留着对账，里面的姓名、电话、地址抹掉。</p>}
      <p>你写的内容、别的好友的笔记、别人在群里说的话，提到对方的会留着。</p>
      <p>
        <strong>撤销不了。</strong>以后重新导入，才会再出现。微信里的不受影响。
      </p>
    </>
  );
}

function Done({ name, report: { kept, clean } }: { name: string; report: EraseReport }) {
  return (
    <Dialog
      open
      title={`「${name}」已抹掉`}
      onClose={erasureActions.done}
      width={460}
      footer={
        <div className="dialog-foot">
          <Button type="primary" autoFocus onClick={erasureActions.done}>
            知道了
          </Button>
        </div>
      }
    >
      <div className="dialog-text erasure-text">
        {!clean && <p>簿子里已经没有了。文件里剩下的痕迹，下次打开铁粉簿时清掉。</p>}
        {kept.length === 0 ? (
          <p>铁粉簿知道的备份里也没有。</p>
        ) : (
          <>
            <p>这些地方还有，在「备份」里也看得到：</p>
            <ul>
              {kept.map((place) => (
                <li key={`${place.kind} ${place.folder}`}>{placeText(place)}</li>
              ))}
            </ul>
            <p>恢复这些备份，对方也不会回来：打开时会再抹掉一次。</p>
          </>
        )}
        <p>你自己拷走的备份、导出的文件和急救包，铁粉簿管不到，要自己删。</p>
      </div>
    </Dialog>
  );
}
