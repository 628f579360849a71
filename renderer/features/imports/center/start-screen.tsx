import { Button } from 'antd';
import { type RefObject, useRef, useState } from 'react';
import { useShortcuts } from '../../../lib/keys.ts';
import { ImportIcon, WarningIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { HelpPanel } from './help-panel.tsx';
import { useCenter } from './store.ts';
import { UnfinishedImport } from './unfinished.tsx';
import { failureText } from './words.ts';

export interface Ways {
  onFiles: (files: readonly File[]) => void;
  onFolder: () => void;
  onPaste: () => void;
  /** goes on with what the program died over */
  onResume: (name: string) => void;
}

const readable: readonly [what: string, which: string][] = [
  ['聊天', '微信里复制或邮件发出的聊天，留痕、PyWxDump、WeFlow、chatlog 等导出的文件夹和压缩包'],
  ['好友', 'Excel、CSV、手机通讯录、企业微信客户，或者一列名字'],
  ['订单', '快团团、微信小店、有赞、群接龙、拼多多、淘宝等导出的表格，或者一段 #接龙 文字'],
  ['账单', '微信支付、支付宝的账单，带密码的压缩包也可以直接放进来'],
];

/** Why what was chosen cannot be used, and the way on. */
function Refused({ failure, onOther }: { failure: unknown; onOther: () => void }) {
  const text = failureText(failure);
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

/** The real file field behind the buttons, so that keys, clicks and readers meet the system's own. */
export function FileField({ field, onFiles }: { field: RefObject<HTMLInputElement | null>; onFiles: Ways['onFiles'] }) {
  return (
    <input
      ref={field}
      type="file"
      hidden
      multiple
      aria-label="要导入的文件"
      onChange={(event) => {
        const files = [...(event.target.files ?? [])];
        event.target.value = '';
        if (files.length > 0) onFiles(files);
      }}
    />
  );
}

/** Where everything begins: one place for files, several files, folders, zips and texts. */
export function Start({ onFiles, onFolder, onPaste, onResume }: Ways) {
  const failure = useCenter((state) => state.failure);
  const input = useRef<HTMLInputElement>(null);
  const [help, setHelp] = useState(false);
  const choose = () => input.current?.click();
  useShortcuts('导入', [
    { keys: 'o', label: '选文件', run: choose },
    { keys: 'f', label: '选文件夹', run: onFolder },
    { keys: 'p', label: '粘贴文字', run: onPaste },
  ]);
  return (
    <>
      {failure !== null && <Refused failure={failure} onOther={choose} />}
      <UnfinishedImport onResume={onResume} />
      <div className="center-drop">
        <span className="import-drop-icon">
          <ImportIcon width="26" height="26" />
        </span>
        <div className="center-drop-words">
          <h2>把文件、文件夹或压缩包拖到这里</h2>
          <p>一次多少都行，是什么会自己认。写进去之前先给你看一遍，不满意可以整批撤回。</p>
        </div>
        <div className="center-drop-ways">
          <Button type="primary" size="large" onClick={choose}>
            选文件
          </Button>
          <Button size="large" onClick={onFolder}>
            选文件夹
          </Button>
          <Button size="large" onClick={onPaste}>
            粘贴文字
          </Button>
        </div>
        <small>
          <Kbd keys="o" /> 选文件 <Kbd keys="f" /> 选文件夹 <Kbd keys="p" /> 粘贴文字，也可以直接按 <Kbd keys="mod+v" />
        </small>
        <FileField field={input} onFiles={onFiles} />
      </div>
      <section className="center-readable" aria-label="能读这些">
        {readable.map(([what, which]) => (
          <p key={what}>
            <b>{what}</b>
            {which}
          </p>
        ))}
        <button type="button" className="link-button" aria-haspopup="dialog" onClick={() => setHelp(true)}>
          各种文件怎么拿到
        </button>
      </section>
      <HelpPanel open={help} onClose={() => setHelp(false)} />
    </>
  );
}
