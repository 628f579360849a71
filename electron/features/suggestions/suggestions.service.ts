import type { ChangeReport } from '../../../shared/contracts/common.ts';
import type { SuggestionAnswer, SuggestionPick } from '../../../shared/contracts/suggestions.ts';
import { trustRuleWords } from '../../../shared/domain/words.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, UndoTable } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { readSettings } from '../settings/index.ts';
import { moveTo } from '../trust/index.ts';
import { evaluate } from './evaluate.ts';
import { proofsOf, refsOf } from './evidence.queries.ts';
import { type OwnMembers, readFacts } from './facts.ts';
import type { Suggestion } from './shelf.ts';

export const suggestionsUndoTables: UndoTable[] = [
  // a step that a rule took by itself is no use of the friend, as its level is none
  { name: 'suggestion_decisions', key: 'id', together: [['answer', 'until_on']], follows: "author = 'rule'" },
];

/** Reading the evidence of more people than this would hold up the host's thread. */
const fewPicks = 20;
const topics = ['suggestions' as const, 'trust' as const, 'friends' as const];

/** Who is asked about, with who of them is in the segments of own rules (ownMembers). */
interface Asking {
  picks: SuggestionPick[];
  own: OwnMembers[];
  /** ms UTC */
  now: number;
}

export interface AnswerTask extends Asking {
  answer: SuggestionAnswer;
  untilOn: string | null;
}

/**
 * Answers suggestions: accepted ones move the friend, the others are not proposed for a while, or never again. What is no longer proposed,
 * because its evidence went meanwhile, is left alone and counted as `unchanged`.
 * @throws AppError `nothingSelected`
 */
export const answerCommand = defineCommand<AnswerTask, ChangeReport>({
  name: 'suggestions.answer',
  writes: true,
  heavy: ({ picks }) => picks.length > fewPicks,
  run(ctx, { picks, own, answer, untilOn, now }) {
    if (picks.length === 0) throw new AppError('nothingSelected');
    const kind = `suggestions.${answer}`;
    const { value, undoId } = act(ctx, { kind, topics, details: untilOn === null ? {} : { untilOn } }, (record, details) => {
      const found = stillProposed(ctx, { picks, own, now });
      if (answer === 'accepted') moveAll(ctx, record, found, { at: now, author: 'manual' });
      decide(ctx, record, found, { own, answer, untilOn, at: now, author: 'manual' });
      if (found.length === 1) Object.assign(details, { name: nameOf(ctx, found[0]!.friendId), level: found[0]!.toLevel });
      details.count = found.length;
      return { changed: found.length, unchanged: picks.length - found.length };
    });
    return { ...value, undoId };
  },
});

const nameOf = ({ db }: ServiceContext, friendId: number): string =>
  db.pluck("SELECT coalesce(nullif(remark, ''), nickname) FROM friends WHERE id = ?").get(friendId) as string;

/** Looked at again inside the transaction: each pick once, and of one friend only one way. */
function stillProposed(ctx: ServiceContext, { picks, own, now }: Asking): Suggestion[] {
  const wanted = new Map(picks.map(({ friendId, toLevel }) => [friendId, toLevel]));
  return evaluate(ctx, { friendIds: [...wanted.keys()], own, now }).filter(({ friendId, toLevel }) => wanted.get(friendId) === toLevel);
}

interface Author {
  at: number;
  author: 'manual' | 'rule';
}

