import { Button, Modal } from 'antd';
import type { ReactNode } from 'react';
import { useKeyBarrier } from '../lib/keys.ts';
import './dialog.css';

export interface DialogProps {
  open: boolean;
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  footer?: ReactNode;
  /** px */
  width?: number;
}

/** A window over the page: focus stays inside, Esc closes, keys of the page below are silent. */
export function Dialog({ open, title, onClose, children, footer = null, width = 480 }: DialogProps) {
  useKeyBarrier(open);
  return (
    <Modal open={open} title={title} onCancel={onClose} footer={footer} width={width} destroyOnHidden centered>
      {children}
    </Modal>
  );
}

export interface ConfirmDialogProps {
  open: boolean;
  /** a question: 归档 812 位好友？ */
  title: string;
  /** who is touched, who is left out and why, how to take it back */
  children?: ReactNode;
  /** what the button does: 归档 812 位 */
  confirmLabel: string;
  danger?: boolean;
  busy?: boolean;
  disabled?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}

/** The preview before a change to many: how many, who is left out, and one button that says what it does. */
export function ConfirmDialog({
  open,
  title,
  children,
  confirmLabel,
  danger = false,
  busy = false,
  disabled = false,
  onConfirm,
  onClose,
}: ConfirmDialogProps) {
  return (
    <Dialog
      open={open}
      title={title}
      onClose={onClose}
      width={420}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button type="primary" danger={danger} loading={busy} disabled={disabled} autoFocus onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </div>
      }
    >
      <div className="dialog-text">{children}</div>
    </Dialog>
  );
}
