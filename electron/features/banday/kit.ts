import { rmSync } from 'node:fs';
import { z } from 'zod';
import type { OpenedKit } from '../../../shared/contracts/ban-day.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { localDay } from '../../platform/clock.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { openSealed, type SealedReader, writeSealed } from '../../platform/sealed/sealed-file.ts';
import { hex, keyWith, lockOf, lockShape, readVault, type Vault } from '../backups/index.ts';
import { placesOf } from './banday.queries.ts';
import { noteKitCommand } from './banday.service.ts';
import { type ListFormat, writeKitList } from './kit-list.ts';
import { type KitList, kitPeople, kitPerson } from './kit-people.ts';
import { banDayPeople } from './people.ts';

/*
 * The ban-day kit of one account: a sealed file (platform/sealed) under the keys of the backups, so that no further secret has to be kept,
 * with everybody of the account and how to reach them. docs/backup-format.md describes it.
 */

/** What anybody who finds the file may read: nothing of people or accounts. */
const kitHeader = z.object({
  kind: z.literal('banDayKit'),
  store: hex(16),
  /** ms UTC */
  madeAt: z.int().min(0),
  version: z.string().max(40),
  lock: lockShape,
});

const kitContent = z.object({
  account: z.object({ id: z.int(), name: z.string(), wxid: z.string().nullable() }),
  /** most urgent first */
  people: z.array(kitPerson),
});
type KitContent = z.infer<typeof kitContent>;
type KitAccount = KitContent['account'];

/** The content of a kit is read into memory: 100,000 people are some 100 MB; more is nobody's account. */
const contentLimit = 512 * 1024 * 1024;
/** Where a piece of it goes to the file. */
const pieceLength = 256 * 1024;

interface MakeInput {
  account: KitAccount;
  list: KitList;
  path: string;
  madeAt: number;
  version: string;
  vault: Pick<Vault, 'store' | 'publicKey' | 'slots'>;
}

/**
 * Writes the kit and opens it again: what is handed out was read back whole. @returns people in it
 * @throws AppError `backupDamaged`, `diskFull` and its kind
 */
export const makeKitCommand = defineCommand<MakeInput, number>({
  name: 'banday.makeKit',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run(ctx, { account, list, path, madeAt, version, vault }, control) {
    const { key, lock } = lockOf(vault);
    const header: z.infer<typeof kitHeader> = { kind: 'banDayKit', store: vault.store, madeAt, version, lock };
    const writer = writeSealed(path, header, key);
    let count = 0;
    try {
      let pending = `{"account":${JSON.stringify(account)},"people":[`;
      const people = kitPeople(ctx, list, (done) => {
        control.progress('write', done, list.ids.length);
        control.checkCancelled();
      });
      for (const person of people) {
        pending += `${count === 0 ? '' : ','}${JSON.stringify(person)}`;
        count++;
        if (pending.length < pieceLength) continue;
        writer.write(Buffer.from(pending));
        pending = '';
      }
      writer.write(Buffer.from(`${pending}]}`));
      writer.finish();
    } finally {
      writer.abandon();
    }
    if (contentOf(path, () => key).content.people.length !== count) throw new AppError('backupDamaged', { reason: 'counts' });
    return count;
  },
});

type KitHeader = z.infer<typeof kitHeader>;

/** @throws AppError `notAKit`, `backupNewer`, `backupDamaged`, what `keyOf` throws */
function contentOf(path: string, keyOf: (header: KitHeader) => Buffer): { header: KitHeader; content: KitContent } {
  let file: SealedReader | null = null;
  try {
    file = openSealed(path);
    const header = kitHeader.safeParse(file.header);
    if (!header.success) throw new AppError('notAKit');
    const pieces: Buffer[] = [];
    let bytes = 0;
    for (const frame of file.frames(keyOf(header.data))) {
      pieces.push(frame);
      bytes += frame.length;
      if (bytes > contentLimit) throw new AppError('backupDamaged', { reason: 'size' });
    }
    return { header: header.data, content: parsed(Buffer.concat(pieces)) };
  } catch (error) {
    if (error instanceof AppError && error.kind === 'notABackup') throw new AppError('notAKit');
    if (error instanceof AppError && error.kind === 'backupDamaged') throw new AppError('backupDamaged', { ...error.details, what: 'kit' });
    throw error;
  } finally {
    file?.close();
  }
}

function parsed(json: Buffer): KitContent {
  try {
    return kitContent.parse(JSON.parse(json.toString('utf8')));
  } catch {
    throw new AppError('backupDamaged', { reason: 'content' });
  }
}

interface OpenInput {
  path: string;
  secret: string | null;
  /** the list to be written as well; null = only a look */
  list: { format: ListFormat; path: string } | null;
}
interface Opened {
  store: string;
  madeAt: number;
  account: KitAccount;
  people: number;
  withWay: number;
}

