import type { ErasePreview, EraseReport } from '../../../shared/contracts/erasure.ts';
import { AppError } from '../../../shared/errors.ts';
import { indexesAwake } from '../../platform/db/resting-indexes.ts';
import type { HostContext } from '../../platform/host-context.ts';
import {
  dropBooksBeside,
  type ErasedPerson,
  erasedPeople,
  erasedPerson,
  erasuresKept,
  forgetErased,
  rememberErased,
} from '../backups/index.ts';
import { closeImportsCommand } from '../imports/index.ts';
import { eraseWords, indexingFor } from '../search/index.ts';
import { cleanCommand, needsCleaning } from './clean.ts';
import { erasePersonCommand } from './erase-person.ts';
import { lookAtPersonCommand } from './look.ts';

/** What would go with a friend. @throws AppError `notFound` */
export async function previewErasure(ctx: HostContext, friendId: number): Promise<ErasePreview> {
  const { name, contacts, counts, erasure } = await ctx.execute(lookAtPersonCommand, { friendId, at: ctx.clock.now() });
  const beside = keptOf(ctx, erasure).filter(({ kind }) => kind === 'undo' || kind === 'snapshot');
  return { name, contacts, counts, booksBeside: beside.reduce((sum, { count }) => sum + count, 0) };
}

const keptOf = (ctx: HostContext, erasure: ErasedPerson): EraseReport['kept'] => erasuresKept(ctx, [erasure])[0]?.places ?? [];

/** Erases a person everywhere on this computer. @throws AppError `notFound`, `invalidInput` where another name was typed */
export async function erasePerson(
  ctx: HostContext,
  { friendId, name, booksBeside }: { friendId: number; name: string; booksBeside: boolean },
): Promise<EraseReport> {
  await indexesAwake(ctx);
  const look = await ctx.execute(lookAtPersonCommand, { friendId, at: ctx.clock.now() });
  if (look.name.trim() !== name) throw new AppError('invalidInput', { fields: ['name'] });
  const { erasure, friendIds } = look;
  // first: whatever ends the program from now on, the next start sees that the book lacks it
  rememberErased(ctx, [erasure]);
  try {
    await ctx.execute(erasePersonCommand, { erasure, friendIds });
  } catch (error) {
    if (!inBook(ctx).has(erasure.key)) forgetErased(ctx, erasure);
    throw error;
  }
  // files on their way in or out may hold them
  await ctx.execute(closeImportsCommand, null);
  ctx.staging.dropAll();
  if (booksBeside) dropBooksBeside(ctx);
  ctx.logger.info('person erased', { contacts: friendIds.length });
  const clean = await cleanUp(ctx).catch((error: unknown) => {
    ctx.logger.error('not cleaned up', { kind: error instanceof AppError ? error.kind : 'unknown' });
    return false;
  });
  return { contacts: friendIds.length, clean, kept: keptOf(ctx, erasure) };
}

/** The words go out of search.db, then what is left in the files. @returns false = the next start has to */
async function cleanUp(ctx: HostContext): Promise<boolean> {
  if (await eraseWords(ctx)) indexingFor(ctx).repair();
  return ctx.execute(cleanCommand, null);
}

const inBook = (ctx: HostContext): Set<string> => new Set(ctx.db.pluck('SELECT key FROM erased_people').all() as string[]);

function peopleOfBook(ctx: HostContext): ErasedPerson[] {
  const rows = ctx.db.sql('SELECT key, at, since, marks FROM erased_people ORDER BY id').all() as { marks: string }[];
  return rows.map((row) => erasedPerson.parse({ ...row, marks: JSON.parse(row.marks) }));
}

/**
 * At the start: ends an erasure that was cut short, and erases again whom an older book brought back. A book is older than an erasure when
 * it does not know of it.
 */
export async function catchUp(ctx: HostContext): Promise<void> {
  const own = inBook(ctx);
  const missing = erasedPeople(ctx).filter(({ key }) => !own.has(key));
  if (own.size > 0) rememberErased(ctx, peopleOfBook(ctx));
  if (missing.length > 0) await indexesAwake(ctx);
  for (const erasure of missing) await ctx.execute(erasePersonCommand, { erasure, friendIds: null });
  if (needsCleaning(ctx)) await cleanUp(ctx);
}

/** See catchUp; nobody waits for it. */
export function plugErasure(ctx: HostContext): void {
  catchUp(ctx).catch((error: unknown) => {
    ctx.logger.error('erasure not finished', { kind: error instanceof AppError ? error.kind : 'unknown' });
  });
}
