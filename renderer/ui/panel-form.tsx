import { Button } from 'antd';
import { type DragEvent, type HTMLAttributes, type ReactNode, type RefObject, type SyntheticEvent, useState } from 'react';
import { inTextField, useShortcuts } from '../lib/keys.ts';
import { Kbd } from './kbd.tsx';
import { type KeptState, keptWords } from './use-kept.ts';
import './panel-form.css';

/** What a form in a side panel knows of itself. */
export interface PanelFormState {
  dirty: boolean;
  saving: boolean;
  kept: KeptState;
  /** why it cannot be saved yet; null = it can */
  missing: string | null;
  save: () => Promise<void>;
  reset: () => void;
  /** it goes on with what was written and not saved the last time */
  restored: boolean;
}

/** Files dropped or pasted anywhere in the form. */
function fileTarget(onFiles: (files: File[]) => void, setDropping: (on: boolean) => void): HTMLAttributes<HTMLFormElement> {
  const take = (event: SyntheticEvent, data: DataTransfer) => {
    const files = [...data.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return {
    onPaste: (event) => take(event, event.clipboardData),
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: (event: DragEvent) => !event.currentTarget.contains(event.relatedTarget as Node | null) && setDropping(false),
    onDrop: (event: DragEvent) => {
      setDropping(false);
      take(event, event.dataTransfer);
    },
  };
}

interface PanelFormProps {
  /** takes the focus after saving, so that the keys of the panel work from here */
  root: RefObject<HTMLFormElement | null>;
  form: PanelFormState;
  isNew: boolean;
  onFiles: (files: File[]) => void;
  /** stands above all fields */
  head: ReactNode;
  /** said beside the button; else what is missing, and whether the draft is kept */
  warning?: string | null;
  children: ReactNode;
}

/** What is written in a side panel: goes on where she stopped, takes files, saves with one key. */
export function PanelForm({ root, form, isNew, onFiles, head, warning, children }: PanelFormProps) {
  const [dropping, setDropping] = useState(false);
  return (
    <form
      ref={root}
      tabIndex={-1}
      className={dropping ? 'panel-form dropping' : 'panel-form'}
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
      {...fileTarget(onFiles, setDropping)}
    >
      {head}
      {form.restored && form.dirty && (
        <p className="panel-draft">
          接着上次没保存的内容。
          <button type="button" className="link-button" onClick={form.reset}>
            {isNew ? '从头写' : '放弃修改'}
          </button>
        </p>
      )}
      {children}
      <Foot form={form} isNew={isNew} warning={form.missing ?? warning ?? null} />
    </form>
  );
}

function Foot({ form, isNew, warning }: Pick<PanelFormProps, 'form' | 'isNew'> & { warning: string | null }) {
  const quiet = !form.dirty && !isNew;
  return (
    <footer className="panel-foot">
      <Button type="primary" htmlType="submit" loading={form.saving} disabled={quiet || (form.dirty && form.missing !== null)}>
        {quiet ? '已保存' : '保存'}
      </Button>
      <Kbd keys="mod+Enter" />
      <span aria-live={warning === null ? 'off' : 'polite'}>{form.dirty ? (warning ?? keptWords[form.kept]) : ''}</span>
    </footer>
  );
}

/** The keys of a panel with a form; the first Esc leaves the field (or its open list), so that letters are keys again, the next one closes. */
export function usePanelKeys(panel: string, save: () => Promise<void>, onClose: () => void, focusPanel: () => void): void {
  useShortcuts(panel, [
    { keys: 'mod+enter', label: '保存', inFields: true, run: () => void save() },
    { keys: 'escape', inFields: true, run: (event) => (inTextField(event.target) ? focusPanel() : onClose()) },
  ]);
}
