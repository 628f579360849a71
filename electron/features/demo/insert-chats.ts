import type { ServiceContext } from '../../platform/context.ts';
import { type IncomingChats, type IncomingRecord, importChat } from '../chats/index.ts';
import { storedChats } from '../imports/index.ts';
import type { DemoChat, DemoFile } from './demo-file.ts';
import { type Places, pastMoment, register } from './rows.ts';

const fileName = '演示聊天';

/** Brings the chats in as an import does: they are searched, counted and taken back like all others. A transaction of its own. */
export async function insertChats(ctx: ServiceContext, data: DemoFile, places: Places, now: number): Promise<void> {
  const accountId = places.accounts[0]!;
  await importChat(
    ctx,
    {
      files: [{ source: chatsOf(data, now), bytes: 1 }],
      accountId,
      owner: null,
      people: { mapping: {}, unknownPeers: 'noFriend', unknownTalkers: 'member' },
      openBatch: () => {
        const insert = ctx.db.sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES (?, ?, '', ?)");
        const id = Number(insert.run(fileName, accountId, now).lastInsertRowid);
        register(ctx, 'import_batches', id);
        return id;
      },
      closeBatch: (report) =>
        ctx.db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(storedChats(report, fileName)), report.batchId),
    },
    { progress: () => {}, checkCancelled: () => {} },
  );
}

function chatsOf(data: DemoFile, now: number): IncomingChats {
  const keyOf = ({ friend }: DemoChat) => data.friends[friend]!.wxid ?? '';
  return {
    ownerId: null,
    knowsMe: true,
    conversations: data.chats.map((chat) => {
      const { nickname, remark } = data.friends[chat.friend]!;
      return { key: keyOf(chat), externalId: keyOf(chat), name: remark || nickname, group: false, members: [] };
    }),
    async *records() {
      const records = data.chats.flatMap((chat) =>
        chat.messages.map(
          ([at, direction, text], n): IncomingRecord => ({
            ...{ line: n + 1, conversation: keyOf(chat), senderId: null, senderName: '', direction, text },
            // seconds tell what was said within one minute apart
            at: pastMoment(at, now) + (n % 60) * 1000,
            ...{ precision: 'second', kind: 'text', serverId: null },
          }),
        ),
      );
      yield { records, problems: [], bytesRead: 1 };
    },
  };
}
