import { Button, Input } from 'antd';
import { type FormEvent, useRef, useState } from 'react';
import { count, fileSize } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { CloseIcon, LockIcon, OrderIcon, PeopleIcon, TouchIcon, WarningIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { allChats, type Entry, entriesOf, ignoredOf } from './queue-view.ts';
import { FileField, type Ways } from './start-screen.tsx';
import { clearAll, takeOut, unlock, useCenter } from './store.ts';
import { entryFacts, entryQuestions, entryTitle, failureText, refusedText } from './words.ts';

/** How many files of a group are listed at first. */
const listed = 200;

const takeOutAll = (entry: Entry) =>
  takeOut(
    entry.queueId,
    entry.items.map((item) => item.itemId),
  );

/** The files of a group, each of which can be taken out. */
function Files({ entry }: { entry: Entry }) {
  const more = entry.items.length - listed;
  return (
    <details className="center-files">
      <summary>看这 {count(entry.items.length)} 个文件</summary>
      <ul>
        {entry.items.slice(0, listed).map((item) => (
          <li key={item.itemId}>
            <span title={item.path}>{item.path}</span>
            <small>{fileSize(item.bytes)}</small>
            <button
              type="button"
              className="icon-button"
              aria-label={`不要「${item.path}」`}
              title="不要这个文件"
              onClick={() => takeOut(entry.queueId, [item.itemId])}
            >
              <CloseIcon width="12" height="12" />
            </button>
          </li>
        ))}
      </ul>
      {more > 0 && <p>还有 {count(more)} 个没列出来，会一起导入。</p>}
    </details>
  );
}

/** The field for a locked file; the password is used once and kept nowhere. */
function Lock({ entry }: { entry: Entry }) {
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const send = useSendOnce(true);
  const itemId = entry.items[0]?.itemId ?? '';
  const open = (event: FormEvent) => {
    event.preventDefault();
    if (password === '') return;
    void send(async () => {
      setBusy(true);
      const refused = await unlock(entry.queueId, itemId, password);
      setBusy(false);
      setWrong(refused);
    });
  };
  return (
    <form className="center-lock" onSubmit={open}>
      <Input.Password
        aria-label={`${entryTitle(entry)}的密码`}
        placeholder="文件的密码"
        autoComplete="off"
        value={password}
        {...(wrong === null ? {} : { status: 'error' as const })}
        onChange={(event) => {
          setPassword(event.target.value);
          setWrong(null);
        }}
      />
      <Button htmlType="submit" disabled={password === ''} loading={busy}>
        打开
      </Button>
      {wrong !== null && (
        // the card may stand at the edge of the screen: what is wrong must be seen
        <p role="alert" className="warn" ref={(shown) => shown?.scrollIntoView({ block: 'nearest' })}>
          {failureText(wrong).title}。{failureText(wrong).hint}
        </p>
      )}
    </form>
  );
}

const icons = { chat: TouchIcon, contacts: PeopleIcon, orders: OrderIcon, bill: OrderIcon, solitaire: OrderIcon, refused: WarningIcon };

function Card({ entry, first, onStart }: { entry: Entry; first: boolean; onStart: (entry: Entry) => void }) {
  const locked = entry.items[0]?.needsPassword === true;
  const Icon = locked ? LockIcon : icons[entry.kind];
  const refused = entry.kind === 'refused';
  const text = refused ? refusedText(entry.items) : null;
  const title = text ? text.title : entryTitle(entry);
  const questions = entryQuestions(entry);
  return (
    <li className={refused && !locked ? 'center-card refused' : 'center-card'} aria-label={title}>
      <span className="center-card-icon">
        <Icon width="18" height="18" />
      </span>
      <div className="center-card-body">
        <h3 title={title}>{title}</h3>
        <p>{locked ? '知道密码就填在下面，打开就能接着导入。密码只用这一次，哪里都不存。' : text ? text.hint : entryFacts(entry)}</p>
        {questions && <p>{questions}</p>}
        {locked && <Lock entry={entry} />}
        {entry.items.length > 1 && <Files entry={entry} />}
      </div>
      <div className="center-card-ways">
        {!refused && (
          <Button type={first ? 'primary' : 'default'} autoFocus={first} onClick={() => onStart(entry)} aria-label={`开始：${title}`}>
            开始
          </Button>
        )}
        <Button type="text" onClick={() => takeOutAll(entry)} aria-label={`不要：${title}`}>
          不要
        </Button>
      </div>
    </li>
  );
}

function summary(entries: readonly Entry[], ignored: { pictures: number; others: number }): string {
  const files = entries.filter((entry) => entry.kind !== 'refused').reduce((sum, entry) => sum + entry.items.length, 0);
  const isLocked = (entry: Entry) => entry.items[0]?.needsPassword === true;
  const locked = entries.filter(isLocked).length;
  const refused = entries
    .filter((entry) => entry.kind === 'refused' && !isLocked(entry))
    .reduce((sum, entry) => sum + entry.items.length, 0);
  return [
    ...(files > 0 || locked === 0 ? [`认出 ${count(files)} 个文件`] : []),
    ...(locked > 0 ? [`${count(locked)} 个要密码才能打开`] : []),
    ...(refused > 0 ? [`${count(refused)} 个读不了`] : []),
    ...(ignored.pictures > 0 ? [`${count(ignored.pictures)} 个图片、语音或视频文件没有放进来，聊天里只留文字`] : []),
    ...(ignored.others > 0 ? [`${count(ignored.others)} 个无关的文件没有看`] : []),
  ].join('；');
}

/** What was recognised, in groups; each goes its own way. */
export function QueueList({ onStart, onFiles, onFolder, onPaste }: Ways & { onStart: (entry: Entry) => void }) {
  const queues = useCenter((state) => state.queues);
  const gone = useCenter((state) => state.gone);
  const failure = useCenter((state) => state.failure);
  const input = useRef<HTMLInputElement>(null);
  const [asking, setAsking] = useState(false);
  const entries = entriesOf(queues, gone);
  const together = allChats(entries);
  const first = entries.find((entry) => entry.kind !== 'refused');
  useShortcuts('导入', [
    { keys: 'enter', label: '开始第一组', run: () => (together ? onStart(together) : first && onStart(first)) },
    { keys: 'o', label: '再加文件', run: () => input.current?.click() },
    { keys: 'f', label: '再加文件夹', run: onFolder },
    { keys: 'p', label: '粘贴文字', run: onPaste },
    { keys: 'escape', label: '都不要了', run: () => setAsking(true) },
  ]);
  return (
    <div className="center-queue">
      {failure !== null && (
        <p className="center-note warn" role="alert">
          <WarningIcon />
          {failureText(failure).title}。{failureText(failure).hint}
        </p>
      )}
      <header className="center-queue-head">
        <p role="status">{summary(entries, ignoredOf(queues))}</p>
        {together && (
          <Button type="primary" autoFocus onClick={() => onStart(together)}>
            {count(together.items.length)} 个聊天文件一起导入
          </Button>
        )}
      </header>
      <ul aria-label="认出来的文件">
        {entries.map((entry) => (
          <Card key={entry.key} entry={entry} first={!together && entry === first} onStart={onStart} />
        ))}
      </ul>
      <footer className="center-queue-foot">
        <Button onClick={() => input.current?.click()}>再加文件</Button>
        <Button onClick={onFolder}>再加文件夹</Button>
        <Button onClick={onPaste}>粘贴文字</Button>
        <span className="import-foot-space" />
        <Button type="text" onClick={() => setAsking(true)}>
          都不要了
        </Button>
        <Kbd keys="escape" />
      </footer>
      <FileField field={input} onFiles={onFiles} />
      <ConfirmDialog
        open={asking}
        title="这些文件都不要了？"
        confirmLabel="都不要了"
        onConfirm={() => {
          setAsking(false);
          clearAll();
        }}
        onClose={() => setAsking(false)}
      >
        还没有写进任何东西。只是从这张单子上拿掉，你电脑里原来的文件不动。
      </ConfirmDialog>
    </div>
  );
}
