import type { z } from 'zod';
import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { tagGroupInput, tagInput } from '../../../shared/contracts/tags.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand, heavyRows } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { addMissing, choose } from './assignments.ts';
import { insertGroup } from './ensure-tags.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    /** whoever carried a tag of one of these names carries `into` now, in this transaction */
    'tags.renamed': { names: string[]; into: string };
    /** tags are about to go, and nothing takes their place; whoever must not let that happen throws */
    'tags.deleting': { ids: number[] };
    /** tags are one with `intoId` from now on; `fromIds` are gone */
    'tags.merged': { fromIds: number[]; intoId: number };
  }
}

type GroupValues = z.infer<typeof tagGroupInput>;
type TagValues = z.infer<typeof tagInput>;
const light = () => false;

/** Adds a group behind the others. @throws AppError `nameTaken` */
export const createGroupCommand = defineCommand<GroupValues, Saved>({
  name: 'tags.createGroup',
  writes: true,
  heavy: light,
  run(ctx, { name, color }) {
    const { value, undoId } = act(ctx, { kind: 'tags.createGroup', topics: ['tags'], details: { name } }, (record) => {
      checkName(ctx, 'tag_groups', name, 0);
      const id = insertGroup(ctx, name, color);
      record.inserted('tag_groups', [id]);
      return id;
    });
    return { id: value, undoId };
  },
});

/** Renames or recolours a group. @throws AppError `notFound`, `nameTaken` */
export const updateGroupCommand = defineCommand<{ id: number; values: GroupValues }, Saved>({
  name: 'tags.updateGroup',
  writes: true,
  heavy: light,
  run(ctx, { id, values: { name, color } }) {
    const { undoId } = act(ctx, { kind: 'tags.updateGroup', topics: ['tags'], details: { name } }, (record) => {
      nameOf(ctx, 'tag_groups', id);
      checkName(ctx, 'tag_groups', name, id);
      record.update('tag_groups', [id], { name, color });
    });
    return { id, undoId };
  },
});

/** Removes a group; its tags stay, without a group. @throws AppError `notFound` */
export const deleteGroupCommand = defineCommand<{ id: number }, Saved>({
  name: 'tags.deleteGroup',
  writes: true,
  heavy: light,
  run(ctx, { id }) {
    const { undoId } = act(ctx, { kind: 'tags.deleteGroup', topics: ['tags'] }, (record, details) => {
      details.name = nameOf(ctx, 'tag_groups', id);
      details.tags = ctx.db.pluck('SELECT count(*) FROM tags WHERE group_id = ?').get(id) as number;
      record.remove('tag_groups', [id]);
    });
    return { id, undoId };
  },
});

/** Adds a tag. @throws AppError `nameTaken`, `notFound` (the group) */
export const createTagCommand = defineCommand<TagValues, Saved>({
  name: 'tags.create',
  writes: true,
  heavy: light,
  run(ctx, { name, groupId, color }) {
    const { value, undoId } = act(ctx, { kind: 'tags.create', topics: ['tags'], details: { name } }, (record) => {
      if (groupId !== null) nameOf(ctx, 'tag_groups', groupId);
      checkName(ctx, 'tags', name, 0);
      const insert = ctx.db.sql("INSERT INTO tags (group_id, name, color, origin, place, created_at) VALUES (?, ?, ?, 'manual', 0, ?)");
      const id = Number(insert.run(groupId, name, color, ctx.clock.now()).lastInsertRowid);
      record.inserted('tags', [id]);
      return id;
    });
    return { id: value, undoId };
  },
});

/** Renames, recolours or moves a tag. @throws AppError `notFound`, `nameTaken` */
export const updateTagCommand = defineCommand<{ id: number; values: TagValues }, Saved>({
  name: 'tags.update',
  writes: true,
  heavy: light,
  run(ctx, { id, values: { name, groupId, color } }) {
    const { undoId } = act(ctx, { kind: 'tags.update', topics: ['tags'], details: { name } }, (record, details) => {
      const before = nameOf(ctx, 'tags', id);
      details.before = before;
      if (groupId !== null) nameOf(ctx, 'tag_groups', groupId);
      checkName(ctx, 'tags', name, id);
      record.update('tags', [id], { name, group_id: groupId, color });
      if (before !== name) ctx.emit(record, 'tags.renamed', { names: [before], into: name });
    });
    return { id, undoId };
  },
});

/**
 * Puts tags into a group (null = into none), all in one action. `changed` counts tags that moved.
 * @throws AppError `notFound` (the group)
 */
export const moveTagsCommand = defineCommand<{ ids: number[]; groupId: number | null }, ChangeReport>({
  name: 'tags.move',
  writes: true,
  heavy: light,
  run(ctx, { ids, groupId }) {
    const { value, undoId } = act(ctx, { kind: 'tags.move', topics: ['tags'] }, (record, details) => {
      details.group = groupId === null ? '' : nameOf(ctx, 'tag_groups', groupId);
      const moved = new Set(record.update('tags', ids, { group_id: groupId }));
      details.names = existing(ctx, [...moved])
        .map(({ name }) => name)
        .slice(0, namesInDetails);
      details.count = moved.size;
      return moved.size;
    });
    return { changed: value, unchanged: new Set(ids).size - value, undoId };
  },
});

