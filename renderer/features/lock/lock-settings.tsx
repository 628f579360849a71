import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { type LockState, lockMinutes } from '../../../shared/contracts/lock.ts';
import { trpc } from '../../lib/api.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { PassphraseFields } from '../../ui/passphrase-fields.tsx';
import { notify } from '../../ui/toast.tsx';

interface Values {
  current?: string;
  passphrase: string;
  again: string;
  minutes: number;
}

const required = { required: true, message: '先填这一格' };

function SetDialog({ state, onClose }: { state: LockState; onClose: () => void }) {
  const set = useMutation(
    trpc.lock.set.mutationOptions({
      onSuccess: () => {
        notify.done('设好了：打开铁粉簿，或离开久了，要输密码');
        onClose();
      },
      onError: notify.failed,
    }),
  );
  const save = ({ current, passphrase, minutes }: Values) => set.mutate({ current: current ?? null, passphrase, minutes });
  return (
    <Dialog open title={state.enabled ? '换密码或时间' : '给铁粉簿加锁'} onClose={onClose} width={480}>
      <Form<Values> layout="vertical" requiredMark={false} initialValues={{ minutes: state.minutes }} onFinish={save}>
        <p className="dialog-text">锁住的是窗口，不是资料：能打开这台电脑的人，还是能复制资料文件夹。要防这个，给电脑设开机密码。</p>
        <p className="dialog-text">忘了密码，用备份的恢复码打开；没有恢复码，就退出铁粉簿，删掉资料文件夹里的 lock.json。</p>
        {state.enabled && (
          <Form.Item name="current" label="现在的密码" rules={[required]}>
            <Input.Password autoFocus autoComplete="current-password" maxLength={200} />
          </Form.Item>
        )}
        <PassphraseFields label="新密码" min={6} autoFocus={!state.enabled} />
        <Form.Item name="minutes" label="没人动多久就锁上">
          <Select options={lockMinutes.map((value) => ({ value, label: `${value} 分钟` }))} />
        </Form.Item>
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={set.isPending}>
            加锁
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

function RemoveDialog({ onClose }: { onClose: () => void }) {
  const remove = useMutation(
    trpc.lock.remove.mutationOptions({
      onSuccess: () => {
        notify.done('锁拿掉了');
        onClose();
      },
      onError: notify.failed,
    }),
  );
  return (
    <Dialog open title="不锁了" onClose={onClose} width={420}>
      <Form<{ passphrase: string }> layout="vertical" requiredMark={false} onFinish={(values) => remove.mutate(values)}>
        <Form.Item name="passphrase" label="现在的密码" rules={[required]}>
          <Input.Password autoFocus autoComplete="current-password" maxLength={200} />
        </Form.Item>
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={remove.isPending}>
            拿掉
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Sets the lock up, changes it, locks at once, takes it away. */
export function LockSettings() {
  const { data: state } = useQuery(trpc.lock.state.queryOptions());
  const lock = useMutation(trpc.lock.now.mutationOptions({ onError: notify.failed }));
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  if (!state) return null;
  return (
    <>
      {state.enabled ? (
        <>
          <Button loading={lock.isPending} onClick={() => lock.mutate()}>
            现在锁上
          </Button>
          <Button onClick={() => setOpen('set')}>换密码或时间</Button>
          <Button onClick={() => setOpen('remove')}>不锁了</Button>
        </>
      ) : (
        <Button onClick={() => setOpen('set')}>加锁</Button>
      )}
      {open === 'set' && <SetDialog state={state} onClose={() => setOpen(null)} />}
      {open === 'remove' && <RemoveDialog onClose={() => setOpen(null)} />}
    </>
  );
}
