import type { FoundSolitaire, FoundSolitaires } from '../../../shared/contracts/orders-solitaire.ts';
import { messageKinds } from '../../../shared/domain/messages.ts';
import { glanceSolitaire, type SolitaireGlance } from '../../../shared/domain/solitaire.ts';
import { isSameList } from '../../../shared/domain/solitaire-versions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { firstIdAt, timeOf } from '../chats/index.ts';
import { titleKey } from './identity.ts';
import { type SolitaireTask, storedLists } from './solitaire-read.ts';

const dayMs = 86_400_000;
/** What one look shows. */
const pageMs = 30 * dayMs;
/** A list that rests for longer is over: how far a look goes beyond its page, so that no list is cut there. */
const restMs = 7 * dayMs;
/** No list goes on for longer. */
const lifeMs = 120 * dayMs;
/** Versions looked at in one look; a page with more of them is shorter. */
const mostVersions = 5000;

const solitaireKind = messageKinds.indexOf('solitaire');
/** By the index messages_solitaire, which holds nothing else. */
const solitaires = `messages INDEXED BY messages_solitaire WHERE conversation_id = ? AND kind = ${solitaireKind}`;

/** One version as it stands in a group. */
interface Posted {
  messageId: number;
  at: number;
  text: string;
  glance: SolitaireGlance;
}

interface Group {
  id: number;
  accountId: number;
  name: string;
}

function groupsOf({ db }: ServiceContext, accountId: number | null): Group[] {
  const groups = db
    .sql("SELECT id, account_id AS accountId, name FROM conversations WHERE kind = 'group' AND (? IS NULL OR account_id = ?)")
    .all(accountId, accountId) as Group[];
  const some = db.pluck(`SELECT 1 FROM ${solitaires} LIMIT 1`);
  return groups.filter(({ id }) => some.get(id) !== undefined);
}

/** What makes one message a version of a list; null = it only mentions one. */
function postedOf(messageId: number, content: string): Posted | null {
  const text = content.replace(/\r\n?/g, '\n').trimEnd();
  const glance = /^\s*#/.test(text) ? glanceSolitaire(text) : null;
  return glance && { messageId, at: timeOf(messageId), text, glance };
}

/** As they were posted; what files know to the minute only stands there in the order in which lists grow. */
const inOrder = (a: Posted, b: Posted): number => a.at - b.at || a.glance.lines.length - b.glance.lines.length || a.messageId - b.messageId;

/** Versions of one group, oldest first → its lists, each with its versions. */
function listsOf(versions: Posted[]): Posted[][] {
  const lists: Posted[][] = [];
  const open = new Map<string, Posted[]>();
  for (const version of versions.sort(inOrder)) {
    const key = titleKey(version.glance.title);
    const list = open.get(key);
    const last = list?.at(-1);
    if (list && last && version.at - last.at <= restMs && isSameList(last.glance, version.glance, version.at - last.at)) list.push(version);
    else {
      const started = [version];
      open.set(key, started);
      lists.push(started);
    }
  }
  return lists;
}

/** Reads and tells apart what stands in groups; nothing is made an order by it. */
export const foundSolitairesCommand = defineCommand<{ accountId: number | null; before: number | null }, FoundSolitaires>({
  name: 'solitaire.found',
  writes: false,
  thread: 'reader',
  heavy: () => true,
  run: findSolitairesInChats,
});

function findSolitairesInChats(
  ctx: ServiceContext,
  { accountId, before }: { accountId: number | null; before: number | null },
): FoundSolitaires {
  const { db } = ctx;
  const groups = groupsOf(ctx, accountId);
  const end = before === null ? Number.MAX_SAFE_INTEGER : firstIdAt(before);
  const newestOf = db.pluck(`SELECT max(id) FROM ${solitaires} AND id < ?`);
  const newest = Math.max(0, ...groups.map(({ id }) => (newestOf.get(id, end) as number | null) ?? 0));
  if (newest === 0) return { rows: [], older: null };
  const start = startOfPage(ctx, groups, timeOf(newest) - pageMs, end);
  const read = db.arrays(`SELECT id, content FROM ${solitaires} AND id >= ? AND id < ? ORDER BY id`);
  const [from, to] = [firstIdAt(start - restMs), before === null ? end : firstIdAt(before + restMs)];
  const shown = groups.flatMap((group) => {
    const rows = read.all(group.id, from, to) as [number, string][];
    const lists = listsOf(rows.flatMap(([id, content]) => postedOf(id, content) ?? []));
    return lists
      .filter((list) => list.at(-1)!.at >= start && list.at(-1)!.messageId < end)
      .map((list) => ({ group, list, newest: list.at(-1)! }));
  });
  shown.sort((a, b) => b.newest.at - a.newest.at || b.newest.messageId - a.newest.messageId);
  const older = groups.some(({ id }) => newestOf.get(id, firstIdAt(start)) !== null);
  const state = statesIn(ctx);
  return {
    rows: shown.map(({ group, list, newest: last }) => ({
      messageId: last.messageId,
      conversationId: group.id,
      group: group.name,
      accountId: group.accountId,
      title: last.glance.title,
      firstAt: list[0]!.at,
      lastAt: last.at,
      versions: list.length,
      lines: last.glance.lines.length,
      ...state(group.accountId, list),
    })),
    older: older ? start : null,
  };
}

