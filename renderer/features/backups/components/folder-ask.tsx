import { Button, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import type { FolderChoice } from '../../../../shared/contracts/backups.ts';
import { bridge } from '../../../lib/bridge.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';

export interface FolderAskProps {
  label: string;
  type?: 'primary' | 'default';
  busy?: boolean;
  /** what the folder is for, for the window that asks for a path */
  hint: ReactNode;
  /** resolves when the folder was taken: only then the window closes */
  onChoice: (choice: FolderChoice) => Promise<unknown>;
}

/** A button that asks for a folder: in the system's dialog on the desktop, as a typed path in a browser. */
export function FolderAsk({ label, type = 'default', busy = false, hint, onChoice }: FolderAskProps) {
  const [typing, setTyping] = useState(false);
  const pick = async () => {
    if (!bridge().capabilities.chooseFolder) return setTyping(true);
    try {
      const chosen = await bridge().chooseFolder();
      if (chosen) await onChoice({ folderId: chosen.folderId });
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <Button type={type} loading={busy} onClick={() => void pick()}>
        {label}
      </Button>
      {typing && (
        <PathDialog title={label} hint={hint} busy={busy} onClose={() => setTyping(false)} onPath={(path) => onChoice({ path })} />
      )}
    </>
  );
}

interface PathDialogProps {
  title: string;
  hint: ReactNode;
  busy: boolean;
  onClose: () => void;
  onPath: (path: string) => Promise<unknown>;
}

function PathDialog({ title, hint, busy, onClose, onPath }: PathDialogProps) {
  const [path, setPath] = useState('');
  const take = async () => {
    try {
      await onPath(path.trim());
      onClose();
    } catch {
      // told by whoever was asked; the path stays to be put right
    }
  };
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" disabled={path.trim() === ''} loading={busy} onClick={() => void take()}>
            就用它
          </Button>
        </div>
      }
    >
      <Input
        autoFocus
        aria-label="文件夹的完整路径"
        placeholder="比如 D:\备份 或 /media/usb/备份"
        value={path}
        onChange={(event) => setPath(event.target.value)}
        onPressEnter={() => path.trim() !== '' && void take()}
      />
      <p className="dialog-note">{hint}</p>
    </Dialog>
  );
}
