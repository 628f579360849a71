import { Button, Form } from 'antd';
import { useState } from 'react';
import { Dialog } from '../../../ui/dialog.tsx';
import { PassphraseFields } from '../../../ui/passphrase-fields.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useSetUp } from '../queries.ts';
import { CodeCheck, RecoveryPaper } from './recovery-paper.tsx';

export interface SetUpDialogProps {
  /** there are keys already, and both secrets are lost */
  replace: boolean;
  onClose: () => void;
}

type Step = { at: 'secret' } | { at: 'open' } | { at: 'code'; code: string } | { at: 'check'; code: string };

const titles: Record<Step['at'], string> = {
  secret: '给备份设一个密码',
  open: '不加密？',
  code: '把恢复码抄下来',
  check: '核对恢复码',
};

interface Secret {
  passphrase: string;
  again: string;
}

/** The passphrase of the backups. */
export const BackupPassphrase = () => <PassphraseFields label="密码" min={8} extra="三四个不相干的词连在一起，好记，也难猜。" autoFocus />;

function SecretStep({ replace, onCode, onOpen, onClose }: SetUpDialogProps & { onCode: (code: string) => void; onOpen: () => void }) {
  const setUp = useSetUp();
  const send = useSendOnce();
  const save = async ({ passphrase }: Secret) => {
    const { code } = await setUp.mutateAsync({ mode: 'closed', passphrase, replace });
    if (code) onCode(code);
  };
  return (
    <Form<Secret> layout="vertical" requiredMark={false} onFinish={(values) => void send(() => save(values))}>
      <p className="dialog-text">
        备份是加密的：U 盘丢了，捡到的人也看不到你的好友。打开备份要用密码，或者下一步给你的恢复码，有一样就行。
        <strong>两样都丢了，谁也打不开，我们也没有办法。</strong>
        {replace && '以前的备份还是用以前的密码和恢复码。'}
      </p>
      <BackupPassphrase />
      <div className="dialog-foot">
        <button type="button" className="link-button backup-open-choice" onClick={onOpen}>
          不加密…
        </button>
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" loading={setUp.isPending}>
          设好，看恢复码
        </Button>
      </div>
    </Form>
  );
}

function OpenStep({ replace, onBack, onClose }: { replace: boolean; onBack: () => void; onClose: () => void }) {
  const setUp = useSetUp();
  return (
    <>
      <p className="dialog-text">
        不加密的备份，谁拿到 U 盘或连上共享盘，都能看到好友的电话、地址和聊天。只有放在别人碰不到的地方才可以这样。
      </p>
      <div className="dialog-foot backup-step-foot">
        <Button onClick={onBack}>还是设密码</Button>
        <Button danger loading={setUp.isPending} onClick={() => setUp.mutate({ mode: 'open', replace }, { onSuccess: onClose })}>
          我知道，不加密
        </Button>
      </div>
    </>
  );
}

/** Passphrase, recovery code, and the code once more off the paper. */
export function SetUpDialog({ replace, onClose }: SetUpDialogProps) {
  const [step, setStep] = useState<Step>({ at: 'secret' });
  return (
    <Dialog open title={titles[step.at]} onClose={onClose} width={500}>
      {step.at === 'secret' && (
        <SecretStep
          replace={replace}
          onClose={onClose}
          onOpen={() => setStep({ at: 'open' })}
          onCode={(code) => setStep({ at: 'code', code })}
        />
      )}
      {step.at === 'open' && <OpenStep replace={replace} onBack={() => setStep({ at: 'secret' })} onClose={onClose} />}
      {step.at === 'code' && <RecoveryPaper code={step.code} onNext={() => setStep({ at: 'check', code: step.code })} />}
      {step.at === 'check' && <CodeCheck onBack={() => setStep({ at: 'code', code: step.code })} onDone={onClose} />}
    </Dialog>
  );
}