/** A page is a month, or as much of it as one look can read. */
function startOfPage({ db }: ServiceContext, groups: readonly Group[], from: number, end: number): number {
  const ids = db.pluck(`SELECT id FROM ${solitaires} AND id >= ? AND id < ? ORDER BY id DESC LIMIT ${mostVersions + 1}`);
  const all = groups.flatMap(({ id }) => ids.all(id, firstIdAt(from), end) as number[]).sort((a, b) => b - a);
  return all.length > mostVersions ? timeOf(all[mostVersions - 1]!) : from;
}

/** Says what has become of a list; remembers what the book holds under each title. */
function statesIn(ctx: ServiceContext): (accountId: number, list: readonly Posted[]) => Pick<FoundSolitaire, 'state' | 'groupBuyId'> {
  const known = new Map<string, ReturnType<typeof storedLists>>();
  return (accountId, list) => {
    const last = list.at(-1)!;
    const key = titleKey(last.glance.title);
    const place = `${accountId} ${key}`;
    const stored = known.get(place) ?? storedLists(ctx, accountId, key);
    known.set(place, stored);
    const texts = new Set(list.map(({ text }) => text));
    const own = stored.findLast(({ versions }) => {
      const latest = versions.at(-1);
      if (versions.some(({ text }) => texts.has(text))) return true;
      return latest !== undefined && isSameList(glanceSolitaire(latest.text)!, last.glance, Math.abs(last.at - latest.at));
    });
    if (!own?.groupBuy) return { state: 'new', groupBuyId: null };
    const taken = own.versions.some(({ text, at }) => text === last.text || at > last.at);
    return { state: taken ? 'taken' : 'grown', groupBuyId: own.groupBuy.id };
  };
}

/**
 * A list of a group, by its newest version: with all earlier ones that stand there, and who posted them.
 * @throws AppError `notFound`
 */
export function taskOf({ db }: ServiceContext, messageId: number): SolitaireTask {
  const found = db
    .sql(
      `SELECT conversation_id AS conversationId, account_id AS accountId, content FROM messages JOIN conversations ON conversations.id = conversation_id
       WHERE messages.id = ? AND messages.kind = ? AND conversations.kind = 'group'`,
    )
    .get(messageId, solitaireKind) as { conversationId: number; accountId: number; content: string } | undefined;
  if (!found || !postedOf(messageId, found.content)) throw new AppError('notFound', { what: 'solitaire' });
  const { conversationId, accountId } = found;
  const newest = timeOf(messageId);
  const rows = db
    .arrays(`SELECT id, content FROM ${solitaires} AND id > ? AND id < ? ORDER BY id`)
    .all(conversationId, firstIdAt(newest - lifeMs), firstIdAt(newest + 1000)) as [number, string][];
  const list = listsOf(rows.flatMap(([id, content]) => postedOf(id, content) ?? [])).find((versions) =>
    versions.some((version) => version.messageId === messageId),
  )!;
  const sender = db.pluck('SELECT friend_id FROM messages JOIN chat_talkers ON chat_talkers.id = talker_id WHERE messages.id = ?');
  let last = 0;
  const posted = list.map(({ messageId: id, at, text }) => {
    // two in one second stay apart
    last = Math.max(at, last + 1);
    return { at: last, text, senderId: (sender.get(id) as number | null | undefined) ?? null };
  });
  return { accountId, conversationId, posted };
}
