import type { ServiceContext } from '../../platform/context.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import { isGivenWxid, type Named, sharePhone } from './same-person.ts';

/** What matching needs of the friends of one account. */
interface KnownFriend extends Named {
  id: number;
  phoneKey: string | null;
}
export type MatchKey = 'wxid' | 'alias' | 'phone' | 'remark';
export interface Match {
  friendId: number;
  name: string;
  by: MatchKey;
  /** several friends fit the same key: one is proposed, she decides */
  ambiguous: boolean;
  /** she decides whether it is the same person */
  doubtful: boolean;
}

/** Finds the friend of one account that a contact of a file is. */
export type Matcher = (contact: ImportedContact, phoneKey: string | null) => Match | null;

const nameOf = ({ remark, nickname }: Named): string => remark || nickname;

/**
 * Keys in order of trust: wxid, 微信号 (which the wxid of an old account is as well), phone, exact name. A friend whose wxid is known and
 * different is somebody else, whatever else fits; one of another 微信号 is not found by phone. A match by name, by phone under another
 * name, or with several friends has to be confirmed by the seller.
 */
export function createMatcher(ctx: ServiceContext, accountId: number): Matcher {
  const rows = ctx.db
    .sql('SELECT id, nickname, remark, wxid, alias, phone_key AS phoneKey FROM friends WHERE account_id = ?')
    .all(accountId) as KnownFriend[];
  if (rows.length === 0) return () => null;
  const by = {
    wxid: new Map<string, KnownFriend[]>(),
    alias: new Map<string, KnownFriend[]>(),
    phone: new Map<string, KnownFriend[]>(),
    remark: new Map<string, KnownFriend[]>(),
  };
  const put = (map: Map<string, KnownFriend[]>, key: string | null | undefined, friend: KnownFriend) => {
    if (!key) return;
    const list = map.get(key);
    if (!list) map.set(key, [friend]);
    else if (list.at(-1) !== friend) list.push(friend);
  };
  for (const friend of rows) {
    put(by.wxid, friend.wxid, friend);
    put(by.alias, friend.alias?.toLowerCase(), friend);
    if (friend.wxid && !isGivenWxid(friend.wxid)) put(by.alias, friend.wxid.toLowerCase(), friend);
    put(by.phone, friend.phoneKey, friend);
    put(by.remark, nameOf(friend), friend);
  }
  return (contact, phoneKey) => {
    const { wxid, alias } = contact;
    const candidates: [MatchKey, KnownFriend[] | undefined][] = [
      ['wxid', by.wxid.get(wxid)],
      ['alias', by.alias.get(alias.toLowerCase())],
      ['alias', wxid && !isGivenWxid(wxid) ? by.alias.get(wxid.toLowerCase()) : undefined],
      ['phone', phoneKey ? by.phone.get(phoneKey)?.filter((friend) => sharePhone(friend, contact) !== 'different') : undefined],
      ['remark', by.remark.get(nameOf(contact))],
    ];
    for (const [key, found] of candidates) {
      const fits = found?.filter((friend) => key === 'wxid' || !wxid || !friend.wxid || friend.wxid === wxid) ?? [];
      const sure = key === 'phone' ? fits.filter((friend) => sharePhone(friend, contact) === 'same') : key === 'remark' ? [] : fits;
      const friend = sure[0] ?? fits[0];
      if (!friend) continue;
      const ambiguous = (sure.length || fits.length) > 1;
      return { friendId: friend.id, name: nameOf(friend), by: key, ambiguous, doubtful: ambiguous || sure.length === 0 };
    }
    return null;
  };
}
