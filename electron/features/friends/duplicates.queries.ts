import type { DuplicateGroup, Duplicates, LinkedFriend } from '../../../shared/contracts/duplicates.ts';
import type { ServiceContext } from '../../platform/context.ts';

const mostGroups = 200;
const mostInGroup = 20;
const name = "CASE friends.remark WHEN '' THEN friends.nickname ELSE friends.remark END";
/** What friends of one group share, the surest first. */
const keys: readonly (readonly [DuplicateGroup['reason'], string, string])[] = [
  ['phone', 'phone_key', 'phone_key IS NOT NULL'],
  ['alias', 'lower(alias)', "alias IS NOT NULL AND alias <> ''"],
  ['name', `lower(${name}) || char(31) || region`, "region IS NOT NULL AND region <> ''"],
];

/** Contacts who may be one person, within and across accounts. Who stands in a surer group is not told again for the same reason. */
export function readDuplicates({ db }: ServiceContext): Duplicates {
  const groups: DuplicateGroup[] = [];
  const seen = new Set<string>();
  let total = 0;
  const person = db.sql(
    `SELECT friends.id AS id, ${name} AS name, account_id AS accountId, accounts.name AS accountName, region
     FROM friends JOIN accounts ON accounts.id = account_id WHERE friends.id = ?`,
  );
  const apart = readApart(db);
  for (const [reason, match, there] of keys) {
    const rows = db
      .sql(
        `SELECT ${match} AS shared, group_concat(friends.id) AS ids, group_concat(coalesce(-person_id, friends.id)) AS persons, group_concat(account_id) AS accounts
         FROM friends LEFT JOIN person_links ON friend_id = friends.id
         WHERE archived_at IS NULL AND ${there} GROUP BY 1 HAVING count(*) > 1 ORDER BY min(sort_name)`,
      )
      .all() as { shared: string; ids: string; persons: string; accounts: string }[];
    for (const { shared, ids, persons, accounts } of rows) {
      const [personIds, accountIds] = [numbersOf(persons), numbersOf(accounts)];
      const members = numbersOf(ids).map((id, at) => ({ id, person: personIds[at]!, account: accountIds[at]! }));
      members.sort((one, other) => one.id - other.id);
      const key = members.map(({ id }) => id).join();
      const open = seen.has(key) ? null : openAmong(members, apart);
      if (!open) continue;
      seen.add(key);
      total++;
      if (groups.length === mostGroups) continue;
      const friends = open.ids.slice(0, mostInGroup).map((id) => person.get(id) as DuplicateGroup['friends'][number]);
      groups.push({ reason, shared: shared.replace('\u001f', ' · '), friends, pair: open.pair, toldApart: open.toldApart });
    }
  }
  return { total, groups };
}

const numbersOf = (list: string): number[] => list.split(',').map(Number);

interface Member {
  id: number;
  /** the same for contacts that are linked */
  person: number;
  account: number;
}

/** Pairs told apart, as 'smaller:larger'; and everybody who stands in one. */
interface Apart {
  pairs: Set<string>;
  people: Set<number>;
}

function readApart(db: ServiceContext['db']): Apart {
  const rows = db.sql('SELECT friend_id AS one, other_id AS other FROM friends_apart').all() as { one: number; other: number }[];
  return {
    pairs: new Set(rows.map(({ one, other }) => `${one}:${other}`)),
    people: new Set(rows.flatMap(({ one, other }) => [one, other])),
  };
}

/** Those about whom there is still something to say, and the first two of them; null = everything has been said. By ascending id. */
function openAmong(members: Member[], { pairs, people }: Apart): { ids: number[]; pair: [number, number]; toldApart: boolean } | null {
  if (new Set(members.map(({ person }) => person)).size < 2) return null;
  const some = members.some(({ id }) => people.has(id));
  const isOpen = (one: Member, other: Member) => one.person !== other.person && !(some && pairs.has(`${one.id}:${other.id}`));
  let pair: [number, number] | null = null;
  let sameAccount = false;
  const open = new Set<number>();
  let told = false;
  for (const [at, one] of members.entries()) {
    // among those of whom nothing was said the neighbours tell it all; a shop's number may stand with thousands
    for (let i = at + 1; i < members.length && (some || !sameAccount || open.size < members.length); i++) {
      const other = members[i]!;
      if (!isOpen(one, other)) {
        told ||= one.person !== other.person;
        continue;
      }
      open.add(one.id).add(other.id);
      const fits = one.account === other.account;
      if (!pair || (fits && !sameAccount)) pair = [one.id, other.id];
      sameAccount ||= fits;
    }
  }
  return pair && { ids: members.filter(({ id }) => open.has(id)).map(({ id }) => id), pair, toldApart: told };
}

/** The same person in other accounts. */
export function readLinks({ db }: ServiceContext, id: number): LinkedFriend[] {
  return db
    .sql(
      `SELECT friends.id AS id, ${name} AS name, account_id AS accountId, accounts.name AS accountName
       FROM person_links JOIN friends ON friends.id = friend_id JOIN accounts ON accounts.id = account_id
       WHERE person_id = (SELECT person_id FROM person_links WHERE friend_id = ?) AND friend_id <> ? ORDER BY accounts.id, friends.id`,
    )
    .all(id, id) as LinkedFriend[];
}
