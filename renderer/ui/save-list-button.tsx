import { Button } from 'antd';
import type { ExportFile } from '../../shared/contracts/friends.ts';
import { bridge } from '../lib/bridge.ts';
import { ArrowDownIcon } from './icons.tsx';
import { notify } from './toast.tsx';
import { useSendOnce } from './use-send-once.ts';

export interface SaveListButtonProps {
  list: () => Promise<ExportFile>;
  /** where there is no room for more than a word: of what, for those who hear it */
  of?: string;
}

/** Saves the list of rows that an import could not read, wherever she wants it. */
export function SaveListButton({ list, of }: SaveListButtonProps) {
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
  if (of !== undefined)
    return (
      <Button size="small" type="link" aria-label={`清单：下载「${of}」读不了的行`} title="下载读不了的行" onClick={() => void send(save)}>
        清单
      </Button>
    );
  return (
    <Button size="small" icon={<ArrowDownIcon />} onClick={() => void send(save)}>
      下载读不了的行
    </Button>
  );
}
