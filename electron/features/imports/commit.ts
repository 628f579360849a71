import type { ImportReport, RowProblem } from '../../../shared/contracts/imports.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { bulkInsert, nextId, withoutIndexes } from '../../platform/db/bulk-insert.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { type FriendRecord, friendTexts } from '../friends/index.ts';
import { recordImportedPoints } from '../points/index.ts';
import { recordImportedLevels } from '../trust/index.ts';
import { FriendRows, friendColumns } from './new-friend.ts';
import type { Plan } from './plan.ts';
import { type PlannedRow, type PlannedRows, tagNames } from './planned-rows.ts';
import type { UnreadList } from './problem-file.ts';
import { TagLists } from './tag-lists.ts';
import { keepUnread } from './unread-rows.ts';

export type DoubtfulAnswer = 'same' | 'new' | 'skip';
export interface Decisions {
  policy: 'fillEmpty' | 'replace';
  doubtful: DoubtfulAnswer;
  /** row index → answer */
  answers: Record<string, DoubtfulAnswer>;
}
type Outcome = 'added' | 'updated' | 'same' | 'repeated' | 'leftOut' | 'skipped' | 'unreadable';

const reportedProblems = 200;
const rowsPerBreath = 2000;
/** Indexes that no list asks: after a big import they are made behind the answer. */
const resting = [
  'friend_tags_friend',
  'friends_account_alias',
  'friends_phone_key',
  'friends_birthday',
  'friends_import_batch',
  'friends_channel',
];

/**
 * Puts a planned import into the book: one transaction, one undo record, a batch id on every new friend. `unread` = the list of what
 * could not be read; `sideFile` = where a file may be written, see assignPairs.
 * Law: rows = added + updated + same + repeated + leftOut + skipped + unreadable.
 * @throws AppError `cancelled` (nothing was changed)
 */
export function commitPlan(
  ctx: ServiceContext,
  plan: Plan,
  fileName: string,
  { unread, sideFile, ...decisions }: Decisions & { unread: UnreadList | null; sideFile: string | null },
  control: JobControl,
): ImportReport {
  const outcomes: Record<Outcome, number> = { added: 0, updated: 0, same: 0, repeated: 0, leftOut: 0, skipped: 0, unreadable: 0 };
  let batchId = 0;
  const now = ctx.clock.now();
  let report!: ImportReport;
  act(
    ctx,
    {
      kind: 'imports.commit',
      topics: ['friends', 'tags', 'trust', 'points', 'imports'],
      details: { file: fileName },
      saved: (undoId) => ctx.db.sql('UPDATE import_batches SET undo_action_id = ? WHERE id = ?').run(undoId, batchId),
    },
    (record, details) => {
      checkPlace(ctx, plan);
      batchId = Number(
        ctx.db
          .sql("INSERT INTO import_batches (file_name, account_id, report, created_at) VALUES (?, ?, '', ?)")
          .run(fileName, plan.accountId, now).lastInsertRowid,
      );
      const { rows } = plan;
      const { added, known } = sortOut(plan, decisions, outcomes);
      const first = nextId(ctx.db, 'friends');
      const friendIds = Uint32Array.from(added, (_, i) => first + i);
      // noted before what hangs on them: undo walks backwards
      record.inserted('friends', friendIds);
      // tags before their friends: meanwhile the second thread lays the last rows
      const tags = new TagLists();
      for (const [i, index] of added.entries()) {
        const contact = rows.held(index)?.contact;
        if (contact) tags.add(friendIds[i]!, tagNames(contact), contact);
        else tags.addNumbered(friendIds[i]!, rows.tags, index);
      }
      for (const { match, contact, newTags } of known) tags.add(match!.friendId, newTags, contact!);
      const tagsCreated = tags.write(ctx, record, { at: now, resting, sideFile });
      addFriends(ctx, plan, added, { first, batchId, now }, control);
      if (added.length > 0) ctx.emit(record, 'friends.created', { ids: friendIds, at: now, author: 'import', mayRest: true });
      addPoints(ctx, record, rows, added, { first, batchId, now });
      const updated = updateFriends(ctx, record, known, { policy: decisions.policy, batchId, now }, control);
      for (const { match, newTags } of known) outcomes[updated.has(match!.friendId) || newTags.length > 0 ? 'updated' : 'same']++;
      report = { batchId, fileName, rows: rows.length, ...outcomes, tagsCreated, problems: problemsOf(plan) };
      ctx.db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(report), batchId);
      if (unread) keepUnread(ctx, batchId, unread);
      details.added = outcomes.added;
      details.updated = outcomes.updated;
      control.checkCancelled();
      control.progress('commit', rows.length, rows.length);
    },
  );
  ctx.announce({ topics: ['imports'], hint: {} });
  return report;
}

/** What the new friends hang on; all other ids come from the book in this transaction. @throws AppError `notFound` */
function checkPlace(ctx: ServiceContext, { accountId, channelId }: Plan): void {
  if (ctx.db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(accountId) === undefined) throw new AppError('notFound', { what: 'account' });
  if (channelId !== null && ctx.db.pluck('SELECT 1 FROM channels WHERE id = ?').get(channelId) === undefined)
    throw new AppError('notFound', { what: 'channel' });
}

