import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { JobProgress } from '../../../../shared/events.ts';
import { client } from '../../../lib/api.ts';
import { useAccounts } from '../../../lib/book.ts';
import { bridge } from '../../../lib/bridge.ts';
import type { DroppedFiles } from '../../../lib/dropped-files.ts';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { DropArea, usePaste } from '../center/drop-area.tsx';
import { PasteDialog } from '../center/paste-dialog.tsx';
import { QueueList } from '../center/queue-list.tsx';
import type { Entry } from '../center/queue-view.ts';
import { Start } from '../center/start-screen.tsx';
import {
  dropIfOnly,
  type Opened,
  openOrder,
  takeFiles,
  takeFolder,
  takeOut,
  takeText,
  takeUnfinished,
  useCenter,
} from '../center/store.ts';
import { TakingPanel } from '../center/taking-panel.tsx';
import { baseName, entryFacts, entryTitle, pageTitle } from '../center/words.ts';
import { ChatScreen } from '../chats/chat-screen.tsx';
import { chatActions, useChats } from '../chats/store.ts';
import { Batches } from '../components/batches.tsx';
import { importActions, useImport } from '../store.ts';
import { ContactWizard } from './contact-wizard.tsx';
import '../imports.css';
import '../columns.css';
import '../preview.css';
import '../report.css';
import '../center/center.css';
import '../chats/chats.css';

export interface ImportScreenProps {
  /** long tasks that run or have just ended, by job id */
  jobs: Readonly<Record<string, JobProgress>>;
  /** the account chosen last time */
  lastAccountId: number | null;
  onAccount: (id: number) => void;
  /** where a conversation is looked at; null = there is no such page */
  chatHref: ((conversationId: number) => string) | null;
  /** the steps of an order file or a bill */
  orders: (step: OrderStep) => ReactNode;
  /** the window over a 接龙 */
  solitaire: (step: { text: string; onDone: () => void; onClose: () => void }) => ReactNode;
}

/** One file of orders on its way in. */
export interface OrderStep {
  queueId: string;
  itemId: string;
  label: string;
  accountId: number | null;
  onAccount: (id: number) => void;
  /** progress of its queue */
  job: JobProgress | undefined;
  onBack: () => void;
  onDone: () => void;
}

/** The account for this import: the one chosen, else last time's, else the only one there is. */
function useChosenAccount(lastAccountId: number | null): number | null {
  const { active } = useAccounts();
  const chosen = useImport((state) => state.accountId) ?? lastAccountId;
  if (active.some((account) => account.id === chosen)) return chosen;
  return active.length === 1 ? (active[0]?.id ?? null) : null;
}

const runningNamed = (jobs: ImportScreenProps['jobs'], name: string) =>
  Object.values(jobs).find((job) => job.name === name && job.state === 'running');

