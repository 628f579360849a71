import { Button, Select } from 'antd';
import { type FormEvent, useState } from 'react';
import type { JobProgress } from '../../../../shared/events.ts';
import { useAccounts } from '../../../lib/book.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { byteSteps, dayText } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { now } from '../../../lib/now.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { chatActions, useChats } from './store.ts';

/** Whose chats these are. */
export function AccountField({
  value,
  onChange,
  small = false,
}: {
  value: number | null;
  onChange: (id: number) => void;
  small?: boolean;
}) {
  const { active } = useAccounts();
  return (
    <Select
      {...(small ? { size: 'small' as const } : {})}
      aria-label="这些聊天是哪个微信号的"
      placeholder="请选一个微信号"
      value={value}
      {...(value === null ? { status: 'warning' as const } : {})}
      options={active.map((account) => ({ value: account.id, label: account.name }))}
      onChange={onChange}
      notFoundContent="还没有微信号，先到「账号与渠道」添加一个"
    />
  );
}

/** The files are being looked through; nothing is written. */
function Looking({ job, onBack }: { job: JobProgress | undefined; onBack: () => void }) {
  const files = useChats((state) => state.files);
  const running = job?.state === 'running' ? job : undefined;
  useShortcuts('导入', [{ keys: 'escape', label: '不看了', run: onBack }]);
  return (
    <div className="import-reading">
      <h2>{files?.label}</h2>
      <ProgressBar
        label="正在看里面有谁、有多少是新的"
        {...byteSteps(running?.done ?? 0, running?.total ?? 0)}
        elapsedMs={running?.elapsedMs ?? 0}
      />
      <p>只是看一遍，还没有写进任何东西。</p>
      <Button onClick={onBack}>取消</Button>
    </div>
  );
}

/** Before the files are looked through: the account, and the day when they keep only times. */
export function Prepare({ job, onAccount, onBack }: { job: JobProgress | undefined; onAccount: (id: number) => void; onBack: () => void }) {
  const { files, busy, accountId, missingDate, failure } = useChats();
  const [account, setAccount] = useState(accountId);
  const [date, setDate] = useState(missingDate ?? dayText(now()));
  useShortcuts('导入', [{ keys: 'escape', label: '回到文件', run: onBack }], busy === null);
  if (busy === 'scan') return <Looking job={job} onBack={onBack} />;
  const today = dayText(now());
  const ready = account !== null && (!files?.needsDate || (date !== '' && date <= today));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (account === null || !ready) return;
    onAccount(account);
    if (files?.needsDate) chatActions.setDate(date);
    void chatActions.scan(account);
  };
  const text = failure === null ? null : textOfFailure(failure);
  return (
    <form className="chat-prepare" onSubmit={submit} aria-label="先回答两句">
      {text && (
        <div className="import-refused" role="alert">
          <WarningIcon width="20" height="20" />
          <div>
            <h2>{text.title}</h2>
            <p>{text.hint}</p>
          </div>
        </div>
      )}
      <h2>{files?.label}</h2>
      <div className="import-label">
        <span>这些聊天是哪个微信号的</span>
        <AccountField value={account} onChange={setAccount} />
      </div>
      {files?.needsDate && (
        <label className="import-label">
          <span>文件里没写全日期。这些话是哪天说的？</span>
          <input
            type="date"
            className="chat-date"
            required
            max={today}
            min="2011-01-21"
            value={date}
            onChange={(event) => setDate(event.target.value)}
          />
          <small>写着「昨天 21:07」的，请填复制的那一天；只有几点几分的，请填聊天的那一天；只缺年份的，年份对就行。</small>
        </label>
      )}
      <footer>
        <Button onClick={onBack}>先不导入</Button>
        <span className="import-foot-space" />
        <Button type="primary" htmlType="submit" disabled={!ready} autoFocus>
          {account === null ? '先选微信号' : '看看里面有什么'}
        </Button>
        <Kbd keys="enter" />
      </footer>
    </form>
  );
}
