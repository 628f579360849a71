import { Button } from 'antd';
import { type KeyboardEvent, useEffect, useState } from 'react';
import type { JobProgress } from '../../../../shared/events.ts';
import { useAccounts } from '../../../lib/book.ts';
import { bridge } from '../../../lib/bridge.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { Batches } from '../components/batches.tsx';
import { ChooseStep } from '../components/choose-step.tsx';
import { ColumnsStep } from '../components/columns-step.tsx';
import { PreviewStep } from '../components/preview-step.tsx';
import { ReportStep } from '../components/report-step.tsx';
import { Steps } from '../components/steps.tsx';
import { UndoBatch } from '../components/undo-batch.tsx';
import { hasName, importable } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import '../imports.css';
import '../columns.css';
import '../preview.css';
import '../report.css';

export interface ImportScreenProps {
  /** long tasks that run or have just ended, by job id */
  jobs: Readonly<Record<string, JobProgress>>;
  /** the account chosen last time */
  lastAccountId: number | null;
  onAccount: (id: number) => void;
}

/** The account for this import: the one chosen, else last time's, else the only one there is. */
function useChosenAccount(lastAccountId: number | null): number | null {
  const { active } = useAccounts();
  const chosen = useImport((state) => state.accountId) ?? lastAccountId;
  if (active.some((account) => account.id === chosen)) return chosen;
  return active.length === 1 ? (active[0]?.id ?? null) : null;
}

function useJob(jobs: ImportScreenProps['jobs']): JobProgress | undefined {
  const sessionId = useImport((state) => state.inspection?.sessionId);
  if (sessionId) return jobs[sessionId];
  return Object.values(jobs).find((job) => job.name === 'imports.inspect' && job.state === 'running');
}

/** A browser tab asks before it is closed over a half-done import; the desktop window keeps running anyway. */
function useAskBeforeClose(active: boolean): void {
  useEffect(() => {
    if (!active || bridge().kind !== 'browser') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}

/** A file pasted anywhere on the page is taken like a dropped one. */
function usePastedFile(active: boolean): void {
  useEffect(() => {
    if (!active) return;
    const onPaste = (event: ClipboardEvent) => {
      const file = event.clipboardData?.files[0];
      if (!file) return;
      event.preventDefault();
      void importActions.chooseFile(file);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [active]);
}

function Committing({ job }: { job: JobProgress | undefined }) {
  const fileName = useImport((state) => state.inspection?.fileName);
  return (
    <div className="import-reading">
      <h2>正在导入「{fileName}」</h2>
      <ProgressBar
        label="可以去别的页面，导入不会停"
        done={job?.done ?? 0}
        total={job?.total ?? 0}
        elapsedMs={job?.elapsedMs ?? 0}
        onCancel={() => void importActions.cancel()}
      />
      <p>取消的话，一位也不会留下，铁粉簿和导入前一样。</p>
    </div>
  );
}

/** Asked before work is thrown away; Enter keeps it. */
function GiveUp({ open, onGiveUp, onStay }: { open: boolean; onGiveUp: () => void; onStay: () => void }) {
  return (
    <Dialog
      open={open}
      title="不导入这份名单了？"
      onClose={onStay}
      width={420}
      footer={
        <div className="dialog-foot">
          <Button onClick={onGiveUp}>不导入了</Button>
          <Button type="primary" autoFocus onClick={onStay}>
            接着导入
          </Button>
        </div>
      }
    >
      <p className="dialog-text">还没有写进任何东西。选好的列和一个个定好的答案会丢掉，原来的文件不动。</p>
    </Dialog>
  );
}

/** What the step on the screen leads to, and whether it can be taken now. */
function useNext(accountId: number | null): { label: string; busy: boolean; go: (() => void) | null } {
  const { step, busy, fields, preview, answers, rest, policy } = useImport();
  if (step === 'columns') {
    const ready = accountId !== null && hasName(fields) && busy === null;
    return {
      label: accountId === null ? '先选微信号' : '下一步：看一眼',
      busy: busy === 'preview',
      go: ready ? () => void importActions.makePreview(accountId) : null,
    };
  }
  const rows = step === 'preview' && preview ? importable(preview, answers, rest, policy) : 0;
  return {
    label: rows > 0 ? `导入 ${count(rows)} 行` : '没有要导入的',
    busy: false,
    go: rows > 0 && busy === null ? () => void importActions.commit() : null,
  };
}

/** Back and on, each saying what it does. */
function Footer({ next, onGiveUp }: { next: ReturnType<typeof useNext>; onGiveUp: () => void }) {
  const step = useImport((state) => state.step);
  useShortcuts('导入', [
    { keys: 'mod+enter', label: '下一步', inFields: true, run: () => next.go?.() },
    { keys: 'escape', label: '上一步', run: () => (step === 'preview' ? importActions.back() : onGiveUp()) },
  ]);
  return (
    <footer className="import-foot">
      <Button onClick={onGiveUp}>不导入了</Button>
      <span className="import-foot-space" />
      {step === 'preview' && <Button onClick={importActions.back}>上一步</Button>}
      <Button type="primary" disabled={next.go === null} loading={next.busy} onClick={() => next.go?.()}>
        {next.label}
      </Button>
      <Kbd keys="mod+enter" />
    </footer>
  );
}

/** The import wizard and the imports so far. */
export function ImportScreen({ jobs, lastAccountId, onAccount }: ImportScreenProps) {
  const { step, busy, inspection, preview, report } = useImport();
  const [asking, setAsking] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const accountId = useChosenAccount(lastAccountId);
  const job = useJob(jobs);
  const next = useNext(accountId);
  const choosing = step === 'choose';
  const underway = step === 'columns' || step === 'preview' || step === 'commit';
  useAskBeforeClose(underway);
  useEffect(() => importActions.leave, []);
  usePastedFile(choosing && busy === null);
  const choose = (id: number) => {
    importActions.setAccount(id);
    onAccount(id);
  };
  // a list of choices keeps Enter for itself, so Ctrl+Enter is caught on its way down
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || choosing || !next.go) return;
    event.preventDefault();
    event.stopPropagation();
    next.go();
  };
  return (
    <PageFrame
      title="把好友请进来"
      summary={inspection && underway ? inspection.fileName : undefined}
      scroll={false}
      toolbar={<Steps step={step} />}
    >
      <div className={step === 'preview' ? 'import-body fixed' : 'import-body'} onKeyDownCapture={onKeyDownCapture}>
        {choosing && <ChooseStep job={job} />}
        {choosing && busy === null && <Batches />}
        {step === 'columns' && inspection && <ColumnsStep inspection={inspection} accountId={accountId} onAccount={choose} />}
        {step === 'preview' && preview && <PreviewStep preview={preview} />}
        {step === 'commit' && <Committing job={job} />}
        {step === 'report' && report && <ReportStep report={report} onUndo={() => setUndoing(true)} onAgain={importActions.startOver} />}
      </div>
      {(step === 'columns' || step === 'preview') && <Footer next={next} onGiveUp={() => setAsking(true)} />}
      {undoing && report && (
        <UndoBatch
          batchId={report.batchId}
          fileName={report.fileName}
          onDone={() => {
            setUndoing(false);
            importActions.startOver();
          }}
          onClose={() => setUndoing(false)}
        />
      )}
      <GiveUp
        open={asking}
        onGiveUp={() => {
          setAsking(false);
          importActions.startOver();
        }}
        onStay={() => setAsking(false)}
      />
    </PageFrame>
  );
}