/**
 * Deletes tags and takes them off everybody; undo brings every assignment back. `changed` counts tags.
 * @throws AppError `tagBlocks` (friends are kept from adverts by it)
 */
export const deleteTagsCommand = defineCommand<{ ids: number[]; weight: number }, ChangeReport>({
  name: 'tags.delete',
  writes: true,
  heavy: ({ weight }) => weight > heavyRows,
  run(ctx, { ids }) {
    const { value, undoId } = act(ctx, { kind: 'tags.delete', topics: ['tags', 'friends'] }, (record, details) => {
      const found = existing(ctx, ids);
      details.names = found.map(({ name }) => name).slice(0, namesInDetails);
      details.count = found.length;
      details.assignments = assignments(
        ctx,
        found.map(({ id }) => id),
      );
      ctx.emit(record, 'tags.deleting', { ids: found.map(({ id }) => id) });
      return record.remove(
        'tags',
        found.map(({ id }) => id),
      );
    });
    return { changed: value, unchanged: new Set(ids).size - value, undoId };
  },
});

/**
 * Gives `intoId` to everybody who carries one of `fromIds` and deletes those; what named them (segments, audiences of posts and send
 * queues) names `intoId` then. `changed` counts friends who got it, `unchanged` those who carried both already.
 * Tags that are gone meanwhile are passed over.
 * @throws AppError `notFound` when `intoId` or all of `fromIds` are gone, `invalidInput` when there is nothing to merge
 */
export const mergeTagsCommand = defineCommand<{ fromIds: number[]; intoId: number; weight: number }, ChangeReport>({
  name: 'tags.merge',
  writes: true,
  heavy: ({ weight }) => weight > heavyRows,
  run(ctx, { fromIds, intoId }) {
    const { value, undoId } = act(
      ctx,
      { kind: 'tags.merge', topics: ['tags', 'friends', 'segments', 'posts', 'sending'] },
      (record, details) => {
        const wanted = fromIds.filter((id) => id !== intoId);
        if (wanted.length === 0) throw new AppError('invalidInput', { fields: ['fromIds'] });
        const into = nameOf(ctx, 'tags', intoId);
        const there = living(ctx, wanted);
        const from = there.map(({ id }) => id);
        const names = there.map(({ name }) => name);
        details.into = into;
        details.names = names.slice(0, namesInDetails);
        details.count = from.length;
        const carriers = ctx.db
          .pluck('SELECT DISTINCT friend_id FROM friend_tags WHERE tag_id IN (SELECT value FROM json_each(?)) ORDER BY friend_id')
          .all(JSON.stringify(from)) as number[];
        const got = carriers.length === 0 ? 0 : addMissing(ctx.db, record, intoId, choose(carriers), ctx.clock.now()).length;
        record.remove('tags', from);
        ctx.emit(record, 'tags.renamed', { names, into });
        ctx.emit(record, 'tags.merged', { fromIds: from, intoId });
        details.friends = carriers.length;
        return { changed: got, unchanged: carriers.length - got };
      },
    );
    return { ...value, undoId };
  },
});

/** Names kept in an undo record for its sentence on the screen. */
export const namesInDetails = 3;

/** How many assignments these tags have: the weight of deleting or merging them. */
export function assignments(ctx: ServiceContext, tagIds: number[]): number {
  return ctx.db
    .pluck('SELECT count(*) FROM friend_tags WHERE tag_id IN (SELECT value FROM json_each(?))')
    .get(JSON.stringify(tagIds)) as number;
}

/** Name of a tag or group. @throws AppError `notFound` */
export function nameOf(ctx: ServiceContext, table: 'tags' | 'tag_groups', id: number): string {
  const name = ctx.db.pluck(`SELECT name FROM ${table} WHERE id = ?`).get(id) as string | undefined;
  if (name === undefined) throw new AppError('notFound', { what: table === 'tags' ? 'tag' : 'tagGroup' });
  return name;
}

/** Those of the tags that are still there, by id. @throws AppError `notFound` when none is */
export function living(ctx: ServiceContext, ids: number[]): { id: number; name: string }[] {
  const found = existing(ctx, ids);
  if (found.length === 0) throw new AppError('notFound', { what: 'tag' });
  return found;
}

function existing(ctx: ServiceContext, ids: number[]): { id: number; name: string }[] {
  return ctx.db.sql('SELECT id, name FROM tags WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id').all(JSON.stringify(ids)) as {
    id: number;
    name: string;
  }[];
}

function checkName(ctx: ServiceContext, table: 'tags' | 'tag_groups', name: string, ownId: number): void {
  if (ctx.db.pluck(`SELECT 1 FROM ${table} WHERE name = ? AND id <> ?`).get(name, ownId)) throw new AppError('nameTaken', { name });
}
