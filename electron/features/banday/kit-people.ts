import { z } from 'zod';
import { type SecondWay, secondWays, wayBit, waysIn } from '../../../shared/domain/ban-day.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { lastWordsWith } from '../chats/index.ts';
import { lastOrderOf } from '../orders/index.ts';
import { phonesOf, sharedGroups, wechatIdOf } from './banday.queries.ts';
import { emailsIn, works } from './people.ts';

const text = z.string();
const moment = z.int().min(0);

/** A friend in a kit: what it takes to reach, greet and know the person without the account. */
export const kitPerson = z.object({
  name: text,
  nickname: text,
  remark: text,
  wxid: text.nullable(),
  /** what another account can search for */
  wechatId: text.nullable(),
  phones: z.array(text),
  emails: z.array(text),
  region: text.nullable(),
  address: text.nullable(),
  level: z.int().min(1).max(6),
  paidFen: z.int().min(0),
  orders: z.int().min(0),
  lastOrder: z.object({ at: moment, amountFen: z.int(), goods: text }).nullable(),
  lastContactAt: moment.nullable(),
  /** oldest first */
  lastWords: z.array(z.object({ at: moment, direction: z.enum(['in', 'out']), text })),
  notes: z.array(text),
  /** own accounts that have the person too */
  elsewhere: z.array(text),
  /** groups that another own account is in as well */
  groups: z.array(text),
  ways: z.array(z.enum(secondWays)),
});
export type KitPerson = z.infer<typeof kitPerson>;

/** Whom a kit is about: ids, most urgent first, with what only a walk over everybody knows. */
export interface KitList {
  ids: Uint32Array;
  fen: Float64Array;
  ways: Uint8Array;
}

interface FriendRow extends Pick<KitPerson, 'nickname' | 'remark' | 'wxid' | 'region' | 'level' | 'lastContactAt'> {
  address: string | null;
  description: string | null;
}

/** The people of a kit, one after the other; who went meanwhile is left out. `onProgress` is called every hundred. */
export function* kitPeople(ctx: ServiceContext, { ids, fen, ways }: KitList, onProgress: (done: number) => void): Generator<KitPerson> {
  const read = ctx.db.sql(
    `SELECT nickname, remark, wxid, region, address, description, trust_level AS level, last_contact_at AS lastContactAt FROM friends WHERE id = ?`,
  );
  const notes = ctx.db.pluck('SELECT body FROM notes WHERE friend_id = ? ORDER BY created_at DESC LIMIT 3');
  const orders = ctx.db.pluck('SELECT count(*) FROM orders WHERE friend_id = ?');
  // where no file told a friend's address, the newest order knows one
  const delivered = ctx.db.pluck("SELECT address FROM orders WHERE friend_id = ? AND address <> '' ORDER BY at DESC, id DESC LIMIT 1");
  for (const [at, id] of ids.entries()) {
    if (at % 100 === 0) onProgress(at);
    const friend = read.get(id) as FriendRow | undefined;
    if (!friend) continue;
    const { description, address, ...own } = friend;
    const mask = ways[at]!;
    yield {
      ...own,
      name: friend.remark || friend.nickname,
      wechatId: wechatIdOf(ctx, id),
      phones: phonesOf(ctx, id),
      emails: emailsIn(description),
      address: address || ((delivered.get(id) as string | undefined) ?? null),
      paidFen: Math.round(fen[at]!),
      orders: orders.get(id) as number,
      lastOrder: lastOrderOf(ctx, id),
      lastWords: lastWordsWith(ctx, id),
      notes: notes.all(id) as string[],
      elsewhere: has(mask, 'otherAccount') ? accountsWith(ctx, id) : [],
      groups: has(mask, 'group') ? sharedGroups(ctx, id) : [],
      ways: waysIn(mask),
    };
  }
}

const has = (mask: number, way: SecondWay): boolean => (mask & wayBit(way)) !== 0;

/** Names of the other accounts that have the same person: linked by her, or the same wxid. */
const accountsWith = (ctx: ServiceContext, friendId: number): string[] =>
  ctx.db
    .pluck(
      `SELECT accounts.name FROM person_links mine JOIN person_links theirs ON theirs.person_id = mine.person_id
       JOIN friends me ON me.id = mine.friend_id JOIN friends other ON other.id = theirs.friend_id AND other.account_id <> me.account_id
       JOIN accounts ON accounts.id = other.account_id WHERE mine.friend_id = @friendId AND ${works} AND other.archived_at IS NULL
       UNION SELECT accounts.name FROM friends me CROSS JOIN accounts CROSS JOIN friends other
         ON other.account_id = accounts.id AND other.wxid = me.wxid
       WHERE me.id = @friendId AND accounts.id <> me.account_id AND ${works} AND other.archived_at IS NULL ORDER BY 1`,
    )
    .all({ friendId }) as string[];
