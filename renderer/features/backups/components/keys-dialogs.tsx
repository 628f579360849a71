import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { textOfFailure } from '../../../lib/error-text.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useChangePassphrase, useNewCode } from '../queries.ts';
import { CodeCheck, RecoveryPaper } from './recovery-paper.tsx';
import { BackupPassphrase } from './set-up-dialog.tsx';

/** What opens the backups now: the passphrase or the recovery code. */
function SecretField({ error }: { error: unknown }) {
  const failure = error ? textOfFailure(error) : null;
  return (
    <Form.Item
      name="secret"
      label="现在的密码，或恢复码"
      rules={[{ required: true, message: '密码和恢复码，输一样就行' }]}
      {...(failure ? { validateStatus: 'error' as const, help: `${failure.title}。${failure.hint}` } : {})}
    >
      <Input.Password autoFocus autoComplete="off" maxLength={200} />
    </Form.Item>
  );
}

/** A new passphrase; the recovery code stays. */
export function PassphraseDialog({ onClose }: { onClose: () => void }) {
  const change = useChangePassphrase();
  const send = useSendOnce();
  return (
    <Dialog open title="换一个密码" onClose={onClose} width={460}>
      <Form<{ secret: string; passphrase: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ secret, passphrase }) => void send(() => change.mutateAsync({ secret, passphrase }).then(onClose))}
      >
        <SecretField error={change.error} />
        <BackupPassphrase />
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            换成新密码
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** A new recovery code; the passphrase stays. */
export function NewCodeDialog({ onClose }: { onClose: () => void }) {
  const [code, setCode] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const change = useNewCode();
  const send = useSendOnce();
  if (code !== null)
    return (
      <Dialog open title={checking ? '核对恢复码' : '把新的恢复码抄下来'} onClose={onClose} width={500}>
        {checking ? (
          <CodeCheck onBack={() => setChecking(false)} onDone={onClose} />
        ) : (
          <RecoveryPaper code={code} onNext={() => setChecking(true)} />
        )}
      </Dialog>
    );
  return (
    <Dialog open title="换一个恢复码" onClose={onClose} width={460}>
      <Form<{ secret: string }>
        layout="vertical"
        requiredMark={false}
        onFinish={({ secret }) => void send(() => change.mutateAsync({ secret }).then((made) => setCode(made.code)))}
      >
        <p className="dialog-text">以后的备份用新的恢复码打开。以前的备份还认旧的，旧的那张纸先别扔。</p>
        <SecretField error={change.error} />
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={change.isPending}>
            换一个
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** The code typed off the paper, for whoever did not do so at once. */
export function CheckDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open title="核对恢复码" onClose={onClose} width={460}>
      <CodeCheck onDone={onClose} />
    </Dialog>
  );
}