/** A browser tab asks before it is closed over a half-done import; the desktop window keeps running anyway. */
function useAskBeforeClose(active: boolean): void {
  useEffect(() => {
    if (!active || bridge().kind !== 'browser') return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [active]);
}

/** While she looks for her file, the back end makes itself ready to read it. A file is read without that too. */
function useGetReady(): void {
  useEffect(() => {
    client.imports.getReady.mutate().catch(() => {});
  }, []);
}

/** A new step takes the focus when what had it is gone, so that its keys answer and a reader reads on. */
function useFocusOn(place: string): void {
  useEffect(() => {
    if (place !== '' && (document.activeElement === document.body || document.activeElement === null))
      document.getElementById('main')?.focus({ preventScroll: true });
  }, [place]);
}

/** What a recognised file or group leads to. */
function startEntry(entry: Entry, accountId: number | null): void {
  const { queueId, items, bytes } = entry;
  const first = items[0];
  if (entry.kind === 'orders' || entry.kind === 'bill' || entry.kind === 'solitaire') openOrder(entry);
  if (entry.kind === 'contacts' && first) void importActions.begin({ queueId, itemId: first.itemId, name: baseName(first.path) });
  if (entry.kind !== 'chat') return;
  const label = items.length === 1 && first ? baseName(first.path) : `${entryTitle(entry)} ${entryFacts(entry).split(' · ')[0] ?? ''}`;
  const itemIds = items.map((item) => item.itemId);
  chatActions.begin({ queueId, itemIds, label, bytes, needsDate: items.some((item) => item.needsDate === true) }, accountId);
}

/** Everything comes in here: the place to drop, the list of what was recognised, the imports so far. */
function Center({ jobs, accountId }: Pick<ImportScreenProps, 'jobs'> & { accountId: number | null }) {
  const taking = useCenter((state) => state.taking);
  const some = useCenter((state) => state.queues.length > 0);
  const [pasting, setPasting] = useState<string | null>(null);
  const start = (entry: Entry) => startEntry(entry, accountId);
  const goOn = (opened: Opened) => void (opened.kind === 'one' && start(opened.entry));
  const drop = (dropped: DroppedFiles) => void takeFiles(dropped).then(goOn);
  const ways = {
    onFiles: (files: readonly File[]) => drop({ files: files.map((file) => ({ file })), ignored: { pictures: 0, others: 0 } }),
    onFolder: () => void takeFolder().then(goOn),
    onPaste: () => setPasting(''),
    onResume: (name: string) => void takeUnfinished(name).then(goOn),
  };
  const open = taking === null && pasting === null;
  usePaste(open, drop, setPasting);
  return (
    <PageFrame title={pageTitle} scroll={false}>
      <DropArea active={open} onDrop={drop}>
        <div className="import-body">
          {taking && <TakingPanel taking={taking} job={runningNamed(jobs, 'importQueue.open')} />}
          {!taking && some && <QueueList {...ways} onStart={start} />}
          {!taking && !some && <Start {...ways} />}
          {!taking && !some && <Batches />}
        </div>
      </DropArea>
      {pasting !== null && (
        <PasteDialog
          text={pasting}
          onTake={async (text) => {
            setPasting(null);
            goOn(await takeText(text));
          }}
          onClose={() => setPasting(null)}
        />
      )}
    </PageFrame>
  );
}

/** Fetches the words of a 接龙 in the queue. */
function Solitaire({ queueId, itemId, children }: { queueId: string; itemId: string; children: (text: string) => ReactNode }) {
  const { data } = useQuery({
    queryKey: ['solitaire text', queueId, itemId],
    queryFn: () => client.importQueue.text.mutate({ queueId, itemId }),
  });
  return data ? children(data.text) : null;
}

/** The import centre: what was chosen becomes a list, and each part of it goes its own way. */
export function ImportScreen({ jobs, lastAccountId, onAccount, chatHref, orders, solitaire }: ImportScreenProps) {
  useGetReady();
  const accountId = useChosenAccount(lastAccountId);
  const contacts = useImport((state) => state.step !== 'choose' || state.busy === 'inspect');
  const contactStep = useImport((state) => state.step);
  const sessionId = useImport((state) => state.inspection?.sessionId);
  const chats = useChats((state) => state.files !== null || state.report !== null);
  const chatStep = useChats((state) => state.step);
  const queueId = useChats((state) => state.files?.queueId);
  const queued = useCenter((state) => state.queues.length > 0);
  const order = useCenter((state) => state.order);
  const back = () => openOrder(null);
  useAskBeforeClose((contacts && contactStep !== 'report') || (chats && chatStep !== 'report') || queued);
  useFocusOn(contacts ? `contacts-${contactStep}` : chats ? `chats-${chatStep}` : queued ? 'queue' : 'start');
  useEffect(
    () => () => {
      importActions.leave();
      if (useChats.getState().step === 'report') chatActions.leave();
    },
    [],
  );
  const choose = (id: number) => {
    importActions.setAccount(id);
    onAccount(id);
  };
  if (contacts) {
    const job = sessionId ? jobs[sessionId] : runningNamed(jobs, 'importQueue.openContacts');
    return <ContactWizard job={job} accountId={accountId} onAccount={choose} />;
  }
  if (chats) {
    const leave = () => {
      chatActions.leave();
      dropIfOnly();
    };
    return <ChatScreen job={queueId ? jobs[queueId] : undefined} onAccount={choose} chatHref={chatHref} onBack={leave} />;
  }
  const item = order?.items[0];
  const done = () => {
    if (order && item) takeOut(order.queueId, [item.itemId]);
    openOrder(null);
  };
  if (order && item && order.kind !== 'solitaire')
    return orders({
      ...{ queueId: order.queueId, itemId: item.itemId, label: baseName(item.path) },
      ...{ accountId, onAccount: choose, job: jobs[order.queueId], onBack: back, onDone: done },
    });
  return (
    <>
      <Center jobs={jobs} accountId={accountId} />
      {order && item && (
        <Solitaire queueId={order.queueId} itemId={item.itemId}>
          {(text) => solitaire({ text, onDone: done, onClose: back })}
        </Solitaire>
      )}
    </>
  );
}
