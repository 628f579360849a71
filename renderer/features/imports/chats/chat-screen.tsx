import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import type { ChatQueueScan } from '../../../../shared/contracts/import-queue.ts';
import type { JobProgress } from '../../../../shared/events.ts';
import { count, percent } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { ProgressBar } from '../../../ui/progress.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { useCenter } from '../center/store.ts';
import { baseName, pageTitle } from '../center/words.ts';
import { Steps } from '../components/steps.tsx';
import { UndoBatch } from '../components/undo-batch.tsx';
import { Again } from './again.tsx';
import { Conversations } from './conversations.tsx';
import { Prepare } from './prepare.tsx';
import { ChatReport } from './report.tsx';
import { RulesPanel } from './rules.tsx';
import { chatActions, useChats } from './store.ts';
import { sumOf } from './takes.ts';
import { Who } from './who.tsx';
import { damagedIdsText, phaseWords } from './words.ts';

const chatSteps = [
  { key: 'files', label: '选文件' },
  { key: 'prepare', label: '认一认' },
  { key: 'look', label: '看一眼' },
  { key: 'run', label: '导入' },
] as const;

/** What she must know before she goes on: letters that came out wrong, an account that looks like another. */
function Notes({ scan, onAccount }: { scan: ChatQueueScan; onAccount: (id: number) => void }) {
  const accepted = useChats((state) => state.mojibakeAccepted);
  const { otherAccount, mojibakeFile, mojibakeShare, damagedIds } = scan;
  return (
    <>
      {otherAccount && (
        <p className="center-note warn" role="alert">
          <WarningIcon />
          <span>文件里写着，这些聊天是「{otherAccount.name}」的，不是你选的这个微信号。</span>
          <Button
            size="small"
            onClick={() => {
              onAccount(otherAccount.id);
              void chatActions.scan(otherAccount.id);
            }}
          >
            换成「{otherAccount.name}」
          </Button>
        </p>
      )}
      {mojibakeFile !== null && (
        <div className="center-note warn" role="alert">
          <WarningIcon />
          <span>
            有 {percent(mojibakeShare)} 的字读出来是乱码，最多的是「{baseName(mojibakeFile)}」。最好从原来的程序重新导出一次。
          </span>
          <label>
            <input type="checkbox" checked={accepted} onChange={(event) => chatActions.acceptMojibake(event.target.checked)} />
            没有别的文件了，照样导入
          </label>
        </div>
      )}
      {damagedIds > 0 && (
        <p className="center-note warn" role="status">
          <WarningIcon />
          <span>{damagedIdsText(damagedIds)}</span>
        </p>
      )}
    </>
  );
}

/** read = fresh + known + left out + problems, said in one line. */
function Sum({ scan }: { scan: ChatQueueScan }) {
  const { choices, rules } = useChats();
  const sum = sumOf(scan, choices, rules);
  const parts: [label: string, value: number][] = [
    [sum.atMost ? '最多新的' : '新的', sum.fresh],
    ['已经有的', sum.known],
    ['不导入', sum.leftOut],
    ['读不了', sum.problems],
  ];
  return (
    <p className="chat-sum" role="status" aria-label="合计">
      <span>
        读到 <b>{count(sum.read)}</b> 条
      </span>
      {parts
        .filter(([label, value]) => label.endsWith('新的') || value > 0)
        .map(([label, value], at) => (
          <span key={label}>
            {at === 0 ? '=' : '+'} {label} <b>{count(value)}</b>
          </span>
        ))}
      {sum.newFriends > 0 && <span className="chat-sum-more">会建 {count(sum.newFriends)} 位新好友</span>}
    </p>
  );
}

function Foot({ scan, onBack }: { scan: ChatQueueScan; onBack: () => void }) {
  const { choices, rules, busy, mojibakeAccepted } = useChats();
  const send = useSendOnce(true);
  const { fresh, conversations, leftOut, atMost } = sumOf(scan, choices, rules);
  const blocked = scan.mojibakeFile !== null && !mojibakeAccepted;
  const ready = conversations > 0 && busy === null && !blocked;
  const go = () => void (ready && send(chatActions.commit));
  const label = blocked
    ? '先看看上面的乱码'
    : conversations === 0
      ? leftOut > 0
        ? '都不导入'
        : '没有聊天'
      : fresh === 0
        ? '没有新的，再核对一遍'
        : `导入${atMost ? '最多' : ''} ${count(fresh)} 条新消息`;
  useShortcuts('导入', [
    { keys: 'mod+enter', label: '导入', inFields: true, run: go },
    { keys: 'escape', label: '回到文件', run: onBack },
  ]);
  return (
    <footer className="import-foot">
      <Button onClick={onBack}>先不导入</Button>
      <Sum scan={scan} />
      <span className="import-foot-space" />
      <Button type="primary" disabled={!ready} onClick={go}>
        {label}
      </Button>
      <Kbd keys="mod+enter" />
    </footer>
  );
}

