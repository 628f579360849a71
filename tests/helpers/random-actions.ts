import type { UndoState } from '../../shared/contracts/undo.ts';
import { AppError, type ErrorKind } from '../../shared/errors.ts';
import { friendNamed, type TestApp } from './test-app.ts';

/** Numbers 0 … n−1 from one seed, the same on every machine (mulberry32). */
export function randomFrom(seed: number): (n: number) => number {
  let state = seed | 0;
  return (n) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * n);
  };
}

export type Pick = (n: number) => number;
const names = [
  '张三',
  '李姐-3号楼',
  '单姐',
  '曾先生',
  '🌸小雨',
  'Anna',
  'ANNA',
  '重庆火锅',
  '吕布',
  '１２３',
  '=SUM(A1)',
  '王 五',
  'É',
  '…',
  '阿 B',
];
const regions = [null, '浙江 杭州', '江苏 南京', '重庆', 'Ａ', 'a'];
/** What a person may run into; anything else is a bug. */
const expected = new Set<ErrorKind>([
  'notFound',
  'nothingSelected',
  'nameTaken',
  'wxidTaken',
  'stillInUse',
  'invalidInput',
  'alreadyUndone',
  'pointsShort',
]);
const dayMs = 86_400_000;

const idsOf = (app: TestApp, table: string) => app.ctx.db.raw.prepare(`SELECT id FROM ${table} ORDER BY id`).pluck().all() as number[];

/** tags that somebody has: taking off any other changes nothing */
const carriedTags = (app: TestApp) =>
  app.ctx.db.raw.prepare('SELECT DISTINCT tag_id FROM friend_tags ORDER BY 1').pluck().all() as number[];

function one(pick: Pick, ids: number[]): number {
  return ids.length === 0 ? 1 : ids[pick(ids.length)]!;
}

function selection(app: TestApp, pick: Pick): Record<string, unknown> {
  const ids = idsOf(app, 'friends');
  if (pick(3) === 0) return { by: 'filter', filter: pick(2) ? { levels: [1, 2, 3] } : { archived: 'any' }, except: [one(pick, ids)] };
  return { by: 'ids', ids: ids.filter(() => pick(3) === 0).slice(0, 30) };
}

/** Input of friends.create with every optional thing now and then. */
export function randomFriend(pick: Pick, far: boolean = false): Record<string, unknown> {
  const maybe = <T>(value: T): T | null => (pick(2) ? value : null);
  return friendNamed(names[pick(names.length)]!, {
    nickname: pick(2) ? names[pick(names.length)] : '',
    channelId: maybe(1 + pick(4)),
    wxid: maybe(`wxid_${pick(400)}`),
    alias: maybe(`Alias${pick(50)}`),
    phone: maybe(`138${String(pick(100_000_000)).padStart(8, '0')}`),
    region: regions[pick(regions.length)],
    interests: pick(2) ? ['猫', '茶'] : [],
    birthday: maybe({ calendar: pick(2) ? 'solar' : 'lunar', year: maybe(1990), month: 1 + pick(12), day: 1 + pick(28), leap: false }),
    addedAt: maybe(far && pick(4) === 0 ? 253_402_300_799_000 : (1_700_000_000 + pick(50)) * 1000),
  });
}

async function log(app: TestApp, pick: Pick): Promise<unknown> {
  const at = app.clock.now() - pick(400) * dayMs;
  return app.call('touches.log', { selection: selection(app, pick), touchpoint: 'private', direction: 'out', at, note: '' });
}

async function changeTag(app: TestApp, pick: Pick): Promise<unknown> {
  const values = { name: `标签${pick(12)}`, groupId: pick(2) ? one(pick, idsOf(app, 'tag_groups')) : null, color: null };
  return app.call('tags.update', { id: one(pick, idsOf(app, 'tags')), values });
}

const post = (pick: Pick) => ({
  accountId: 1,
  text: `今天${pick(9)}`,
  category: 'life',
  scheduledAt: 1_800_000_000_000 + pick(99) * 1000,
  state: 'planned',
  assetIds: [],
});

