import { create } from 'zustand';
import type { ChatCommitReport, ChatPerson, ChatQueueScan, ChatSelection, ChatTake } from '../../../../shared/contracts/import-queue.ts';
import { client, queryClient, toAppError, trpc } from '../../../lib/api.ts';
import { notify } from '../../../ui/toast.tsx';
import { queueFailed, takeOut } from '../center/store.ts';
import type { Choices, Rules } from './takes.ts';
import { commitChoices } from './takes.ts';

/** The files of one walk. */
export interface ChatFiles {
  queueId: string;
  itemIds: string[];
  /** how they are called on the screen: 留痕 聊天 48 个文件 */
  label: string;
  bytes: number;
  needsDate: boolean;
}

interface ChatState {
  files: ChatFiles | null;
  step: 'prepare' | 'look' | 'run' | 'report';
  busy: 'scan' | 'commit' | null;
  accountId: number | null;
  missingDate: string | null;
  /** she wants files that are known by their bytes to be looked through too */
  inFull: boolean;
  /** who she said she is; null = not said in this walk */
  me: ChatPerson[] | null;
  /** she wants to say again who she is */
  asksMe: boolean;
  scan: ChatQueueScan | null;
  choices: Choices;
  /** friends she looked for herself, by id: what they are called */
  sought: Readonly<Record<number, string>>;
  rules: Rules;
  unknownTalkers: 'newFriend' | 'member';
  mojibakeAccepted: boolean;
  /** why the files could not be looked at */
  failure: unknown;
  report: ChatCommitReport | null;
  /** the history keeps the list of what an earlier import could not read */
  listKept: boolean;
}

const fresh: ChatState = {
  files: null,
  step: 'prepare',
  busy: null,
  accountId: null,
  missingDate: null,
  inFull: false,
  me: null,
  asksMe: false,
  scan: null,
  choices: {},
  sought: {},
  rules: { unknownPeers: 'newFriend', doubtful: 'keepUnlinked' },
  unknownTalkers: 'member',
  mojibakeAccepted: false,
  failure: null,
  report: null,
  listKept: false,
};

/** The walk from recognised chat files to the report. It lives outside of the page: looking at another page loses nothing. */
export const useChats = create<ChatState>(() => fresh);
const set = useChats.setState;
const get = useChats.getState;

/** The walk that is going on; answers for an older one are dropped. */
let walk = 0;

function selection(accountId: number): ChatSelection | null {
  const { files, me, missingDate, inFull } = get();
  return files && { queueId: files.queueId, itemIds: files.itemIds, accountId, me, missingDate, inFull };
}

/** Looks through the files; nothing is written. */
async function scan(accountId: number): Promise<void> {
  const asked = selection(accountId);
  if (!asked) return;
  walk += 1;
  const mine = walk;
  set({ busy: 'scan', step: 'prepare', failure: null, accountId });
  try {
    const found = await client.chatImport.scan.mutate(asked);
    if (mine !== walk) return;
    queryClient.removeQueries({ queryKey: trpc.chatImport.problems.queryKey() });
    set({ busy: null, step: 'look', scan: found, asksMe: !found.knowsMe && get().me === null && found.people.length > 0 });
  } catch (error) {
    if (mine !== walk) return;
    const { kind } = toAppError(error);
    if (kind === 'sessionGone') leaveGone(asked.queueId, error);
    else set({ busy: null, failure: kind === 'cancelled' ? null : error, step: get().scan ? 'look' : 'prepare' });
  }
}

/** The files are not there any more: back to the start, which says so. */
function leaveGone(queueId: string, error: unknown): void {
  set(fresh);
  queueFailed(queueId, error);
}

/** Begins with files of the queue. The account is kept from the walk before; the rest is asked anew. */
function begin(files: ChatFiles, accountId: number | null): void {
  walk += 1;
  set({ ...fresh, files, accountId });
  if (accountId !== null && !files.needsDate) void scan(accountId);
}

async function commit(): Promise<void> {
  const { files, accountId, scan: found, choices, rules, mojibakeAccepted, unknownTalkers } = get();
  const asked = accountId === null ? null : selection(accountId);
  if (!asked || !files || !found) return;
  const mine = walk;
  set({ step: 'run', busy: 'commit' });
  try {
    const report = await client.chatImport.commit.mutate({
      ...asked,
      mojibakeAccepted,
      choices: commitChoices(found, choices, rules),
      unknownPeers: rules.unknownPeers,
      unknownTalkers,
    });
    if (mine !== walk) return;
    set({ step: 'report', busy: null, report, files: null });
    takeOut(files.queueId, files.itemIds);
  } catch (error) {
    if (mine !== walk) return;
    const app = toAppError(error);
    if (app.kind === 'sessionGone') return leaveGone(files.queueId, error);
    set({ busy: null, step: 'look', ...(app.kind === 'invalidInput' ? { asksMe: true } : {}) });
    if (app.kind === 'cancelled') notify.done('已取消，什么都没有导入，铁粉簿和之前一样');
    else notify.failed(error);
  }
}

/** Stops what is running; the book stays as it was. */
async function cancel(): Promise<void> {
  const { files } = get();
  if (files) await client.importQueue.cancel.mutate({ queueId: files.queueId }).catch(notify.failed);
}

/** Nothing of the files is new: they leave the queue, nothing is imported. */
function putAway(): void {
  const { files } = get();
  leave();
  if (files) takeOut(files.queueId, files.itemIds);
}

/** Ends the walk; the files stay in the queue unless they were imported. */
function leave(): void {
  const { files, busy } = get();
  walk += 1;
  set(fresh);
  if (files && busy) void client.importQueue.cancel.mutate({ queueId: files.queueId }).catch(() => undefined);
}

/** The report of an earlier import, from the history. */
function showReport(report: ChatCommitReport, listKept: boolean): void {
  walk += 1;
  set({ ...fresh, step: 'report', report, listKept });
}

export const chatActions = {
  begin,
  scan,
  commit,
  cancel,
  leave,
  putAway,
  /** looks through files that are known by their bytes */
  compareAll: (accountId: number) => {
    set({ inFull: true });
    return scan(accountId);
  },
  showReport,
  setDate: (missingDate: string | null) => set({ missingDate }),
  askDate: () => set({ step: 'prepare' }),
  askMe: (asksMe: boolean) => set({ asksMe }),
  /** who she is; the numbers of what is new depend on it, so the files are looked through again */
  setMe: (me: ChatPerson[]) => {
    const { accountId } = get();
    set({ me, asksMe: false });
    if (accountId !== null) void scan(accountId);
  },
  /** one decision for some conversations; null = back to the rule for all */
  decide: (keys: readonly string[], take: ChatTake | null) => {
    const choices: Record<string, ChatTake> = { ...get().choices };
    for (const key of keys) {
      if (take) choices[key] = take;
      else delete choices[key];
    }
    set({ choices });
  },
  /** conversations are with a friend she looked for herself */
  decideFriend: (keys: readonly string[], friend: { id: number; name: string }, kind: Pick<ChatTake, 'kind'>) => {
    set({ sought: { ...get().sought, [friend.id]: friend.name } });
    chatActions.decide(keys, { take: 'friend', friendId: friend.id, ...kind });
  },
  setRules: (rules: Partial<Rules>) => set({ rules: { ...get().rules, ...rules } }),
  setTalkers: (unknownTalkers: 'newFriend' | 'member') => set({ unknownTalkers }),
  acceptMojibake: (mojibakeAccepted: boolean) => set({ mojibakeAccepted }),
};
