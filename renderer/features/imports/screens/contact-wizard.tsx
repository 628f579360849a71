import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import type { JobProgress } from '../../../../shared/events.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { dropIfOnly, useCenter } from '../center/store.ts';
import { pageTitle } from '../center/words.ts';
import { ColumnsStep } from '../components/columns-step.tsx';
import { PreviewStep } from '../components/preview-step.tsx';
import { ReportStep } from '../components/report-step.tsx';
import { Steps } from '../components/steps.tsx';
import { UndoBatch } from '../components/undo-batch.tsx';
import { hasName, importable } from '../counts.ts';
import { importActions, useImport } from '../store.ts';

const contactSteps = [
  { key: 'choose', label: '选名单' },
  { key: 'columns', label: '对一对列' },
  { key: 'preview', label: '看一眼' },
  { key: 'commit', label: '导入' },
] as const;

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
  const { step, busy, inspection, fields, preview, answers, rest, policy, garbledAccepted } = useImport();
  if (step === 'columns') {
    const garbled = inspection?.garbled === true && !garbledAccepted;
    const ready = accountId !== null && hasName(fields) && busy === null && !garbled;
    return {
      label: garbled ? '先看看上面的乱码' : accountId === null ? '先选微信号' : '下一步：看一眼',
      busy: busy === 'preview',
      go: ready ? () => void importActions.makePreview(accountId) : null,
    };
  }
  const rows = step === 'preview' && preview ? importable(preview, answers, rest, policy) : 0;
  return {
    label: rows > 0 ? `导入 ${count(rows)} 位好友` : '没有要导入的',
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

/** The file is being read: nothing is known of it yet. */
function Reading({ job, onCancel }: { job: JobProgress | undefined; onCancel: () => void }) {
  const name = useImport((state) => state.source?.name);
  return (
    <div className="import-reading">
      <h2>{name}</h2>
      <ProgressBar label="正在读，认一认格式和列" done={job?.done ?? 0} total={job?.total ?? 0} elapsedMs={job?.elapsedMs ?? 0} />
      <Button onClick={onCancel}>取消</Button>
    </div>
  );
}

export interface ContactWizardProps {
  job: JobProgress | undefined;
  accountId: number | null;
  onAccount: (id: number) => void;
}

/** A list of friends from its columns to the report. */
export function ContactWizard({ job, accountId, onAccount }: ContactWizardProps) {
  const { step, inspection, preview, report } = useImport();
  const more = useCenter((state) => state.queues.length > 0);
  const [asking, setAsking] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const next = useNext(accountId);
  const underway = step === 'columns' || step === 'preview' || step === 'commit';
  const giveUp = () => {
    setAsking(false);
    importActions.startOver();
    dropIfOnly();
  };
  // a list of choices keeps Enter for itself, so Ctrl+Enter is caught on its way down
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !next.go) return;
    event.preventDefault();
    event.stopPropagation();
    next.go();
  };
  return (
    <PageFrame
      title={pageTitle}
      summary={inspection && underway ? inspection.fileName : undefined}
      scroll={false}
      toolbar={<Steps steps={contactSteps} at={step === 'report' ? null : step} />}
    >
      <div className={step === 'preview' ? 'import-body fixed' : 'import-body'} onKeyDownCapture={onKeyDownCapture}>
        {step === 'choose' && <Reading job={job} onCancel={giveUp} />}
        {step === 'columns' && inspection && <ColumnsStep inspection={inspection} accountId={accountId} onAccount={onAccount} />}
        {step === 'preview' && preview && <PreviewStep preview={preview} />}
        {step === 'commit' && <Committing job={job} />}
        {step === 'report' && report && (
          <ReportStep
            report={report}
            againLabel={more ? '接着导入' : '再导入一个'}
            onUndo={() => setUndoing(true)}
            onAgain={importActions.startOver}
          />
        )}
      </div>
      {(step === 'columns' || step === 'preview') && <Footer next={next} onGiveUp={() => setAsking(true)} />}
      {undoing && report && (
        <UndoBatch
          kind="contacts"
          batchId={report.batchId}
          fileName={report.fileName}
          onDone={() => {
            setUndoing(false);
            importActions.startOver();
          }}
          onClose={() => setUndoing(false)}
        />
      )}
      <GiveUp open={asking} onGiveUp={giveUp} onStay={() => setAsking(false)} />
    </PageFrame>
  );
}