type Action = (app: TestApp, pick: Pick) => Promise<unknown>;
/** One action of every kind a person has, by name. */
export const actions: Record<string, Action> = {
  createFriend: (app, pick) => app.call('friends.create', randomFriend(pick, true)),
  updateFriend: (app, pick) => app.call('friends.update', { id: one(pick, idsOf(app, 'friends')), values: randomFriend(pick) }),
  setStatus: (app, pick) =>
    app.call('friends.setStatus', { selection: selection(app, pick), status: ['normal', 'lost', 'blocked', 'deletedMe'][pick(4)] }),
  archive: (app, pick) => app.call('friends.setArchived', { selection: selection(app, pick), archived: pick(2) === 0 }),
  setChannel: (app, pick) => app.call('friends.setChannel', { selection: selection(app, pick), channelId: pick(3) || null }),
  addNote: (app, pick) => app.call('friends.addNote', { friendId: one(pick, idsOf(app, 'friends')), body: `笔记${pick(9)}` }),
  updateNote: (app, pick) => app.call('friends.updateNote', { id: one(pick, idsOf(app, 'notes')), body: `改过${pick(9)}` }),
  deleteNote: (app, pick) => app.call('friends.deleteNote', { id: one(pick, idsOf(app, 'notes')) }),
  setLevel: (app, pick) => app.call('trust.setLevel', { selection: selection(app, pick), level: 1 + pick(6), reason: '' }),
  createGroup: (app, pick) => app.call('tags.createGroup', { name: `组${pick(6)}`, color: 'red' }),
  deleteGroup: (app, pick) => app.call('tags.deleteGroup', { id: one(pick, idsOf(app, 'tag_groups')) }),
  createTag: (app, pick) => app.call('tags.create', { name: `标签${pick(12)}`, groupId: null, color: pick(2) ? 'blue' : null }),
  updateTag: changeTag,
  assign: (app, pick) => app.call('tags.assign', { selection: selection(app, pick), tagIds: [one(pick, idsOf(app, 'tags'))] }),
  unassign: (app, pick) => app.call('tags.unassign', { selection: selection(app, pick), tagIds: [one(pick, carriedTags(app))] }),
  deleteTag: (app, pick) => app.call('tags.delete', { ids: [one(pick, idsOf(app, 'tags'))] }),
  mergeTags: (app, pick) => app.call('tags.merge', { fromIds: [one(pick, idsOf(app, 'tags'))], intoId: one(pick, idsOf(app, 'tags')) }),
  touch: log,
  points: (app, pick) =>
    app.call('points.add', { selection: selection(app, pick), delta: (1 + pick(9)) * (pick(3) ? 10 : -10), reason: '' }),
  wish: (app, pick) =>
    app.call('touches.wishBirthday', { friendId: one(pick, idsOf(app, 'friends')), on: '2026-11-22', wished: pick(2) === 0 }),
  createPost: (app, pick) => app.call('posts.create', post(pick)),
  movePost: (app, pick) => app.call('posts.move', { id: one(pick, idsOf(app, 'posts')), scheduledAt: 1_800_000_000_000 + pick(9) }),
  settlePost: (app, pick) => app.call('posts.settle', { id: one(pick, idsOf(app, 'posts')), state: 'posted', at: 1_800_000_000_000 }),
  deletePost: (app, pick) => app.call('posts.delete', { id: one(pick, idsOf(app, 'posts')) }),
  createChannel: (app, pick) => app.call('channels.create', { name: `渠道${pick(5)}`, domain: 'public', note: null }),
  archiveChannel: (app, pick) => app.call('channels.archive', { id: one(pick, idsOf(app, 'channels')), archived: pick(2) === 0 }),
};
const actionNames = Object.keys(actions);

/** Does one random action. @returns its name, and its undo id when something was changed */
export async function randomAction(
  app: TestApp,
  pick: Pick,
  among: string[] = actionNames,
): Promise<{ name: string; undoId: number | null }> {
  const name = among[pick(among.length)]!;
  app.clock.tick(1000 * (1 + pick(3)));
  try {
    const reply = (await actions[name]!(app, pick)) as { undoId: number | null };
    return { name, undoId: reply.undoId };
  } catch (error) {
    if (error instanceof AppError && expected.has(error.kind)) return { name, undoId: null };
    throw error;
  }
}

/** One of these at random, by its name. @param mayFail what a person may run into; anything else is thrown */
export async function oneOf(kinds: Record<string, () => Promise<unknown>>, pick: Pick, mayFail: ReadonlySet<string>): Promise<string> {
  const names = Object.keys(kinds);
  const name = names[pick(names.length)]!;
  try {
    await kinds[name]!();
  } catch (error) {
    if (!(error instanceof AppError && mayFail.has(error.kind))) throw error;
  }
  return name;
}

/** The last action undone, or now and then what was undone done again. */
export async function turn(app: TestApp, pick: Pick): Promise<void> {
  const { undo, redo } = await app.call<UndoState>('undo.state');
  if (pick(3) === 0 && redo) await app.call('undo.redo', { id: redo.id });
  else if (undo) await app.call('undo.undo', { id: undo.id });
}