/** One entry of her history for each, with the rule as its reason. */
function moveAll(ctx: ServiceContext, record: Recorder, found: readonly Suggestion[], { at, author }: Author): void {
  const groups = new Map<string, Suggestion[]>();
  for (const one of found) {
    const key = `${one.toLevel} ${one.rule}`;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  for (const group of groups.values()) {
    const { toLevel: level, rule } = group[0]!;
    const reason = `${author === 'rule' ? '规则自动' : '按建议'}：${trustRuleWords[rule]}`;
    moveTo(ctx, record, { friendIds: group.map(({ friendId }) => friendId), level, at, reason, author });
  }
}

interface Answered extends Author {
  own: readonly OwnMembers[];
  answer: SuggestionAnswer;
  untilOn: string | null;
}

/** Notes the answers with what they rest on; an older answer to the same question goes. */
function decide(ctx: ServiceContext, record: Recorder, found: readonly Suggestion[], { own, answer, untilOn, at, author }: Answered): void {
  if (found.length === 0) return;
  const facts = readFacts(ctx, { friendIds: found.map(({ friendId }) => friendId), own, now: at });
  const put = ctx.db.pluck("SELECT id FROM suggestion_decisions WHERE friend_id = ? AND to_level = ? AND answer = 'later'");
  const insert = ctx.db.sql(
    `INSERT INTO suggestion_decisions (friend_id, rule, from_level, to_level, answer, until_on, at, author, evidence)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const ids: number[] = [];
  const older: number[] = [];
  for (const { friendId, fromLevel, toLevel, rule, rules } of found) {
    older.push(...(put.all(friendId, toLevel) as number[]));
    const whose = { friendId, facts: facts.get(friendId)!, own, now: at };
    const refs = refsOf(rules.flatMap((one) => proofsOf(ctx, one, whose).proofs));
    const row = insert.run(friendId, rule, fromLevel, toLevel, answer, untilOn, at, author, JSON.stringify(refs));
    ids.push(Number(row.lastInsertRowid));
  }
  record.remove('suggestion_decisions', older);
  record.inserted('suggestion_decisions', ids);
  record.hints.push({ friendIds: found.map(({ friendId }) => friendId) });
}

/**
 * Takes answers back: what still speaks for it is proposed again. An accepted one stays as it is; its level is the seller's to change.
 * @throws AppError `notFound` when none of them is there any more
 */
export const askAgainCommand = defineCommand<{ ids: number[] }, ChangeReport>({
  name: 'suggestions.askAgain',
  writes: true,
  heavy: () => false,
  run(ctx, { ids }) {
    const { value, undoId } = act(ctx, { kind: 'suggestions.askAgain', topics: ['suggestions'] }, (record, details) => {
      const rows = ctx.db
        .sql(
          "SELECT id, friend_id AS friendId FROM suggestion_decisions WHERE answer <> 'accepted' AND id IN (SELECT value FROM json_each(?))",
        )
        .all(JSON.stringify(ids)) as { id: number; friendId: number }[];
      if (rows.length === 0) throw new AppError('notFound', { what: 'suggestion' });
      if (rows.length === 1) details.name = nameOf(ctx, rows[0]!.friendId);
      details.count = rows.length;
      record.remove(
        'suggestion_decisions',
        rows.map(({ id }) => id),
      );
      record.hints.push({ friendIds: rows.map(({ friendId }) => friendId) });
      return { changed: rows.length, unchanged: ids.length - rows.length };
    });
    return { ...value, undoId };
  },
});

const stepOf = ({ friendId, toLevel }: SuggestionPick) => friendId * 8 + toLevel;

/**
 * Takes the steps of rules that may act by themselves, all as one action. Where the rules disagree they leave it to her, and a step that
 * was taken once, and maybe taken back, is not taken again.
 */
export const autoCommand = defineCommand<Asking, ChangeReport>({
  name: 'suggestions.auto',
  writes: true,
  heavy: ({ picks }) => picks.length > fewPicks,
  run(ctx, { picks, own, now }) {
    const modes = readSettings(ctx)['trust.rules'];
    const { value, undoId } = act(ctx, { kind: 'suggestions.auto', topics }, (record, details) => {
      const wasTaken = ctx.db.pluck('SELECT 1 FROM suggestion_autos WHERE step = ?');
      const found = stillProposed(ctx, { picks, own, now }).filter(
        (one) => modes[one.rule] === 'auto' && !one.isDisputed && wasTaken.get(stepOf(one)) === undefined,
      );
      moveAll(ctx, record, found, { at: now, author: 'rule' });
      decide(ctx, record, found, { own, answer: 'accepted', untilOn: null, at: now, author: 'rule' });
      const note = ctx.db.sql('INSERT INTO suggestion_autos (step, at) VALUES (?, ?)');
      for (const one of found) note.run(stepOf(one), now);
      if (found.length === 1) Object.assign(details, { name: nameOf(ctx, found[0]!.friendId), level: found[0]!.toLevel });
      details.count = found.length;
      return { changed: found.length, unchanged: picks.length - found.length };
    });
    return { ...value, undoId };
  },
});

/** Forgets the steps that rules took for somebody who is erased, in the caller's transaction. */
export function eraseSteps(ctx: ServiceContext, friendIds: readonly number[]): void {
  const forget = ctx.db.sql('DELETE FROM suggestion_autos WHERE step BETWEEN ? AND ?');
  for (const id of friendIds) forget.run(id * 8, id * 8 + 7);
}
