import type { KeywordHits } from '../../../shared/contracts/search.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { timeOf } from '../chats/index.ts';
import { contentLike, excerptOf, foldAscii, likePattern } from './search-text.ts';
import { isSearched } from './searched-kinds.ts';

export interface Keywords {
  price: string[];
  product: string[];
}

/** Hits that are shown. */
const shownHits = 100;
/** Of a group, this many of the newest messages are looked through: she may be one of hundreds in it. */
const groupMessages = 20_000;

interface Row {
  id: number;
  conversationId: number;
  kind: number;
  content: string;
}

/** What a friend wrote, in private chats and groups, that holds words of the lists: evidence that she asked about price or product. */
export function keywordHits(ctx: ServiceContext, friendId: number, keywords: Keywords): KeywordHits {
  const words = [...keywords.price, ...keywords.product];
  const found: KeywordHits = { price: { total: 0, lastAt: null }, product: { total: 0, lastAt: null }, hits: [] };
  if (words.length === 0) return found;
  for (const row of rowsWith(ctx, friendId, words)) {
    if (!isSearched[row.kind]) continue;
    for (const about of ['price', 'product'] as const) {
      const keyword = earliest(row.content, keywords[about]);
      if (keyword === null) continue;
      const at = timeOf(row.id);
      found[about].total++;
      found[about].lastAt ??= at;
      if (found.hits.length < shownHits)
        found.hits.push({
          messageId: row.id,
          conversationId: row.conversationId,
          at,
          about,
          keyword,
          ...excerptOf(row.content, keywords[about]),
        });
    }
  }
  return found;
}

/** Newest first. */
function rowsWith({ db }: ServiceContext, friendId: number, words: string[]): Row[] {
  const columns = 'SELECT id, conversation_id AS conversationId, kind, content FROM messages';
  const like = `(${words.map(() => contentLike).join(' OR ')})`;
  const patterns = words.map(likePattern);
  const chats = db.pluck("SELECT id FROM conversations WHERE friend_id = ? AND kind = 'private'").all(friendId) as number[];
  const inChat = db.sql(`${columns} WHERE conversation_id = ? AND direction = 0 AND ${like}`);
  const rows = chats.flatMap((id) => inChat.all(id, ...patterns) as Row[]);
  const groups = db
    .arrays(
      `SELECT conversation_id, talker_id FROM conversation_members JOIN chat_talkers ON chat_talkers.id = talker_id
       WHERE friend_id = ?`,
    )
    .all(friendId) as [number, number][];
  const oldest = db.pluck(`SELECT id FROM messages WHERE conversation_id = ? ORDER BY id DESC LIMIT 1 OFFSET ${groupMessages - 1}`);
  const inGroup = db.sql(`${columns} WHERE conversation_id = ? AND id >= ? AND talker_id = ? AND direction = 0 AND ${like}`);
  for (const [group, talker] of groups)
    rows.push(...(inGroup.all(group, (oldest.get(group) as number | undefined) ?? 0, talker, ...patterns) as Row[]));
  return rows.sort((a, b) => b.id - a.id);
}

/** The word of a list that occurs first; null = none does. */
function earliest(content: string, words: readonly string[]): string | null {
  const folded = foldAscii(content);
  let best: { at: number; word: string } | null = null;
  for (const word of words) {
    const at = folded.indexOf(foldAscii(word));
    if (at >= 0 && (!best || at < best.at)) best = { at, word };
  }
  return best?.word ?? null;
}