/** Opens a kit as somebody would who has nothing else. @throws AppError `wrongSecret`, `notAKit`, `backupNewer`, `backupDamaged` */
export const openKitCommand = defineCommand<OpenInput, Opened>({
  name: 'banday.openKit',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  async run(_ctx, { path, secret, list }) {
    const { header, content } = contentOf(path, (found) => keyWith(found, secret));
    const { account, people } = content;
    const { store, madeAt } = header;
    if (list) await writeKitList(list.path, list.format, { account: account.name, madeAt }, people);
    return { store, madeAt, account, people: people.length, withWay: people.filter(({ ways }) => ways.length > 0).length };
  },
});

type ListInput = Pick<MakeInput, 'account' | 'list' | 'path' | 'madeAt'> & { format: ListFormat };

/** Writes the list of an account out of the book. @returns how many stand in it */
export const listPeopleCommand = defineCommand<ListInput, number>({
  name: 'banday.list',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run: (ctx, { account, list, path, madeAt, format }) =>
    writeKitList(
      path,
      format,
      { account: account.name, madeAt },
      kitPeople(ctx, list, () => {}),
    ),
});

/** @throws AppError `notFound` */
function accountOf(ctx: ServiceContext, id: number): KitAccount {
  const row = ctx.db.sql('SELECT id, name, wxid FROM accounts WHERE id = ?').get(id);
  if (!row) throw new AppError('notFound', { what: 'account' });
  return row as KitAccount;
}

async function peopleOf(ctx: HostContext, accountId: number): Promise<KitList> {
  const people = await banDayPeople(ctx);
  const places = placesOf(people, accountId);
  if (places.length === 0) throw new AppError('nothingSelected');
  const { length } = places;
  const list = { ids: new Uint32Array(length), fen: new Float64Array(length), ways: new Uint8Array(length) };
  // on the host's thread: `from` with a function takes ten times as long
  for (let i = 0; i < length; i++) {
    const at = places[i]!;
    list.ids[i] = people.id[at]!;
    list.fen[i] = people.fen[at]!;
    list.ways[i] = people.ways[at]!;
  }
  return list;
}

const plainName = (name: string) =>
  name
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .slice(0, 40)
    .trim() || '微信号';

/** An export that is thrown away when making it fails. */
async function exported(ctx: HostContext, name: string, make: (path: string) => Promise<number>): Promise<ExportFile> {
  const { fileId, path } = ctx.staging.createExport(name);
  try {
    return { fileId, name, count: await make(path) };
  } catch (error) {
    ctx.staging.drop(fileId);
    rmSync(path, { force: true });
    throw error;
  }
}

/** Makes the kit of an account. @throws as makeKitCommand; AppError `backupsNotSetUp`, `notFound`, `nothingSelected` (no friends) */
export async function makeKit(ctx: HostContext, accountId: number): Promise<ExportFile> {
  const vault = readVault(ctx);
  if (!vault) throw new AppError('backupsNotSetUp', { what: 'vault' });
  const { store, publicKey, slots } = vault;
  const account = accountOf(ctx, accountId);
  const list = await peopleOf(ctx, accountId);
  const madeAt = ctx.clock.now();
  const file = await exported(ctx, `封号急救包-${plainName(account.name)}-${localDay(madeAt)}.tfk`, (path) =>
    ctx.execute(makeKitCommand, { account, list, path, madeAt, version: ctx.version, vault: { store, publicKey, slots } }),
  );
  await ctx.execute(noteKitCommand, { accountId, what: 'bundle', at: madeAt, people: file.count });
  return file;
}

/** The printable list of an account. @throws AppError `notFound`, `nothingSelected` (no friends) */
export async function makeList(ctx: HostContext, accountId: number, format: ListFormat): Promise<ExportFile> {
  const account = accountOf(ctx, accountId);
  const list = await peopleOf(ctx, accountId);
  const madeAt = ctx.clock.now();
  return exported(ctx, `封号急救名单-${plainName(account.name)}-${localDay(madeAt)}.${format}`, (path) =>
    ctx.execute(listPeopleCommand, { account, list, path, madeAt, format }),
  );
}

/** Opens a kit, and notes the drill where it is the newest one of an account of this book. @throws as openKitCommand; AppError `fileGone` */
export async function openKit(ctx: HostContext, fileId: string, secret: string | null): Promise<OpenedKit> {
  const { path } = ctx.staging.find(fileId);
  const { store, madeAt, account, people, withWay } = await ctx.execute(openKitCommand, { path, secret, list: null });
  const own = readVault(ctx)?.store === store;
  const newest = ctx.db.pluck('SELECT bundle_at FROM ban_kits WHERE account_id = ?').get(account.id);
  const drilled = own && newest === madeAt;
  if (drilled) await ctx.execute(noteKitCommand, { accountId: account.id, what: 'drill', at: ctx.clock.now(), people });
  return { account: account.name, madeAt, people, withWay, own, drilled };
}

/** The printable list out of a kit, also on a computer that has no book of hers. @throws as openKit */
export async function listOfKit(ctx: HostContext, fileId: string, secret: string | null, format: ListFormat): Promise<ExportFile> {
  const { path } = ctx.staging.find(fileId);
  return exported(ctx, `封号急救名单-${localDay(ctx.clock.now())}.${format}`, async (to) => {
    const { people } = await ctx.execute(openKitCommand, { path, secret, list: { format, path: to } });
    return people;
  });
}
