import type { BatchedChats, ChatImport, IncomingRecord } from '../../electron/features/chats/index.ts';
import { importChat } from '../../electron/features/chats/index.ts';
import { stored } from '../../electron/features/imports/queue/chat-commit.ts';
import type { ServiceContext } from '../../electron/platform/context.ts';
import type { ChatImportReport } from '../../shared/contracts/chats.ts';

export const idle = { progress: () => {}, checkCancelled: () => {} };
/** 2024-05-01 12:00:00 in China */
export const noon = Date.UTC(2024, 4, 1, 4);

export interface MemoryChats {
  records: IncomingRecord[];
  problems?: { line: number; problem: string; text: string }[];
  conversations?: Partial<BatchedChats['conversations'][number]>[];
  knowsMe?: boolean;
  ownerId?: string | null;
  /** records handed over at once */
  step?: number;
}

/** A message from 李姐, at noon, that says 你好, where nothing else is said. */
export function record(more: Partial<IncomingRecord> = {}): IncomingRecord {
  return {
    line: 1,
    conversation: 'wxid_li',
    senderId: null,
    senderName: '',
    direction: 'in',
    at: noon,
    precision: 'second',
    kind: 'text',
    text: '你好',
    serverId: null,
    ...more,
  };
}

/** Chats out of memory instead of a file. */
export function memoryChats(chats: MemoryChats): BatchedChats {
  const { records, problems = [], step = 7 } = chats;
  const named = chats.conversations ?? [{ key: 'wxid_li', externalId: 'wxid_li', name: '李姐', group: false }];
  return {
    ownerId: chats.ownerId ?? null,
    knowsMe: chats.knowsMe ?? true,
    conversations: named.map((one) => ({ key: '', externalId: null, name: '', group: null, members: [], ...one })),
    async *records() {
      yield { records: [], problems, bytesRead: 0 };
      for (let i = 0; i < records.length; i += step)
        yield { records: records.slice(i, i + step), problems: [], bytesRead: (i + step) * 100 };
    },
  };
}

/** Opens a batch the way the import wizard does. */
export function batchOf(ctx: ServiceContext, accountId = 1): number {
  return Number(
    ctx.db
      .sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES ('chats.csv', ?, '{}', ?)")
      .run(accountId, ctx.clock.now()).lastInsertRowid,
  );
}

/** Imports chats as a wizard would where nothing was chosen. */
export async function bringIn(ctx: ServiceContext, chats: MemoryChats, more: Partial<ChatImport> = {}): Promise<ChatImportReport> {
  const task: ChatImport = {
    files: [{ source: memoryChats(chats), bytes: chats.records.length * 100 }],
    accountId: 1,
    openBatch: () => batchOf(ctx),
    owner: null,
    people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' },
    ...more,
  };
  const report = await importChat(ctx, task, idle);
  // the history of imports reads it
  ctx.db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(stored(report, 'chats.csv')), report.batchId);
  return report;
}
