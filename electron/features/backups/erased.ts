import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { HostContext } from '../../platform/host-context.ts';
import { eraseChatCommand } from '../chats/index.ts';
import { backupsDb, keepFact, readFact } from './backups-db.ts';
import { aboutPeople } from './erased-people.ts';

/*
 * What was erased of chats must not come back with an older backup (people: erased-people.ts). It is remembered here by numbers alone, and erased again at the first
 * start of a book that is older than that.
 */

/** A conversation of this book (`madeAt`: when its row was made, ms UTC), or one message of it. */
const erasedShape = z.object({ conversationId: z.int(), messageId: z.int().nullable(), madeAt: z.int() });
type Erased = z.infer<typeof erasedShape>;

const find = ({ db }: HostContext, { conversationId, messageId, madeAt }: Erased): boolean =>
  messageId === null
    ? db.pluck('SELECT 1 FROM conversations WHERE id = ? AND created_at = ?').get(conversationId, madeAt) !== undefined
    : db
        .pluck('SELECT 1 FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.id = ? AND c.id = ? AND c.created_at = ?')
        .get(messageId, conversationId, madeAt) !== undefined;

/**
 * Before something is erased: remembers it, where there are backups at all.
 * @returns forgets it again, for when it was not erased after all
 */
export function noteErasing(ctx: HostContext, what: { conversationId: number; messageId: number | null }): () => void {
  const madeAt = ctx.db.pluck('SELECT created_at FROM conversations WHERE id = ?').get(what.conversationId) as number | undefined;
  if (madeAt === undefined || !existsSync(join(ctx.dataDir, 'backups.db'))) return () => {};
  const text = JSON.stringify({ conversationId: what.conversationId, messageId: what.messageId, madeAt } satisfies Erased);
  backupsDb(ctx).sql('INSERT INTO erased (what, at) VALUES (?, ?) ON CONFLICT DO NOTHING').run(text, ctx.clock.now());
  return () => void backupsDb(ctx).sql('DELETE FROM erased WHERE what = ?').run(text);
}

const all = (ctx: HostContext): Erased[] =>
  (backupsDb(ctx).pluck(`SELECT what FROM erased WHERE NOT ${aboutPeople} ORDER BY id`).all() as string[]).map((text) =>
    erasedShape.parse(JSON.parse(text)),
  );

/** An older book is about to come: what is in the present one (brought in again, or never erased for a crash) is not erased there either. */
export function eraseAfterRestore(ctx: HostContext): void {
  const forget = backupsDb(ctx).sql('DELETE FROM erased WHERE what = ?');
  for (const one of all(ctx)) if (find(ctx, one)) forget.run(JSON.stringify(one));
  keepFact(ctx, 'eraseAgain', true);
}

/** At the start: erases again what an older book brought back. The words in search.db follow by themselves. */
export async function eraseAgain(ctx: HostContext): Promise<void> {
  if (!existsSync(join(ctx.dataDir, 'backups.db')) || readFact(ctx, 'eraseAgain') !== true) return;
  for (const one of all(ctx))
    if (find(ctx, one)) await ctx.execute(eraseChatCommand, { conversationId: one.conversationId, messageId: one.messageId });
  keepFact(ctx, 'eraseAgain', false);
}
