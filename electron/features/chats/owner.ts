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

/** What she said now, else what the account remembers; the wxid of the account in any case. */
export function ownerSaid(ctx: ServiceContext, accountId: number, said: Owner | null): Owner {
  const known = knownOwner(ctx, accountId);
  if (!said || said.ids.length + said.names.length === 0) return known;
  const wxid = ctx.db.pluck('SELECT wxid FROM accounts WHERE id = ?').get(accountId) as string | null | undefined;
  return { ids: [...new Set(wxid ? [...said.ids, wxid] : said.ids)], names: [...new Set(said.names)] };
}

/** Her wxids by what other files of an import say, as far as they speak in this one. */
export const toldByOthers = ({ voices }: Pick<SpooledChats, 'voices'>, others: readonly string[]): string[] => {
  const speaking = new Set(voices.map(({ senderId }) => senderId));
  return others.filter((id) => speaking.has(id));
};

/**
 * Who the seller is in this file: what she said, else what the account remembers; what the file says in any case, and what `others`
 * of the import say (wxids). @throws AppError `invalidInput` {fields: ['owner']} when nobody knows and the file needs it
 */
export function whoIsMe(
  ctx: ServiceContext,
  source: SpooledChats,
  { accountId, said, others }: { accountId: number; said: Owner | null; others: readonly string[] },
): Owner {
  const owner = ownerSaid(ctx, accountId, said);
  const told = source.ownerId === null ? toldByOthers(source, others) : [source.ownerId];
  const ids = [...new Set([...owner.ids, ...told])];
  if (!source.knowsMe && ids.length === 0 && owner.names.length === 0) throw new AppError('invalidInput', { fields: ['owner'] });
  return { ids, names: owner.names };
}

/** Remembers her answer for the account's next files; whom she could have named and did not is not her any more. */
export function rememberOwner(ctx: ServiceContext, accountId: number, owner: Owner, files: readonly SpooledChats[]): void {
  const voices = files.flatMap((file) => (file.knowsMe ? [] : file.voices));
  const ids = new Set(voices.map(({ senderId }) => senderId));
  const names = new Set(voices.flatMap(({ senderId, senderName }) => (senderId === null ? [senderName] : [])));
  const known = ctx.db.sql('SELECT is_id AS isId, value FROM chat_owners WHERE account_id = ?').all(accountId) as {
    isId: number;
    value: string;
  }[];
  const forget = ctx.db.sql('DELETE FROM chat_owners WHERE account_id = ? AND is_id = ? AND value = ?');
  for (const { isId, value } of known) if ((isId === 1 ? ids : names).has(value)) forget.run(accountId, isId, value);
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
