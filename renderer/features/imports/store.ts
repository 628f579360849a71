import { create } from 'zustand';
import type { ContactCommitReport, ContactField, Inspection, Preview, TextEncoding } from '../../../shared/contracts/imports.ts';
import { client, queryClient, toAppError, trpc } from '../../lib/api.ts';
import { notify } from '../../ui/toast.tsx';
import { queueFailed, showFailure, takeOut } from './center/store.ts';
import type { Answer, Answers } from './counts.ts';

export type Step = 'choose' | 'columns' | 'preview' | 'commit' | 'report';
export type Busy = 'inspect' | 'reinspect' | 'preview' | 'commit';

interface ImportState {
  step: Step;
  busy: Busy | null;
  /** the file of the queue that this walk is about; null = the report of an earlier import */
  source: { queueId: string; itemId: string; name: string } | null;
  inspection: Inspection | null;
  fields: ContactField[];
  accountId: number | null;
  channelId: number | null;
  preview: Preview | null;
  /** what the preview was made for; another mapping needs another preview */
  previewFor: string;
  policy: 'fillEmpty' | 'replace';
  /** answer for doubtful rows not decided one by one */
  rest: Answer;
  answers: Answers;
  report: ContactCommitReport | null;
  /** she has no better file than one that reads as rubbish */
  garbledAccepted: boolean;
}

const fresh: ImportState = {
  step: 'choose',
  busy: null,
  source: null,
  inspection: null,
  fields: [],
  accountId: null,
  channelId: null,
  preview: null,
  previewFor: '',
  policy: 'fillEmpty',
  rest: 'skip',
  answers: {},
  report: null,
  garbledAccepted: false,
};

/** The walk through the wizard. It lives outside of the page: looking at another page loses nothing. */
export const useImport = create<ImportState>(() => fresh);
const set = useImport.setState;
const get = useImport.getState;

/** The walk that is going on; answers for an older one are dropped. */
let walk = 0;

function take(inspection: Inspection): void {
  set({
    step: 'columns',
    busy: null,
    inspection,
    fields: inspection.columns.map((column) => column.field),
    preview: null,
    previewFor: '',
    answers: {},
    garbledAccepted: false,
  });
}

/** A session that the back end has let go (a restart) cannot be continued: say so where a file is chosen. */
function failed(error: unknown, back: Step): void {
  const app = toAppError(error);
  const { source } = get();
  if (app.kind === 'cancelled') set({ busy: null, step: back });
  else if (app.kind === 'sessionGone' || back === 'choose') {
    set({ ...fresh, accountId: get().accountId, channelId: get().channelId });
    if (source) cannotGoOn(source, error);
  } else {
    set({ busy: null, step: back });
    notify.failed(error);
  }
}

/** A file that cannot be read at all is not kept among those that can. */
function cannotGoOn(source: NonNullable<ImportState['source']>, error: unknown): void {
  if (toAppError(error).kind === 'sessionGone') queueFailed(source.queueId, error);
  else {
    showFailure(error);
    takeOut(source.queueId, [source.itemId]);
  }
}

/** Begins the walk with a file of the queue. */
async function begin(source: NonNullable<ImportState['source']>): Promise<void> {
  walk += 1;
  const mine = walk;
  set({ ...fresh, accountId: get().accountId, channelId: get().channelId, busy: 'inspect', source });
  try {
    const { queueId, itemId } = source;
    const inspection = await client.importQueue.openContacts.mutate({ queueId, itemId });
    if (mine === walk) take(inspection);
    else await client.imports.discard.mutate({ sessionId: inspection.sessionId });
  } catch (error) {
    if (mine === walk) failed(error, 'choose');
  }
}

/** Reads the same file with another encoding, sheet or header line. A failure leaves what was there. */
async function reread(change: { encoding?: TextEncoding; sheet?: string; headerLine?: number }): Promise<void> {
  const { inspection } = get();
  if (!inspection) return;
  set({ busy: 'reinspect' });
  const { sessionId, encoding, sheet, headerLine } = inspection;
  // another encoding or sheet has its header elsewhere: let it be found again
  const line = change.headerLine ?? (change.encoding || change.sheet ? null : headerLine);
  try {
    take(await client.imports.reinspect.mutate({ sessionId, encoding, sheet, ...change, headerLine: line }));
  } catch (error) {
    failed(error, 'columns');
  }
}

async function makePreview(accountId: number): Promise<void> {
  const { inspection, fields, channelId, previewFor } = get();
  if (!inspection) return;
  const key = JSON.stringify([inspection.sessionId, fields, accountId, channelId]);
  if (previewFor === key) return set({ step: 'preview' });
  set({ busy: 'preview' });
  try {
    const preview = await client.imports.preview.mutate({ sessionId: inspection.sessionId, fields, accountId, channelId });
    queryClient.removeQueries({ queryKey: trpc.imports.previewRows.queryKey() });
    set({ step: 'preview', busy: null, preview, previewFor: key, answers: {} });
  } catch (error) {
    failed(error, 'columns');
  }
}

async function commit(): Promise<void> {
  const { inspection, policy, rest, answers } = get();
  if (!inspection) return;
  set({ step: 'commit', busy: 'commit' });
  try {
    const report = await client.imports.commit.mutate({ sessionId: inspection.sessionId, policy, doubtful: rest, answers: { ...answers } });
    set({ step: 'report', busy: null, report });
    const { source } = get();
    if (source) takeOut(source.queueId, [source.itemId]);
  } catch (error) {
    failed(error, 'preview');
    if (toAppError(error).kind === 'cancelled') notify.done('已取消，什么都没有导入');
  }
}

/** Stops what is running; the book stays as it was. */
async function cancel(): Promise<void> {
  const { inspection, busy } = get();
  if (busy === 'inspect') return startOver();
  if (inspection) await client.imports.cancel.mutate({ sessionId: inspection.sessionId }).catch(notify.failed);
}

/** Gives the walk up; its file stays in the queue unless it was imported. */
function startOver(): void {
  const { inspection, step, accountId, channelId } = get();
  walk += 1;
  set({ ...fresh, accountId, channelId });
  if (inspection && step !== 'report') void client.imports.discard.mutate({ sessionId: inspection.sessionId }).catch(() => undefined);
}

/** She goes to another page: a finished import is over, and the next visit begins at the first step. */
function leave(): void {
  if (get().step === 'report') startOver();
}

/** The report of an earlier import, from the list of them. */
function showReport(report: ContactCommitReport): void {
  walk += 1;
  set({ ...fresh, accountId: get().accountId, channelId: get().channelId, step: 'report', report });
}

export const importActions = {
  begin,
  reread,
  makePreview,
  commit,
  cancel,
  startOver,
  leave,
  showReport,
  back: () => set({ step: 'columns' }),
  setField: (index: number, field: ContactField) => set({ fields: get().fields.map((old, at) => (at === index ? field : old)) }),
  acceptGarbled: (garbledAccepted: boolean) => set({ garbledAccepted }),
  setAccount: (accountId: number) => set({ accountId }),
  setChannel: (channelId: number | null) => set({ channelId }),
  setPolicy: (policy: 'fillEmpty' | 'replace') => set({ policy }),
  /** one answer for all doubtful rows that are not decided yet */
  setRest: (rest: Answer) => set({ rest }),
  /** one answer for every doubtful row */
  answerAll: (rest: Answer) => set({ rest, answers: {} }),
  answer: (index: number, answer: Answer) => set({ answers: { ...get().answers, [index]: answer } }),
};
