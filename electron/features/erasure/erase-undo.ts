import type { ServiceContext } from '../../platform/context.ts';
import type { SqlValue, UndoStep } from '../../platform/undo/recorder.ts';
import { forgetAction, loadSteps, replaceSteps } from '../../platform/undo/undo-log.ts';
import { moneyBlanks } from './money.ts';
import type { PersonRows } from './person-rows.ts';
import type { Traces } from './traces.ts';

/** Rows of the person by table, also such that are in the book no more and only an undo would bring back. */
type Owned = Map<string, Set<number>>;

/** Columns that say whose row it is. */
const owners = ['friend_id', 'other_id', 'by_friend_id'];
/** Tables whose rows are one friend's, with ids of their own. */
const oneFriends = [
  'notes',
  'touches',
  'friend_events',
  'level_changes',
  'point_entries',
  'send_items',
  're_adds',
  'suggestion_decisions',
  'follow_ups',
  'promises',
  'referrals',
];
/** A row that says something of two friends goes with either. */
const sidesOf = (table: string): string[] => (table === 'referrals' ? ['friend_id', 'by_friend_id'] : ['friend_id']);
/** Tables of which an undo may still hold rows of the person under ids that are known by their friend alone. */
const ofFriends = [...oneFriends, 'person_links', 'friends_apart'];

/**
 * Takes the person out of the undo log, in the caller's transaction and before their rows go: actions about nobody else are forgotten,
 * from the others their rows are taken out. Orders and payments an undo would bring back come back without them.
 */
export function eraseFromUndo(ctx: ServiceContext, rows: PersonRows, traces: Traces): void {
  const actions = ctx.db.sql('SELECT id, kind, details FROM undo_actions').all() as { id: number; kind: string; details: string }[];
  const owned = ownedRows(ctx, rows);
  for (const { id } of actions) for (const step of loadSteps(ctx, id)) findOwned(step, owned, rows);
  const retell = ctx.db.sql('UPDATE undo_actions SET details = ? WHERE id = ?');
  for (const { id, kind, details } of actions) {
    const steps = loadSteps(ctx, id);
    const kept = steps.flatMap((step) => withoutOwned(step, keyOf(ctx, step.table), owned) ?? []);
    const same = kept.length === steps.length && kept.every((step, place) => step === steps[place]);
    if (!same && kept.length === 0 && kind !== 'imports.commit') forgetAction(ctx, id);
    else {
      if (!same) replaceSteps(ctx, id, kept);
      const told = traces.cleanJson(details);
      if (told !== details) retell.run(told, id);
    }
  }
}

const keyOf = (ctx: ServiceContext, table: string): string => ctx.undoTables.get(table)?.key ?? 'id';

function ownedRows({ db }: ServiceContext, { friendIds, conversationIds, talkerIds, orderIds, paymentIds }: PersonRows): Owned {
  const list = JSON.stringify(friendIds);
  const owned: Owned = new Map([
    ['friends', new Set(friendIds)],
    ['conversations', new Set(conversationIds)],
    ['chat_talkers', new Set(talkerIds)],
    ['orders', new Set(orderIds)],
    ['payments', new Set(paymentIds)],
  ]);
  const people = 'IN (SELECT value FROM json_each(@list))';
  for (const table of oneFriends) {
    const where = sidesOf(table).map((side) => `${side} ${people}`);
    owned.set(table, new Set(db.pluck(`SELECT id FROM "${table}" WHERE ${where.join(' OR ')}`).all({ list }) as number[]));
  }
  return owned;
}

/** Adds rows that only an undo holds: contacts of the same wxid, and what hung on contacts of theirs. */
function findOwned({ table, rows: kept, op }: UndoStep, owned: Owned, { wxids }: PersonRows): void {
  if (!kept || op !== 'deleted' || !(table === 'friends' || ofFriends.includes(table))) return;
  const id = kept.columns.indexOf('id');
  if (id < 0) return;
  const places = (table === 'friends' ? ['wxid'] : sidesOf(table)).map((column) => kept.columns.indexOf(column));
  const ids = owned.get(table) ?? new Set<number>();
  owned.set(table, ids);
  for (const row of kept.rows) {
    const isTheirs = (whose: SqlValue) =>
      table === 'friends' ? wxids.includes(String(whose)) : owned.get('friends')!.has(whose as number);
    if (places.some((at) => isTheirs(row[at] ?? null))) ids.add(row[id] as number);
  }
}

/** The step without the person; itself where they are not in it, null where nobody else is. */
function withoutOwned(step: UndoStep, key: string, owned: Owned): UndoStep | null {
  const friends = owned.get('friends')!;
  if (owners.some((name) => friends.has(step.fixed[name] as number))) return null;
  const ids = owners.includes(key) ? friends : (owned.get(step.table) ?? new Set<number>());
  const money = moneyBlanks[step.table];
  if (!step.rows) {
    const kept = step.ids?.filter((id) => money || !ids.has(id)) ?? null;
    return kept === null || kept.length === step.ids!.length ? step : kept.length === 0 ? null : { ...step, ids: kept };
  }
  const { columns, rows } = step.rows;
  const width = columns.length;
  const isOwner = (column: string, value: SqlValue) => owners.includes(column) && friends.has(value as number);
  const isTheirs = (row: SqlValue[]) => {
    if (step.op !== 'deleted')
      return ids.has(row[0] as number) || [...row.slice(1)].some((value, at) => isOwner(columns[at % width]!, value));
    return ids.has(row[columns.indexOf(key)] as number) || row.some((value, at) => isOwner(columns[at]!, value));
  };
  if (!rows.some(isTheirs)) return step;
  const kept = rows.flatMap((row) => {
    if (!isTheirs(row)) return [row];
    if (!money || step.op !== 'deleted') return [];
    const id = row[columns.indexOf('id')] as number;
    return [row.map((value, at) => (columns[at]! in money ? money[columns[at]!]!(id, String(row[columns.indexOf('identity')])) : value))];
  });
  if (kept.length === 0) return null;
  const at = step.op === 'deleted' ? columns.indexOf(key) : 0;
  return { ...step, ids: Uint32Array.from(kept, (row) => row[at] as number), rows: { ...step.rows, rows: kept } };
}