function Running({ job }: { job: JobProgress | undefined }) {
  const files = useChats((state) => state.files);
  const read = useChats((state) => state.scan?.read ?? 0);
  const [cancelling, setCancelling] = useState(false);
  // the look before has the same id, and its last word may come behind its answer
  const running = job?.state === 'running' && job.name === 'chatImport.commit' ? job : undefined;
  const share = running && running.total > 0 ? Math.min(1, running.done / running.total) : 0;
  return (
    <div className="import-reading">
      <h2>正在导入 {files?.label}</h2>
      <ProgressBar
        label={cancelling ? '正在取消，把写了一半的拿走' : (phaseWords[running?.phase ?? 'read'] ?? '正在导入')}
        done={Math.round(share * read)}
        total={running && running.total > 0 ? read : 0}
        elapsedMs={running?.elapsedMs ?? 0}
        unit="条"
        onCancel={
          cancelling
            ? undefined
            : () => {
                setCancelling(true);
                void chatActions.cancel();
              }
        }
      />
      <p>可以去别的页面，导入不会停。取消的话，一条也不会留下，铁粉簿和导入前一样。</p>
    </div>
  );
}

export interface ChatScreenProps {
  /** progress of the queue in hand */
  job: JobProgress | undefined;
  onAccount: (id: number) => void;
  chatHref: ((conversationId: number) => string) | null;
  onBack: () => void;
}

function Look({ scan, onAccount, onBack }: { scan: ChatQueueScan } & Pick<ChatScreenProps, 'onAccount' | 'onBack'>) {
  return (
    <>
      <Notes scan={scan} onAccount={onAccount} />
      <div className="import-preview">
        <Conversations key={`${scan.queueId}`} scan={scan} />
        <RulesPanel scan={scan} onAccount={onAccount} />
      </div>
      <Foot scan={scan} onBack={onBack} />
    </>
  );
}

/** Chats from recognised files to the report. */
export function ChatScreen({ job, onAccount, chatHref, onBack }: ChatScreenProps) {
  const { step, scan, asksMe, files, report, listKept, busy } = useChats();
  const [undoing, setUndoing] = useState(false);
  const more = useCenter((state) => state.queues.length > 0);
  const who = step === 'look' && asksMe && scan !== null && busy === null;
  const again = step === 'look' && !!scan?.again;
  const at = step === 'report' ? null : who || step === 'prepare' ? 'prepare' : step;
  // a field keeps Enter for itself, so Ctrl+Enter is caught on its way down
  const onKeyDownCapture = (event: KeyboardEvent<HTMLDivElement>) => {
    if (step !== 'look' || who || again || event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    document.querySelector<HTMLButtonElement>('.import-foot .ant-btn-primary')?.click();
  };
  return (
    <PageFrame
      title={pageTitle}
      summary={step === 'look' ? files?.label : undefined}
      scroll={false}
      toolbar={<Steps steps={chatSteps} at={at} />}
    >
      <div className={step === 'look' && !who && !again ? 'chat-body' : 'import-body'} onKeyDownCapture={onKeyDownCapture}>
        {step === 'prepare' && <Prepare job={job} onAccount={onAccount} onBack={onBack} />}
        {who && <Who scan={scan} onBack={onBack} />}
        {again && scan && <Again scan={scan} onBack={onBack} />}
        {step === 'look' && !who && !again && scan && <Look scan={scan} onAccount={onAccount} onBack={onBack} />}
        {step === 'run' && <Running job={job} />}
        {step === 'report' && report && (
          <ChatReport
            report={report}
            kept={listKept}
            chatHref={chatHref}
            againLabel={more ? '接着导入' : '再导入一个'}
            onUndo={() => setUndoing(true)}
            onAgain={chatActions.leave}
          />
        )}
      </div>
      {undoing && report && (
        <UndoBatch
          kind="chats"
          batchId={report.batchId}
          fileName={report.fileName}
          onDone={() => {
            setUndoing(false);
            chatActions.leave();
          }}
          onClose={() => setUndoing(false)}
        />
      )}
    </PageFrame>
  );
}
