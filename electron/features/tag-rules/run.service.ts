import type { RanRules, RuleOutcome, TagRun } from '../../../shared/contracts/tag-rules.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { noteEvents } from '../friends/index.ts';
import { assignPairs } from '../tags/index.ts';
import type { Pair, PairChange } from './decide.ts';
import { type Decided, decideAll, outcomesOf, type RuleTask } from './run.ts';
import { tagRows } from './saved-rules.ts';

/** Runs that are kept for the page. */
const keptRuns = 200;
/** Names kept for the sentence of an undo. */
const namesInDetails = 3;

export interface RunTask {
  tasks: RuleTask[];
  author: TagRun['author'];
  /** ms UTC */
  now: number;
}

/** Says what the rules would do, and does nothing. */
export const tryRulesCommand = defineCommand<{ tasks: RuleTask[]; now: number; shown: number }, RuleOutcome[]>({
  name: 'tagRules.try',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run: (ctx, { tasks, now, shown }) => outcomesOf(ctx, tasks, decideAll(ctx, tasks, now), shown),
});

/** Tags on friends that each rule put there. */
export const carryingCommand = defineCommand<null, [ruleId: number, count: number][]>({
  name: 'tagRules.carrying',
  writes: false,
  heavy: () => true,
  thread: 'reader',
  run: ({ db }) =>
    db
      .arrays(
        `SELECT rule_id, count(*) FROM tag_rule_given g JOIN friend_tags t ON t.tag_id = g.tag_id AND t.friend_id = g.friend_id
         WHERE added_at = at GROUP BY rule_id`,
      )
      .all() as [number, number][],
});

/** Runs the rules over everybody, as one action. Run again, it changes nothing. */
export const runRulesCommand = defineCommand<RunTask, RanRules>({
  name: 'tagRules.run',
  writes: true,
  heavy: () => true,
  run(ctx, { tasks, author, now }) {
    let done: TagRun['rules'] = [];
    const saved = (undoId: number | null) => {
      if (undoId !== null) noteRun(ctx, { at: now, author, undoId, done });
    };
    const { value, undoId } = act(ctx, { kind: 'tagRules.run', topics: ['tags', 'friends', 'tagRules'], saved }, (record, details) => {
      const decided = decideAll(ctx, tasks, now);
      apply(ctx, record, tasks, decided, now);
      done = doneBy(tasks, decided);
      const added = done.reduce((sum, one) => sum + one.added, 0);
      const removed = done.reduce((sum, one) => sum + one.removed, 0);
      const names = done.map(({ name }) => name).slice(0, namesInDetails);
      Object.assign(details, { names, count: done.length, added, removed });
      return { added, removed };
    });
    return { ...value, undoId };
  },
});

/** What each rule did; what one that is gone gave and another group takes off counts with nobody's name. */
function doneBy(tasks: readonly RuleTask[], { book, changes }: Decided): TagRun['rules'] {
  const names = new Map(tasks.map(({ id, name }) => [id, name]));
  const done = new Map<number, TagRun['rules'][number]>();
  for (const [p, { gets, loses }] of changes.entries()) {
    if (gets.length + loses.length === 0) continue;
    const { ruleId } = book.pairs[p]!;
    const one = done.get(ruleId) ?? { ruleId, name: names.get(ruleId) ?? '', added: 0, removed: 0 };
    one.added += gets.length;
    one.removed += loses.length;
    done.set(ruleId, one);
  }
  return [...done.values()];
}

function apply(ctx: ServiceContext, record: Recorder, tasks: readonly RuleTask[], { friends, book, changes }: Decided, now: number): void {
  const tags = tagRows(ctx);
  const names = new Map(tasks.map(({ id, name }) => [id, name]));
  const ids = (places: number[]) => Uint32Array.from(places, (place) => friends[place]!);
  const told = ({ ruleId, tagId }: Pair) => ({ rule: names.get(ruleId) ?? '', tag: tags.get(tagId)?.name ?? '' });
  // what goes first: of a group there is never more than one
  for (const [p, { loses }] of changes.entries()) {
    if (loses.length === 0) continue;
    const pair = book.pairs[p]!;
    record.remove('friend_tags', ids(loses), { tag_id: pair.tagId });
    noteEvents(ctx, record, ids(loses), 'tagRemoved', told(pair), now);
  }
  const gets = new Map<number, number[]>();
  for (const [p, change] of changes.entries()) {
    const { tagId } = book.pairs[p]!;
    if (change.gets.length > 0) gets.set(tagId, [...(gets.get(tagId) ?? []), ...change.gets]);
  }
  assignPairs(
    ctx,
    record,
    [...gets].map(([tagId, places]) => [tagId, ids(places)] as const),
    { at: now },
  );
  for (const [p, change] of changes.entries()) {
    if (change.gets.length > 0) noteEvents(ctx, record, ids(change.gets), 'tagAdded', told(book.pairs[p]!), now);
    noteGiven(ctx, book.pairs[p]!, change, friends);
  }
}

/** Keeps what the rule gave; not part of undo, or what was taken back would be done again. */
function noteGiven({ db }: ServiceContext, { ruleId, tagId }: Pair, { rows }: PairChange, friends: Uint32Array): void {
  const put = db.sql(
    `INSERT INTO tag_rule_given (rule_id, tag_id, friend_id, at, state) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (rule_id, tag_id, friend_id) DO UPDATE SET at = excluded.at, state = excluded.state`,
  );
  for (const { place, at, state } of rows) put.run(ruleId, tagId, friends[place]!, at, state);
}

function noteRun({ db }: ServiceContext, run: { at: number; author: TagRun['author']; undoId: number; done: TagRun['rules'] }): void {
  const { lastInsertRowid } = db
    .sql('INSERT INTO tag_rule_runs (at, author, undo_id, done) VALUES (?, ?, ?, ?)')
    .run(run.at, run.author, run.undoId, JSON.stringify(run.done));
  db.sql('DELETE FROM tag_rule_runs WHERE id <= ?').run(Number(lastInsertRowid) - keptRuns);
}
