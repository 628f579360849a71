import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { App } from '../../electron/app/create-app.ts';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import type { ChangeReport, Saved } from '../../shared/contracts/common.ts';
import type { FriendPage } from '../../shared/contracts/friends.ts';
import { byName, call } from './book.ts';
import { type LoopReport, watchLoop, worst } from './loop-watch.ts';
import { interleaved, type Measure, median, timed } from './measure.ts';

/** `ageBook` has put every second friend there. */
const half = { channelIds: [1] };

/** The bare insert on a connection like ours, in a transaction of its own; taken away again untimed. */
async function bareInsert(db: Database, tagId: number): Promise<number> {
  const insert = db.sql('INSERT INTO friend_tags (tag_id, friend_id, added_at) SELECT ?, id, ? FROM friends WHERE channel_id = 1');
  const time = await timed(() => db.raw.transaction(() => insert.run(tagId, 1)).immediate());
  db.sql('DELETE FROM friend_tags WHERE tag_id = ?').run(tagId);
  return time;
}

/** Half of the book gets a tag and loses it by undo, against the bare insert of the same rows. */
export async function measureBulkTag(app: App, databaseFile: string, friends: number, rounds: number): Promise<Measure[]> {
  const db = openDatabase(databaseFile);
  const ids = await Promise.all(
    ['压测甲', '压测乙'].map(async (name) => (await call<Saved>(app, 'tags.create', { name, groupId: null, color: null })).id),
  );
  const [tagId, bareId] = ids as [number, number];
  const undos: number[] = [];
  const lists: number[] = [];
  const loops: LoopReport[] = [];
  const list = () =>
    call<FriendPage>(app, 'friends.list', { filter: { tags: { any: [tagId] } }, sort: byName.sort, offset: 0, limit: 100 });
  const ours = async () => {
    await list();
    let report: ChangeReport | undefined;
    const loop = watchLoop();
    const time = await timed(async () => {
      report = await call<ChangeReport>(app, 'tags.assign', { tagIds: [tagId], selection: { by: 'filter', filter: half, except: [] } });
    });
    if (report!.changed !== Math.floor(friends / 2)) throw new Error(`tagged ${report!.changed}`);
    lists.push(await timed(list));
    undos.push(await timed(() => call(app, 'undo.undo', { id: report!.undoId })));
    await list();
    loops.push(loop.stop());
    return time;
  };
  const times = await interleaved(rounds, ours, () => bareInsert(db, bareId), true);
  db.close();
  const reference = median(times.reference);
  const loop = worst(loops.slice(1));
  const name = `bulk tag ${Math.floor(friends / 2)}`;
  return [
    { name, ours: median(times.ours), reference, goal: 1.6, note: 'INSERT … SELECT' },
    { name: `${name}: undo`, ours: median(undos.slice(1)), reference, goal: 1.6, note: 'INSERT … SELECT' },
    { name: `${name}: list after it`, ours: median(lists.slice(1)), reference: null, goal: null },
    { name: `${name}: event loop p99`, ours: loop.p99, reference: null, goal: 50, absolute: true },
    {
      name: `${name}: longest work on the host thread`,
      ours: loop.maxWork,
      reference: null,
      goal: 50,
      absolute: true,
      note: `longest wait ${loop.max.toFixed(0)} ms`,
    },
  ];
}

/** One note through the router, against 4 KB appended to a file and flushed, one after the other. */
export async function measureSmallWrite(app: App, dir: string, count: number): Promise<Measure[]> {
  const file = join(dir, 'append');
  const bytes = Buffer.alloc(4096, 7);
  const fd = openSync(file, 'a');
  const notes: number[] = [];
  const appends: number[] = [];
  for (let i = -20; i < count; i++) {
    const note = await timed(() =>
      call(app, 'friends.addNote', { friendId: 1 + ((i + 20) % 500), body: `第 ${i} 次：想买二斤橙子，周末自提` }),
    );
    const append = await timed(() => {
      writeSync(fd, bytes);
      fdatasyncSync(fd);
    });
    if (i < 0) continue;
    notes.push(note);
    appends.push(append);
  }
  closeSync(fd);
  rmSync(file);
  return [{ name: 'durable small write p50', ours: median(notes), reference: median(appends), goal: 1.3, note: '4 KB + fdatasync' }];
}
