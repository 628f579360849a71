import { Button } from 'antd';
import type { ExportFile } from '../../shared/contracts/friends.ts';
import { bridge } from '../lib/bridge.ts';
import { ArrowDownIcon } from './icons.tsx';
import { notify } from './toast.tsx';
import { useSendOnce } from './use-send-once.ts';

/** Saves the list of rows that an import could not read, wherever she wants it. */
export function SaveListButton({ list }: { list: () => Promise<ExportFile> }) {
  const send = useSendOnce(true);
  const save = async () => {
    try {
      const { fileId, name } = await list();
      const saved = await bridge().saveExport(fileId, name);
      if (saved) notify.done(`清单存好了：${saved.savedAs}`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <Button size="small" icon={<ArrowDownIcon />} onClick={() => void send(save)}>
      下载读不了的行
    </Button>
  );
}
