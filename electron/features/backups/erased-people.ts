import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { ServiceContext } from '../../platform/context.ts';
import { backupsDb } from './backups-db.ts';

/*
 * People who were erased. Kept here as well as in the book, so that an older book that comes back is seen to be older, and in each backup's
 * manifest, so that another computer can tell it too.
 */

/** One erasure, without a word of whom it was about. */
export const erasedPerson = z.object({
  /** random, of this erasure alone; hex */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** ms UTC */
  at: z.int().min(0),
  /** backups made before hold nothing of them */
  since: z.int().min(0),
  /** HMAC with `key` of each row and wxid that went; base64url */
  marks: z.array(z.string().regex(/^[\w-]{16}$/)),
});
export type ErasedPerson = z.infer<typeof erasedPerson>;

const kept = z.object({ person: erasedPerson });
const textOf = (person: ErasedPerson): string => JSON.stringify({ person } satisfies z.infer<typeof kept>);

/** In SQL: rows of `erased` about people; the others are about chats. */
export const aboutPeople = 'what LIKE \'{"person":%\'';

/** All erasures this computer knows of, oldest first; none where there never was a list. */
export function erasedPeople(ctx: ServiceContext): ErasedPerson[] {
  if (!existsSync(join(ctx.dataDir, 'backups.db'))) return [];
  const texts = backupsDb(ctx).pluck(`SELECT what FROM erased WHERE ${aboutPeople} ORDER BY id`).all() as string[];
  return texts.map((text) => kept.parse(JSON.parse(text)).person);
}

/** Adds erasures that are not known yet. */
export function rememberErased(ctx: ServiceContext, people: readonly ErasedPerson[]): void {
  if (people.length === 0) return;
  const known = new Set(erasedPeople(ctx).map(({ key }) => key));
  const insert = backupsDb(ctx).sql('INSERT INTO erased (what, at) VALUES (?, ?)');
  for (const person of people) if (!known.has(person.key)) insert.run(textOf(person), person.at);
}

/** It did not happen after all. */
export function forgetErased(ctx: ServiceContext, person: ErasedPerson): void {
  backupsDb(ctx).sql('DELETE FROM erased WHERE what = ?').run(textOf(person));
}
