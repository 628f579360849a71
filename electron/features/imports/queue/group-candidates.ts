import type { ScannedConversation } from '../../../../shared/contracts/chats.ts';
import type { GroupCandidate } from '../../../../shared/contracts/import-queue.ts';
import type { ServiceContext } from '../../../platform/context.ts';

const most = 5;

/** Finds for groups that are new by id and name which of the book they may be: copied text says nothing but who wrote. */
export class GroupFinder {
  readonly #ctx: ServiceContext;
  readonly #accountId: number;

  constructor(ctx: ServiceContext, accountId: number) {
    this.#ctx = ctx;
    this.#accountId = accountId;
  }

  /** Groups half of whose people wrote in it, or in which half of those who wrote are; one of both sides knows no id. Best first. */
  find({ kind, conversationId, externalId, talkers }: ScannedConversation): GroupCandidate[] {
    if (kind !== 'group' || conversationId !== null) return [];
    const names = [...new Set(talkers.map(({ name }) => name))];
    const rows = this.#ctx.db
      .sql(
        `SELECT conversations.id AS id, conversations.name AS name, count(DISTINCT talker_id) AS people,
           (SELECT count(*) FROM conversation_members AS all_members WHERE all_members.conversation_id = conversations.id) AS members
         FROM conversations JOIN conversation_members ON conversation_id = conversations.id JOIN chat_talkers ON chat_talkers.id = talker_id
         WHERE conversations.account_id = ? AND kind = 'group' AND (? IS NULL OR conversations.external_id IS NULL)
           AND (chat_talkers.name IN (SELECT value FROM json_each(?)) OR group_name IN (SELECT value FROM json_each(?)))
         GROUP BY conversations.id ORDER BY people DESC, last_at DESC`,
      )
      .all(this.#accountId, externalId, JSON.stringify(names), JSON.stringify(names)) as (GroupCandidate & { members: number })[];
    return rows
      .filter(({ people, members }) => people * 2 >= Math.min(members, names.length))
      .slice(0, most)
      .map(({ id, name, people }) => ({ id, name, people }));
  }
}
