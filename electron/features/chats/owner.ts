import { messageDirections } from '../../../shared/domain/messages.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { SpooledChats } from './spool.ts';
import type { Voice } from './voices.ts';

/** Who the seller is in a file: her wxids, and the names she goes by where only names are known. */
export interface Owner {
  ids: string[];
  names: string[];
}

/** What the account remembers, and its own wxid. */
export function knownOwner(ctx: ServiceContext, accountId: number): Owner {
  const rows = ctx.db.sql('SELECT is_id AS isId, value FROM chat_owners WHERE account_id = ? ORDER BY value').all(accountId) as {
    isId: number;
    value: string;
  }[];
  const wxid = ctx.db.pluck('SELECT wxid FROM accounts WHERE id = ?').get(accountId) as string | null | undefined;
  const ids = rows.filter(({ isId }) => isId === 1).map(({ value }) => value);
  return { ids: wxid ? [...new Set([...ids, wxid])] : ids, names: rows.filter(({ isId }) => isId === 0).map(({ value }) => value) };
}

/**
 * Who the seller is in this file: what she said, what the file says, what the account remembers.
 * @throws AppError `invalidInput` {fields: ['owner']} when nobody knows and the file needs it
 */
export function whoIsMe(ctx: ServiceContext, accountId: number, source: SpooledChats, said: Owner | null): Owner {
  const remembered = knownOwner(ctx, accountId);
  const owner = {
    ids: [...new Set([...(said?.ids ?? []), ...remembered.ids, ...(source.ownerId === null ? [] : [source.ownerId])])],
    names: [...new Set([...(said?.names ?? []), ...remembered.names])],
  };
  if (!source.knowsMe && owner.ids.length === 0 && owner.names.length === 0) throw new AppError('invalidInput', { fields: ['owner'] });
  return owner;
}

/** Remembers her answer for the account's next files. */
export function rememberOwner(ctx: ServiceContext, accountId: number, owner: Owner): void {
  const insert = ctx.db.sql('INSERT OR IGNORE INTO chat_owners (account_id, is_id, value) VALUES (?, ?, ?)');
  for (const id of owner.ids) insert.run(accountId, 1, id);
  for (const name of owner.names) insert.run(accountId, 0, name);
}

const [incoming, outgoing, system] = messageDirections.keys();

/** Place in messageDirections. A name counts only where the voice has no wxid: members may call themselves as she does. */
export function directionOf(voice: Voice, owner: Owner): number {
  if (voice.direction !== null) return messageDirections.indexOf(voice.direction);
  if (voice.senderId !== null) return owner.ids.includes(voice.senderId) ? outgoing! : incoming!;
  if (voice.system || voice.senderName === '') return system!;
  return owner.names.includes(voice.senderName) ? outgoing! : incoming!;
}
