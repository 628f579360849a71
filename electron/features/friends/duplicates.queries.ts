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
  for (const [reason, key, there] of keys) {
    const rows = db
      .sql(
        `SELECT ${key} AS shared, group_concat(friends.id) AS ids, count(DISTINCT coalesce(-person_id, friends.id)) AS persons
         FROM friends LEFT JOIN person_links ON friend_id = friends.id
         WHERE archived_at IS NULL AND ${there} GROUP BY 1 HAVING count(*) > 1 ORDER BY min(sort_name)`,
      )
      .all() as { shared: string; ids: string; persons: number }[];
    for (const { shared, ids, persons } of rows) {
      const list = ids
        .split(',')
        .map(Number)
        .sort((one, other) => one - other);
      // linked persons of different accounts are settled
      if (persons < 2 || seen.has(list.join())) continue;
      seen.add(list.join());
      total++;
      if (groups.length === mostGroups) continue;
      const friends = list.slice(0, mostInGroup).map((id) => person.get(id) as DuplicateGroup['friends'][number]);
      groups.push({ reason, shared: shared.replace('\u001f', ' · '), friends });
    }
  }
  return { total, groups };
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
