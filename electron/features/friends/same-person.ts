import type { ServiceContext } from '../../platform/context.ts';

/** The contacts that are one person with a friend: linked by hand, or of the same wxid; ids ascending, the friend's own among them. */
export function contactsOfPerson({ db }: ServiceContext, friendId: number): number[] {
  return db
    .pluck(
      `WITH linked AS (
         SELECT ? AS id UNION SELECT friend_id FROM person_links WHERE person_id = (SELECT person_id FROM person_links WHERE friend_id = ?))
       SELECT id FROM linked UNION
       SELECT friends.id FROM friends WHERE wxid IN (SELECT wxid FROM friends WHERE id IN (SELECT id FROM linked) AND wxid IS NOT NULL)
       ORDER BY 1`,
    )
    .all(friendId, friendId) as number[];
}