/** Places of the rows that become new friends, and the rows of friends who are known; `outcomes` counts all but what becomes of those. */
function sortOut(
  { rows, byVerdict }: Plan,
  decisions: Decisions,
  outcomes: Record<Outcome, number>,
): { added: number[]; known: PlannedRow[] } {
  for (const verdict of ['same', 'repeated', 'leftOut', 'unreadable'] as const) outcomes[verdict] = byVerdict[verdict].length;
  const added = [...byVerdict.new];
  const known: PlannedRow[] = [];
  for (const index of [...byVerdict.changed, ...byVerdict.doubtful].sort((a, b) => a - b)) {
    const planned = rows.at(index);
    const fate = fateOf(planned, decisions);
    if (fate === 'known') known.push(planned);
    else if (fate === 'new') added.push(index);
    else outcomes.skipped++;
  }
  outcomes.added = added.length;
  return { added, known };
}

/** What becomes of a row that fits a friend of the book. */
function fateOf({ verdict, index }: PlannedRow, decisions: Decisions): 'new' | 'known' | 'skipped' {
  if (verdict !== 'doubtful') return 'known';
  const answer = decisions.answers[String(index)] ?? decisions.doubtful;
  return answer === 'same' ? 'known' : answer === 'new' ? 'new' : 'skipped';
}

/** Writes the new friends of `rows` (places in the plan), with ids from `first` on: those that the second thread has laid are copied, the others come one by one. */
function addFriends(
  ctx: ServiceContext,
  plan: Plan,
  rows: readonly number[],
  { first, batchId, now }: { first: number; batchId: number; now: number },
  control: JobControl,
): void {
  if (rows.length === 0) return;
  control.progress('write', 0, plan.rows.length);
  const same = { account_id: plan.accountId, import_batch_id: batchId, trust_since_at: now, created_at: now, updated_at: now };
  const constants = plan.channelId === null ? same : { ...same, channel_id: plan.channelId };
  const { layer } = plan;
  const laid = layer?.ready(control) ? layer.count : 0;
  withoutIndexes(
    ctx.db,
    'friends',
    rows.length,
    () => {
      if (laid > 0) layer!.copyInto(ctx.db, constants);
      for (let start = laid; start < rows.length; start += rowsPerBreath) {
        control.checkCancelled();
        control.progress('write', start, plan.rows.length);
        const written = new FriendRows();
        for (const index of rows.slice(start, start + rowsPerBreath)) {
          const contact = plan.rows.at(index).contact!;
          written.add(contact, friendTexts(contact));
        }
        const filled = written.filled();
        const names = filled.map((place) => friendColumns[place]!.name);
        bulkInsert(ctx.db, 'friends', names, written.rows(filled), constants);
      }
    },
    resting,
  );
  const last = nextId(ctx.db, 'friends') - 1;
  if (last !== first + rows.length - 1) throw new Error('the new friends are not the planned ones');
}

/** Notes what the new friends of `added` (places in the plan, their ids from `first` on) have. */
function addPoints(
  ctx: ServiceContext,
  record: Recorder,
  rows: PlannedRows,
  added: readonly number[],
  { first, batchId, now }: { first: number; batchId: number; now: number },
): void {
  const { points } = rows;
  if (!points) return;
  const balances = added.map((index, i) => ({ id: first + i, points: rows.held(index)?.contact?.points ?? points[index]! }));
  recordImportedPoints(ctx, record, balances, { batchId, at: now });
}

/** @returns ids of the friends in whom something changed */
function updateFriends(
  ctx: ServiceContext,
  record: Recorder,
  rows: PlannedRow[],
  { policy, batchId, now }: { policy: Decisions['policy']; batchId: number; now: number },
  control: JobControl,
): Set<number> {
  const changed = new Set<number>();
  const levels: { id: number; level: number }[] = [];
  const balances: { id: number; points: number }[] = [];
  const read = ctx.db.sql('SELECT nickname, remark, wxid, alias, phone FROM friends WHERE id = ?');
  for (const [i, { match, contact, changes }] of rows.entries()) {
    if (i % 500 === 0) control.checkCancelled();
    const wanted = changes.filter(({ fills }) => fills || policy === 'replace');
    const id = match!.friendId;
    if (wanted.some(({ field }) => field === 'level')) {
      levels.push({ id, level: contact!.level! });
    }
    if (wanted.some(({ field }) => field === 'points')) balances.push({ id, points: contact!.points! });
    const values: Record<string, SqlValue> = Object.assign({}, ...wanted.map(({ columns }) => columns));
    if (Object.keys(values).length === 0) continue;
    const texts = friendTexts({ ...(read.get(id) as FriendRecord), ...(values as Partial<FriendRecord>) });
    Object.assign(values, { search_text: texts.searchText, sort_name: texts.sortName, phone_key: texts.phoneKey });
    if (record.update('friends', [id], { ...values, updated_at: now }, Object.keys(values)).length > 0) changed.add(id);
  }
  for (const id of recordImportedLevels(ctx, record, levels, now)) changed.add(id);
  for (const id of recordImportedPoints(ctx, record, balances, { batchId, at: now })) changed.add(id);
  return changed;
}

function problemsOf({ rows, byVerdict }: Plan): ImportReport['problems'] {
  return byVerdict.unreadable.slice(0, reportedProblems).map((index) => {
    const { row, problem } = rows.at(index);
    return { line: row.line, problem: problem as RowProblem, text: row.cells.join(' ').trim().slice(0, 80) };
  });
}
