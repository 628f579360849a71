import type { BackupPeople, BackupPosts, BringReport } from '../../../shared/contracts/bring-back.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { type BringPeople, bringPeopleCommand, lookPeopleCommand } from './bring-people.ts';
import { bringPostsCommand, lookPostsCommand, picturesOfPosts } from './bring-posts.ts';
import { type ErasedPerson, erasedPeople } from './erased-people.ts';
import type { Progress } from './progress.ts';
import { fetchPictures, isHere, type Looked, prepare } from './restore.ts';
import { readVault } from './vault.ts';

/* Single people and posts out of a backup that was looked into, in place of going back as a whole. */

/** Everybody who was erased, as this computer and the backups beside tell. */
const erasedOf = (ctx: HostContext, { erased }: Looked): ErasedPerson[] => [...erasedPeople(ctx), ...erased];

/** People of an opened backup. @throws as prepareCommand */
export async function lookPeople(ctx: HostContext, looked: Looked, query: string): Promise<BackupPeople> {
  await prepare(ctx, looked);
  return ctx.execute(lookPeopleCommand, { book: looked.book, erased: erasedOf(ctx, looked), query });
}

/** Posts of an opened backup. @throws as prepareCommand */
export async function lookPosts(ctx: HostContext, looked: Looked, query: string): Promise<BackupPosts> {
  await prepare(ctx, looked);
  return ctx.execute(lookPostsCommand, { book: looked.book, query });
}

/** Brings people into the present book. */
export async function bringPeople(ctx: HostContext, looked: Looked, chosen: Pick<BringPeople, 'ids' | 'mode'>): Promise<BringReport> {
  await prepare(ctx, looked);
  return { missing: 0, ...(await ctx.execute(bringPeopleCommand, { book: looked.book, erased: erasedOf(ctx, looked), ...chosen })) };
}

/** Brings posts into the present book, with those of their pictures that can be had. */
export async function bringPosts(ctx: HostContext, looked: Looked, ids: number[], progress: Progress): Promise<BringReport> {
  await prepare(ctx, looked);
  const { book, opened } = looked;
  const pictures = picturesOfPosts(book, ids);
  const missing = await fetchPictures(ctx, looked, pictures, progress);
  progress.checkCancelled();
  const here = pictures.filter((picture) => isHere(ctx, picture)).map(({ sha256 }) => sha256);
  const own = opened.header.store === readVault(ctx)?.store;
  return { missing, ...(await ctx.execute(bringPostsCommand, { book, ids, own, here })) };
}
