import { Button } from 'antd';
import { type RefObject, useRef, useState } from 'react';
import type { JobProgress } from '../../../../shared/events.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, fileSize } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ImportIcon, WarningIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { countNames } from '../counts.ts';
import { importActions, useImport } from '../store.ts';

/** The file is on its way or being read. */
function Reading({ job }: { job: JobProgress | undefined }) {
  const busy = useImport((state) => state.busy);
  const upload = useImport((state) => state.upload);
  const sending = busy === 'upload' && upload !== null && upload.size > 0 && upload.sent < upload.size;
  return (
    <div className="import-reading">
      <h2>{upload?.name}</h2>
      {sending ? (
        <div className="import-sending">
          <ProgressBar
            label={`正在取文件（共 ${fileSize(upload.size)}）`}
            done={Math.round(upload.sent / 1024)}
            total={Math.round(upload.size / 1024)}
            elapsedMs={0}
            unit="KB"
          />
        </div>
      ) : (
        <ProgressBar label="正在读，认一认格式和列" done={job?.done ?? 0} total={job?.total ?? 0} elapsedMs={job?.elapsedMs ?? 0} />
      )}
      <Button onClick={() => void importActions.cancel()}>取消</Button>
    </div>
  );
}

/** Why this file cannot be used, and the way on. */
function Refused({ error, onOther }: { error: unknown; onOther: () => void }) {
  const text = textOfFailure(error);
  return (
    <div className="import-refused" role="alert">
      <WarningIcon width="20" height="20" />
      <div>
        <h2>{text.title}</h2>
        <p>{text.hint}</p>
      </div>
      <Button type="primary" onClick={onOther}>
        换一个文件
      </Button>
    </div>
  );
}

function PasteBox({ field }: { field: RefObject<HTMLTextAreaElement | null> }) {
  const [text, setText] = useState('');
  const names = countNames(text);
  return (
    <section className="import-paste" aria-label="粘贴名字">
      <h2>只有一份名字？粘贴在这里</h2>
      <textarea
        ref={field}
        aria-label="名字，一行一个"
        placeholder={'一行一个，比如：\n王姐-护肤\n小红书 阿May\n李姐 3 栋'}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && names > 0) void importActions.pasteNames(text);
        }}
      />
      <Button disabled={names === 0} onClick={() => void importActions.pasteNames(text)}>
        {names === 0 ? '继续' : `继续：${count(names)} 个名字`}
      </Button>
    </section>
  );
}

/** Step 1: a file is dropped or chosen, or names are pasted. */
export function ChooseStep({ job }: { job: JobProgress | undefined }) {
  const busy = useImport((state) => state.busy);
  const failure = useImport((state) => state.failure);
  const input = useRef<HTMLInputElement>(null);
  const paste = useRef<HTMLTextAreaElement>(null);
  const [over, setOver] = useState(false);
  const choose = () => input.current?.click();
  useShortcuts('导入', [
    { keys: 'o', label: '选一个文件', run: choose },
    { keys: 'p', label: '粘贴名字', run: () => paste.current?.focus() },
  ]);
  if (busy) return <Reading job={job} />;
  return (
    <>
      {failure !== null && <Refused error={failure} onOther={choose} />}
      <div className="import-ways">
        {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way in; the button inside does the same by keyboard */}
        <div
          className={over ? 'import-drop over' : 'import-drop'}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            const file = event.dataTransfer.files[0];
            if (file) void importActions.chooseFile(file);
          }}
        >
          <span className="import-drop-icon">
            <ImportIcon width="26" height="26" />
          </span>
          <h2>把通讯录文件拖到这里</h2>
          <p>Excel（.xlsx）、CSV、TSV 都行，列名和编码会自己认。导入前先给你看一遍，不满意可以整批撤销。</p>
          <Button type="primary" size="large" onClick={choose}>
            选一个文件
          </Button>
          <small>
            或按 <Kbd keys="o" />
          </small>
          <input
            ref={input}
            type="file"
            hidden
            aria-label="好友名单文件"
            accept=".csv,.tsv,.txt,.xlsx,.xls,text/csv"
            onChange={(event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file) void importActions.chooseFile(file);
            }}
          />
        </div>
        <PasteBox field={paste} />
      </div>
    </>
  );
}
