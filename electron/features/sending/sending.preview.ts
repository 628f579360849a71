import { mostItems, type SendDraft, type SendPreview } from '../../../shared/contracts/sending.ts';
import { touchKinds } from '../../../shared/contracts/touches.ts';
import { isMarketing } from '../../../shared/domain/fatigue.ts';
import { parseTemplate, variablesOf } from '../../../shared/domain/template.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { fillChosen } from '../../platform/undo/recorder.ts';
import { templateValues } from '../content/index.ts';
import { readSettings } from '../settings/index.ts';
import { type GuardAsk, summarise } from '../touches/index.ts';
import { wordsFor } from './words.ts';

/** What a draft comes to once its source is known as friends. */
export interface Chosen {
  friendIds: Uint32Array;
  draft: Pick<SendDraft, 'text' | 'kind' | 'keepMissing'>;
}

interface Person {
  id: number;
  name: string;
  status: string;
  archivedAt: number | null;
}

export interface Sorted {
  queued: Person[];
  left: SendPreview['left'];
  missing: SendPreview['missing'];
}

/**
 * Who comes into the queue and who is left out, each for the first reason that fits; in the order in which friends were given.
 * @throws AppError `invalidInput` {fields: ['text']} when the words cannot be read as a template
 */
export function sortOut(ctx: ServiceContext, { friendIds, draft }: Chosen): Sorted {
  if (parseTemplate(draft.text).problems.length > 0) throw new AppError('invalidInput', { fields: ['text'] });
  const people = peopleOf(ctx, friendIds);
  const tagged = isMarketing(draft.kind) ? taggedOf(ctx) : new Set<number>();
  const left = { gone: 0, archived: 0, tagged: 0, missing: 0 };
  const fit: Person[] = [];
  for (const person of people) {
    if (person.status !== 'normal') left.gone++;
    else if (person.archivedAt !== null) left.archived++;
    else if (tagged.has(person.id)) left.tagged++;
    else fit.push(person);
  }
  const { lacking, missing } = emptyVariables(ctx, draft.text, fit);
  const queued = fit.filter(({ id }) => !lacking.has(id) || draft.keepMissing);
  left.missing = fit.length - queued.length;
  return { queued, left, missing };
}

/** For whom a variable is empty, and which variables how often. */
function emptyVariables(ctx: ServiceContext, text: string, people: Person[]): { lacking: Set<number>; missing: SendPreview['missing'] } {
  const lacking = new Set<number>();
  const counts = new Map<string, { count: number; names: string[] }>();
  const values = text.includes('{')
    ? templateValues(
        ctx,
        people.map(({ id }) => id),
        variablesOf(parseTemplate(text).template),
      )
    : null;
  for (const { id, name } of values ? people : []) {
    const { missing } = wordsFor(text, values!.get(id));
    if (missing.length > 0) lacking.add(id);
    for (const variable of missing) {
      const known = counts.get(variable) ?? { count: 0, names: [] };
      known.count++;
      if (known.names.length < 5) known.names.push(name);
      counts.set(variable, known);
    }
  }
  const missing = [...counts].map(([variable, { count, names }]) => ({ variable, count, names }));
  return { lacking, missing: missing.sort((a, b) => b.count - a.count) };
}

/** What the queue would be: how many, who is left out and why, who may be written to now, how it reads for the first three. */
export function previewQueue(ctx: ServiceContext, chosen: Chosen, now: number): SendPreview {
  const { queued, left, missing } = sortOut(ctx, chosen);
  const ids = queued.map(({ id }) => id);
  const ask: GuardAsk = { kind: chosen.draft.kind, at: now };
  fillChosen(ctx.db, ids);
  const elsewhere = ctx.db
    .pluck(
      `SELECT count(DISTINCT friend_id) FROM send_items JOIN send_queues ON send_queues.id = queue_id
       WHERE send_items.state = 'waiting' AND send_queues.state <> 'done' AND friend_id IN (SELECT id FROM temp.chosen)`,
    )
    .get() as number;
  const samples = queued.slice(0, 3).map(({ id, name }) => ({
    friendId: id,
    name,
    text: wordsFor(chosen.draft.text, templateValues(ctx, [id]).get(id)).text,
  }));
  const lists = Math.ceil(ids.length / mostItems);
  return {
    total: chosen.friendIds.length,
    queued: ids.length,
    lists,
    left,
    missing,
    guard: summarise(ctx, ids, ask, now),
    elsewhere,
    samples,
  };
}

function peopleOf(ctx: ServiceContext, friendIds: Uint32Array): Person[] {
  fillChosen(ctx.db, friendIds);
  const rows = ctx.db
    .sql(
      `SELECT id, CASE remark WHEN '' THEN nickname ELSE remark END AS name, status, archived_at AS archivedAt
       FROM friends WHERE id IN (SELECT id FROM temp.chosen)`,
    )
    .all() as Person[];
  const byId = new Map(rows.map((row) => [row.id, row]));
  return Array.from(friendIds).flatMap((id) => byId.get(id) ?? []);
}

function taggedOf(ctx: ServiceContext): Set<number> {
  const names = JSON.stringify(readSettings(ctx)['guard.blockTags']);
  const ids = ctx.db
    .pluck('SELECT friend_id FROM tags JOIN friend_tags ON tag_id = tags.id WHERE name IN (SELECT value FROM json_each(?))')
    .all(names) as number[];
  return new Set(ids);
}

/** Place of a kind as it is stored. */
export const placeOfKind = (kind: SendDraft['kind']): number => touchKinds.indexOf(kind);
