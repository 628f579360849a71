import type { ServiceContext } from '../../platform/context.ts';
import { friendValues } from '../friends/index.ts';

/** What a chat says of a person; '' = not told. */
export interface ChatFriend {
  nickname: string;
  remark: string;
  wxid: string | null;
  alias: string | null;
}

/** Writes somebody of a chat into the book as a friend. @returns the row id */
export function insertChatFriend(ctx: ServiceContext, into: { accountId: number; batchId: number }, person: ChatFriend): number {
  const { nickname, remark, wxid, alias } = person;
  const now = ctx.clock.now();
  const values = {
    ...friendValues({
      accountId: into.accountId,
      channelId: null,
      nickname: nickname.slice(0, 200),
      remark: remark === nickname ? '' : remark.slice(0, 200),
      wxid,
      alias,
      phone: null,
      gender: null,
      region: null,
      address: null,
      birthday: null,
      ageBand: null,
      incomeBand: null,
      interests: [],
      tie: null,
      signature: null,
      description: null,
      sourceText: null,
      addedAt: null,
    }),
    import_batch_id: into.batchId,
    trust_since_at: now,
    created_at: now,
    updated_at: now,
  };
  const names = Object.keys(values);
  const { lastInsertRowid } = ctx.db
    .sql(`INSERT INTO friends (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`)
    .run(...Object.values(values));
  return Number(lastInsertRowid);
}
