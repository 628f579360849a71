import { useMutation } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import type { OpenedKit } from '../../../../shared/contracts/ban-day.ts';
import { client } from '../../../lib/api.ts';
import { bridge } from '../../../lib/bridge.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, fullTime } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { useSaved } from '../queries.ts';

function Opened({ kit, fileId, secret }: { kit: OpenedKit; fileId: string; secret: string | null }) {
  const list = useSaved(
    () => client.banday.listOfKit.mutate({ fileId, secret, format: 'xlsx' }),
    (file, savedAs) => `名单存好了，${count(file.count)} 位：${savedAs}`,
  );
  return (
    <>
      <p className="dialog-text" role="status">
        打开了：「{kit.account}」的 {count(kit.people)} 位好友，{count(kit.withWay)} 位另有联系方式。{fullTime(kit.madeAt)} 做的。
      </p>
      <p className="dialog-note">
        {kit.drilled
          ? '这就是最新的一份，记为今天演练过了。'
          : kit.own
            ? '这不是最新的一份，没有记成演练。'
            : '这是别的电脑上做的，没有记成演练。'}
      </p>
      <div className="dialog-foot">
        <Button loading={list.isPending} onClick={() => list.mutate()}>
          把里面的名单存成 Excel
        </Button>
      </div>
    </>
  );
}

/** Really opens a kit, on any computer: that is the drill, and on the day it is the rescue. */
export function OpenKitDialog({ onClose }: { onClose: () => void }) {
  const fileField = useId();
  const [file, setFile] = useState<File | null>(null);
  const [secret, setSecret] = useState('');
  const open = useMutation({
    networkMode: 'always',
    mutationFn: async (chosen: File) => {
      const { fileId } = await bridge().stageFile(chosen);
      const typed = secret.trim() === '' ? null : secret;
      return { fileId, secret: typed, kit: await client.banday.openKit.mutate({ fileId, secret: typed }) };
    },
  });
  const failure = open.error ? textOfFailure(open.error) : null;
  return (
    <Dialog open title="打开一个急救包" onClose={onClose} width={460}>
      {open.data ? (
        <Opened {...open.data} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (file && !open.isPending) open.mutate(file);
          }}
        >
          <div className="ban-fields">
            <label htmlFor={fileField}>急救包（.tfk）</label>
            <input id={fileField} type="file" accept=".tfk" onChange={(event) => setFile(event.target.files?.[0] ?? null)} />
            <Input.Password
              aria-label="备份的密码，或恢复码"
              placeholder="备份的密码，或恢复码"
              value={secret}
              onChange={(event) => setSecret(event.target.value)}
            />
          </div>
          {failure && (
            <p className="ban-refused" role="alert">
              {failure.title}。{failure.hint}
            </p>
          )}
          <div className="dialog-foot">
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" disabled={!file} loading={open.isPending}>
              打开看看
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
