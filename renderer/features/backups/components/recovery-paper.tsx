import { Button, Input } from 'antd';
import { useState } from 'react';
import { textOfFailure } from '../../../lib/error-text.ts';
import { fullTime } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { notify } from '../../../ui/toast.tsx';
import { useConfirmCode } from '../queries.ts';
import './recovery-paper.css';

async function copy(code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code);
    notify.done('恢复码在剪贴板里，找个地方存好');
  } catch (error) {
    notify.failed(error);
  }
}

/** The recovery code, to be printed or written down: it is shown only now. */
export function RecoveryPaper({ code, onNext }: { code: string; onNext: () => void }) {
  const [at] = useState(now);
  return (
    <div className="recovery-paper">
      <h3 className="recovery-paper-title">铁粉簿 恢复码</h3>
      <p className="recovery-code" title="恢复码">
        {code.split('-').map((group, place) => (
          <span key={place}>{group}</span>
        ))}
      </p>
      <p className="recovery-paper-note">
        忘了密码，用它也能打开备份。谁拿到它，谁就能打开，请打印或抄在纸上，和电脑分开放。只显示这一次。
      </p>
      <p className="recovery-paper-date">{fullTime(at)}</p>
      <div className="recovery-paper-foot no-print">
        <Button onClick={() => window.print()}>打印</Button>
        <Button onClick={() => void copy(code)}>复制</Button>
        <Button type="primary" onClick={onNext}>
          抄好了，核对一遍
        </Button>
      </div>
    </div>
  );
}

/** The code typed off the paper: whoever cannot read it now could not read it then. */
export function CodeCheck({ onBack, onDone }: { onBack?: (() => void) | undefined; onDone: () => void }) {
  const [typed, setTyped] = useState('');
  const confirm = useConfirmCode();
  const check = () =>
    confirm.mutate(
      { code: typed },
      {
        onSuccess: () => {
          notify.done('恢复码核对过了，那张纸收好');
          onDone();
        },
      },
    );
  const failure = confirm.error ? textOfFailure(confirm.error) : null;
  return (
    <>
      <p className="dialog-text">照着纸上的恢复码输一遍。大小写、横线都不用管。</p>
      <Input
        autoFocus
        className="recovery-typed"
        aria-label="恢复码"
        aria-invalid={failure !== null}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onPressEnter={() => typed.trim() !== '' && check()}
      />
      {failure && (
        <p className="backup-refused" role="alert">
          {failure.title}。{failure.hint}
        </p>
      )}
      <div className="dialog-foot backup-step-foot">
        {onBack && <Button onClick={onBack}>再看一眼恢复码</Button>}
        <Button type="primary" disabled={typed.trim() === ''} loading={confirm.isPending} onClick={check}>
          核对
        </Button>
      </div>
    </>
  );
}
