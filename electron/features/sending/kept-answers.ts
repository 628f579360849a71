import type { GuardAnswer } from '../../../shared/contracts/guard.ts';
import type { SendKind } from '../../../shared/contracts/sending.ts';
import type { Topic } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { Database } from '../../platform/db/database.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { guardAnswers } from '../touches/index.ts';

/*
 * A queue is read again after every press, and a press changes one friend. The thread that reads it keeps what the guard said, and the host
 * tells it who has changed since: the others are not asked again.
 */

/** What changed lately, the oldest first; `friendIds` null = anybody. */
export interface GuardChanges {
  version: number;
  log: { version: number; friendIds: readonly number[] | null }[];
}

/** What may change an answer of the guard. 'undo' comes with the topics of what is undone. */
const topicsOfAnswers: ReadonlySet<Topic> = new Set([
  'touches',
  'posts',
  'chats',
  'friends',
  'tags',
  'trust',
  'segments',
  'imports',
  'rules',
  'demo',
]);
/** A step of a queue changes these, and names the friends whom it changes. */
const topicsOfSteps: ReadonlySet<Topic> = new Set(['sending', 'touches', 'friends', 'undo']);
const mostChanges = 200;
/** Time alone changes answers too: quiet hours begin, days end. */
const keptMs = 30_000;
const mostQueues = 4;

const changes = new WeakMap<HostContext, GuardChanges>();

/** Whom the guard may answer otherwise than before; watched from the first question on. */
export function changesOf(ctx: HostContext): GuardChanges {
  let known = changes.get(ctx);
  if (known) return known;
  const fresh: GuardChanges = { version: 0, log: [] };
  changes.set(ctx, (known = fresh));
  ctx.events.onChange(({ topics, hint }) => {
    if (!topics.some((topic) => topicsOfAnswers.has(topic))) return;
    const isStep = topics.includes('sending') && topics.every((topic) => topicsOfSteps.has(topic));
    const named = Array.from(hint?.friendIds ?? []);
    fresh.version++;
    fresh.log.push({ version: fresh.version, friendIds: isStep && named.length > 0 ? named : null });
    if (fresh.log.length > mostChanges) fresh.log.shift();
  });
  return known;
}

interface Kept {
  version: number;
  at: number;
  kind: SendKind;
  answers: Map<number, GuardAnswer>;
}
const kept = new WeakMap<Database, Map<number, Kept>>();

/** Those who have to be asked again since a version; null = everybody. */
function changedSince(version: number, { log }: GuardChanges): Set<number> | null {
  const since = log.filter((change) => change.version > version);
  const isWhole = since.length === 0 || since[0]!.version === version + 1;
  if (!isWhole || since.some(({ friendIds }) => friendIds === null)) return null;
  return new Set(since.flatMap(({ friendIds }) => friendIds ?? []));
}

/** The guard's answers for the friends of a queue at `now` (ms UTC), for who did not change since a little while ago as they were then. */
export function answersFor(
  ctx: ServiceContext,
  queue: { id: number; kind: SendKind },
  friendIds: number[],
  { now, changes: latest }: { now: number; changes: GuardChanges },
): Map<number, GuardAnswer> {
  let queues = kept.get(ctx.db);
  if (!queues) kept.set(ctx.db, (queues = new Map()));
  const old = queues.get(queue.id);
  const fits = old && old.kind === queue.kind && now >= old.at && now - old.at < keptMs;
  const changed = fits ? changedSince(old.version, latest) : null;
  const again = friendIds.filter((id) => {
    const answer = changed && !changed.has(id) ? old!.answers.get(id) : undefined;
    return !answer || (answer.answer === 'notBefore' && answer.at <= now);
  });
  const answers = changed ? new Map(old!.answers) : new Map<number, GuardAnswer>();
  for (const [id, answer] of guardAnswers(ctx, again, { kind: queue.kind, at: now }, now)) answers.set(id, answer);
  queues.delete(queue.id);
  queues.set(queue.id, { version: latest.version, at: changed ? old!.at : now, kind: queue.kind, answers });
  for (const id of queues.keys()) if (queues.size > mostQueues) queues.delete(id);
  return answers;
}
