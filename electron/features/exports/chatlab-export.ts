import { type MessageKind, messageDirections, messageKinds, timePrecisions } from '../../../shared/domain/messages.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import { talkerWxid, timeOf } from '../chats/index.ts';
import { Walk } from './walk.ts';
import { fileNameOf, type TextSink, ZipFile } from './zip-file.ts';

/** Longer conversations are written as JSONL, which readers take line by line. */
const linesFrom = 200_000;
const messagesPerPage = 5000;

/** ChatLab's numbers (0.0.2); kinds that it does not know are 'share' or 'other', and told exactly beside. */
const types: Record<MessageKind, number> = {
  text: 0,
  picture: 1,
  voice: 2,
  video: 3,
  file: 4,
  emoji: 5,
  link: 7,
  location: 8,
  redPacket: 20,
  transfer: 21,
  pat: 22,
  call: 23,
  quote: 25,
  forward: 26,
  card: 27,
  system: 80,
  recall: 81,
  miniProgram: 24,
  music: 24,
  channel: 24,
  note: 24,
  announcement: 99,
  solitaire: 0,
  gift: 99,
  other: 99,
};

/** Where an export goes, and when it is made: ms UTC. */
export interface Place {
  path: string;
  now: number;
}

interface ConversationRow {
  id: number;
  accountId: number;
  kind: 'private' | 'group';
  externalId: string | null;
  name: string;
  messageCount: number;
}

interface Person {
  platformId: string;
  accountName: string;
  groupNickname?: string;
}

/** Every conversation as a file of its own in one archive. Gives the number of messages. */
export async function writeChatlabZip(ctx: ServiceContext, { path, now }: Place, control: JobControl): Promise<number> {
  const list = ctx.db
    .sql(
      `SELECT id, account_id AS accountId, kind, external_id AS externalId, name, message_count AS messageCount
       FROM conversations WHERE message_count > 0 ORDER BY id`,
    )
    .all() as ConversationRow[];
  const walk = new Walk(
    control,
    list.reduce((sum, { messageCount }) => sum + messageCount, 0),
  );
  const zip = new ZipFile(path, now);
  try {
    for (const conversation of list) {
      const lines = conversation.messageCount > linesFrom;
      const name = `${fileNameOf(conversation.name)}-${conversation.id}.${lines ? 'jsonl' : 'json'}`;
      await zip.add(name, (sink) => writeConversation(ctx, sink, { ...conversation, lines, now }, walk));
    }
    await zip.finish();
  } catch (error) {
    await zip.close().catch(() => {});
    throw error;
  }
  return walk.done;
}

/**
 * One conversation in ChatLab's format. `ownerId` says which sender the seller is. Ids that nobody knows are made up as `tiefen-…`;
 * what ChatLab has no word for stands in `tiefen` of each message, so that reading the file again gives exactly what was there.
 */
async function writeConversation(
  ctx: ServiceContext,
  sink: TextSink,
  chat: ConversationRow & { lines: boolean; now: number },
  walk: Walk,
): Promise<void> {
  const owner = ownerOf(ctx, chat.accountId);
  const people = peopleOf(ctx, chat);
  const head = {
    chatlab: { version: '0.0.2', exportedAt: Math.floor(chat.now / 1000), generator: '铁粉簿' },
    meta: {
      name: chat.name,
      platform: 'wechat',
      type: chat.kind,
      ...(chat.kind === 'group' && chat.externalId ? { groupId: chat.externalId } : {}),
      ownerId: owner.platformId,
    },
  };
  const members = [...new Map([...people.values(), owner].map((person) => [person.platformId, person])).values()];
  if (chat.lines) {
    await sink.write(`${JSON.stringify({ _type: 'header', ...head })}\n`);
    for (const person of members) await sink.write(`${JSON.stringify({ _type: 'member', ...person })}\n`);
    for (const piece of messagePieces(ctx, chat, owner, people)) {
      for (let i = 0; i < piece.length; i++) await walk.step();
      await sink.write(piece.map((one) => `${JSON.stringify({ _type: 'message', ...one })}\n`).join(''));
    }
    return;
  }
  await sink.write(`${JSON.stringify(head).slice(0, -1)},"members":${JSON.stringify(members)},"messages":[`);
  let first = true;
  for (const piece of messagePieces(ctx, chat, owner, people)) {
    for (let i = 0; i < piece.length; i++) await walk.step();
    await sink.write(`${first ? '\n' : ',\n'}${piece.map((one) => JSON.stringify(one)).join(',\n')}`);
    first = false;
  }
  await sink.write(']}\n');
}

function ownerOf(ctx: ServiceContext, accountId: number): Person {
  const account = ctx.db.sql('SELECT name, wxid FROM accounts WHERE id = ?').get(accountId) as { name: string; wxid: string | null };
  const told = ctx.db.pluck('SELECT value FROM chat_owners WHERE account_id = ? AND is_id = 1 ORDER BY value LIMIT 1').get(accountId);
  const known = account.wxid ?? (told as string | undefined) ?? '';
  return { platformId: /^[\w.@-]{3,80}$/.test(known) ? known : 'tiefen-me', accountName: account.name };
}

/** Who can have written: by talker id; 0 = the peer of a private chat. */
function peopleOf(ctx: ServiceContext, chat: ConversationRow): Map<number, Person> {
  if (chat.kind === 'private') return new Map([[0, { platformId: chat.externalId ?? 'tiefen-peer', accountName: chat.name }]]);
  const rows = ctx.db
    .sql(
      `SELECT chat_talkers.id AS id, ${talkerWxid} AS externalId, chat_talkers.name AS name, group_name AS groupName
       FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id WHERE conversation_id = ? ORDER BY id`,
    )
    .all(chat.id) as { id: number; externalId: string | null; name: string; groupName: string }[];
  return new Map(
    rows.map(({ id, externalId, name, groupName }) => [
      id,
      {
        platformId: externalId ?? `tiefen-${id}`,
        accountName: name,
        // whom only a name tells apart is known again by exactly this name
        ...(externalId !== null && groupName !== '' ? { groupNickname: groupName } : {}),
      },
    ]),
  );
}

/** The messages of a conversation, oldest first, some thousand at a time. */
function* messagePieces(ctx: ServiceContext, chat: ConversationRow, owner: Person, people: Map<number, Person>): Generator<object[]> {
  const page = ctx.db.arrays(
    'SELECT id, talker_id, direction, kind, precision, content FROM messages WHERE conversation_id = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const nobody: Person = { platformId: 'tiefen-unknown', accountName: chat.name };
  for (let last = 0; ; ) {
    const rows = page.all(chat.id, last, messagesPerPage) as [number, number, number, number, number, string][];
    if (rows.length === 0) return;
    yield rows.map(([id, talkerId, directionPlace, kindPlace, precisionPlace, content]) => {
      const direction = messageDirections[directionPlace]!;
      const kind = messageKinds[kindPlace]!;
      const precision = timePrecisions[precisionPlace]!;
      const who =
        direction === 'out'
          ? owner
          : direction === 'system'
            ? { platformId: 'system', accountName: '系统' }
            : (people.get(talkerId) ?? nobody);
      return {
        sender: who.platformId,
        accountName: who.accountName,
        ...('groupNickname' in who ? { groupNickname: who.groupNickname } : {}),
        timestamp: timeOf(id) / 1000,
        type: types[kind],
        content,
        tiefen: { kind, direction, precision },
      };
    });
    last = rows.at(-1)![0];
  }
}
