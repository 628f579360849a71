import type { ServiceContext } from '../../platform/context.ts';
import type { ImportedContact } from './formats/contact-row.ts';

/** What matching needs of the friends of one account. */
interface KnownFriend {
  id: number;
  name: string;
  wxid: string | null;
  alias: string | null;
  phoneKey: string | null;
}
export type MatchKey = 'wxid' | 'alias' | 'phone' | 'remark';
export interface Match {
  friendId: number;
  name: string;
  by: MatchKey;
  /** several friends fit the same key: one is proposed, she decides */
  ambiguous: boolean;
}

/** Finds the friend of one account that a contact of a file is. */
export type Matcher = (contact: ImportedContact, phoneKey: string | null) => Match | null;

/**
 * Keys in order of trust: wxid, alias, phone, exact name. A friend whose wxid is known and different is somebody else,
 * whatever else fits. Only a match by name (or an ambiguous one) has to be confirmed by the seller.
 */
export function createMatcher(ctx: ServiceContext, accountId: number): Matcher {
  const rows = ctx.db
    .sql(
      "SELECT id, CASE remark WHEN '' THEN nickname ELSE remark END AS name, wxid, alias, phone_key AS phoneKey FROM friends WHERE account_id = ?",
    )
    .all(accountId) as KnownFriend[];
  if (rows.length === 0) return () => null;
  const by = {
    wxid: new Map<string, KnownFriend[]>(),
    alias: new Map<string, KnownFriend[]>(),
    phone: new Map<string, KnownFriend[]>(),
    remark: new Map<string, KnownFriend[]>(),
  };
  const put = (map: Map<string, KnownFriend[]>, key: string | null, friend: KnownFriend) => {
    if (!key) return;
    const list = map.get(key);
    if (list) list.push(friend);
    else map.set(key, [friend]);
  };
  for (const friend of rows) {
    put(by.wxid, friend.wxid, friend);
    put(by.alias, friend.alias?.toLowerCase() ?? null, friend);
    put(by.phone, friend.phoneKey, friend);
    put(by.remark, friend.name, friend);
  }
  return (contact, phoneKey) => {
    const candidates: [MatchKey, KnownFriend[] | undefined][] = [
      ['wxid', by.wxid.get(contact.wxid)],
      ['alias', by.alias.get(contact.alias.toLowerCase())],
      ['phone', phoneKey ? by.phone.get(phoneKey) : undefined],
      ['remark', by.remark.get(contact.remark || contact.nickname)],
    ];
    for (const [key, found] of candidates) {
      const fits = found?.filter((friend) => key === 'wxid' || !contact.wxid || !friend.wxid || friend.wxid === contact.wxid) ?? [];
      const friend = fits[0];
      if (friend) return { friendId: friend.id, name: friend.name, by: key, ambiguous: fits.length > 1 };
    }
    return null;
  };
}
