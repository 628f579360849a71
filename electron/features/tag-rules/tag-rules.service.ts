import type { Saved } from '../../../shared/contracts/common.ts';
import { mostTagRules, type TagRuleInput } from '../../../shared/contracts/tag-rules.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { savedRules, troublesOf } from './saved-rules.ts';

const light = () => false;
const topics = ['tagRules' as const];

/** Adds a rule behind the others, on at once. @throws AppError `nameTaken`, `tagRuleUnfit` */
export const createTagRuleCommand = defineCommand<TagRuleInput, Saved>({
  name: 'tagRules.create',
  writes: true,
  heavy: light,
  run(ctx, { name, ...body }) {
    const { value, undoId } = act(ctx, { kind: 'tagRules.create', topics, details: { name } }, (record) => {
      checkName(ctx, name, 0);
      if (savedRules(ctx).length >= mostTagRules) throw new AppError('invalidInput', { fields: ['name'] });
      const now = ctx.clock.now();
      const place = ctx.db.pluck('SELECT coalesce(max(place), 0) + 1 FROM tag_rules').get() as number;
      const insert = ctx.db.sql('INSERT INTO tag_rules (name, place, is_on, body, created_at, updated_at) VALUES (?, ?, 1, ?, ?, ?)');
      const id = Number(insert.run(name, place, JSON.stringify(body), now, now).lastInsertRowid);
      record.inserted('tag_rules', [id]);
      requireFit(ctx, id);
      return id;
    });
    return { id: value, undoId };
  },
});

/** Changes a rule. What it gave under other conditions or tags is told by the next run. @throws AppError `notFound`, `nameTaken`, `tagRuleUnfit` */
export const updateTagRuleCommand = defineCommand<{ id: number; values: TagRuleInput }, Saved>({
  name: 'tagRules.update',
  writes: true,
  heavy: light,
  run(ctx, { id, values: { name, ...body } }) {
    const { undoId } = act(ctx, { kind: 'tagRules.update', topics, details: { name } }, (record, details) => {
      details.before = nameOf(ctx, id);
      checkName(ctx, name, id);
      record.update('tag_rules', [id], { name, body: JSON.stringify(body), updated_at: ctx.clock.now() }, ['name', 'body']);
      requireFit(ctx, id);
    });
    return { id, undoId };
  },
});

/** Deletes a rule; tags that it put on stay where they are. @throws AppError `notFound` */
export const deleteTagRuleCommand = defineCommand<{ id: number }, Saved>({
  name: 'tagRules.delete',
  writes: true,
  heavy: light,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'tagRules.delete', topics }, (record, details) => {
      details.name = nameOf(ctx, id);
      record.remove('tag_rules', [id]);
    });
    return { id, undoId };
  },
});

/** Lets a rule act, or stops it. @throws AppError `notFound`, `tagRuleUnfit` */
export const setOnCommand = defineCommand<{ id: number; on: boolean }, Saved>({
  name: 'tagRules.setOn',
  writes: true,
  heavy: light,
  run(ctx, { id, on }) {
    const { undoId } = act(ctx, { kind: 'tagRules.setOn', topics, details: { on } }, (record, details) => {
      details.name = nameOf(ctx, id);
      record.update('tag_rules', [id], { is_on: on ? 1 : 0, updated_at: ctx.clock.now() }, ['is_on']);
      if (on) requireFit(ctx, id);
    });
    return { id, undoId };
  },
});

/** Puts the rules in this order; those that are not named come behind, as they stood. @throws AppError `notFound` */
export const orderRulesCommand = defineCommand<{ ids: number[] }, Saved>({
  name: 'tagRules.order',
  writes: true,
  heavy: light,
  run(ctx, { ids }) {
    const { undoId } = act(ctx, { kind: 'tagRules.order', topics }, (record) => {
      const all = ctx.db.pluck('SELECT id FROM tag_rules ORDER BY place, id').all() as number[];
      if (ids.some((id) => !all.includes(id))) throw new AppError('notFound', { what: 'tagRule' });
      const order = [...new Set([...ids, ...all])];
      record.updateEach(
        'tag_rules',
        ['place'],
        order.map((id, at) => ({ id, values: [at + 1] })),
      );
    });
    return { id: ids[0]!, undoId };
  },
});

/** Says whether a friend has only one tag of a group from rules. @throws AppError `notFound` */
export const setExclusiveCommand = defineCommand<{ groupId: number; on: boolean }, Saved>({
  name: 'tagRules.setExclusive',
  writes: true,
  heavy: light,
  run(ctx, { groupId, on }) {
    const { undoId } = act(ctx, { kind: 'tagRules.setExclusive', topics, details: { on } }, (record, details) => {
      const name = ctx.db.pluck('SELECT name FROM tag_groups WHERE id = ?').get(groupId) as string | undefined;
      if (name === undefined) throw new AppError('notFound', { what: 'tagGroup' });
      details.name = name;
      const isOn = ctx.db.pluck('SELECT 1 FROM tag_rule_groups WHERE group_id = ?').get(groupId) !== undefined;
      if (isOn === on) return;
      if (!on) return void record.remove('tag_rule_groups', [groupId]);
      ctx.db.sql('INSERT INTO tag_rule_groups (group_id) VALUES (?)').run(groupId);
      record.inserted('tag_rule_groups', [groupId]);
    });
    return { id: groupId, undoId };
  },
});

function nameOf({ db }: ServiceContext, id: number): string {
  const name = db.pluck('SELECT name FROM tag_rules WHERE id = ?').get(id) as string | undefined;
  if (name === undefined) throw new AppError('notFound', { what: 'tagRule' });
  return name;
}

function checkName({ db }: ServiceContext, name: string, ownId: number): void {
  if (db.pluck('SELECT 1 FROM tag_rules WHERE name = ? AND id <> ?').get(name, ownId)) throw new AppError('nameTaken', { name });
}

/** Looks at the rule as it stands now in the transaction. @throws AppError `tagRuleUnfit` when it could not run so */
function requireFit(ctx: ServiceContext, id: number): void {
  const rules = savedRules(ctx);
  const trouble = troublesOf(ctx, rules, id)[rules.findIndex((rule) => rule.id === id)];
  if (trouble) throw new AppError('tagRuleUnfit', trouble);
  // nor may it make another one ask for what it gives
  const asOff = rules.map((rule) => (rule.id === id ? { ...rule, isOn: false } : rule));
  const before = troublesOf(ctx, asOff);
  const now = troublesOf(ctx, rules, id);
  const hurt = rules.findIndex((rule, at) => rule.isOn && now[at]?.why === 'feedback' && before[at] === null);
  const found = now[hurt];
  if (found?.why === 'feedback')
    throw new AppError('tagRuleUnfit', { why: 'feedback', tag: found.tag, by: rules[hurt]!.name, other: true });
}

/** Forgets what rules gave to somebody who is erased, in the caller's transaction. */
export function eraseGiven({ db }: ServiceContext, friendIds: readonly number[]): void {
  const forget = db.sql('DELETE FROM tag_rule_given WHERE friend_id = ?');
  for (const id of friendIds) forget.run(id);
}
