import type { z } from 'zod';
import type { MissingFor, TemplatePreview } from '../../../shared/contracts/content.ts';
import type { missingForInput } from '../../../shared/contracts/content-missing.ts';
import { fillTemplate, parseTemplate, partsThatMayLack, type TemplateValues, variablesOf } from '../../../shared/domain/template.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { audienceIds } from '../segments/index.ts';
import { templateValues } from './template-values.ts';

/** friends whose words are read at a stretch */
const slice = 5000;
/** so many are named: a list that a person may still scroll through */
const shownFriends = 2000;

const nameSql = "CASE remark WHEN '' THEN nickname ELSE remark END";
const nameOf = (ctx: ServiceContext, id: number) => ctx.db.pluck(`SELECT ${nameSql} FROM friends WHERE id = ?`).get(id) as string;
function namesOf(ctx: ServiceContext, ids: number[]): Map<number, string> {
  const rows = ctx.db.arrays(`SELECT id, ${nameSql} FROM friends WHERE id IN (SELECT value FROM json_each(?))`).all(JSON.stringify(ids));
  return new Map(rows as [number, string][]);
}

/** What is known of one friend, for a preview that follows every key. @throws AppError `notFound` */
export function valuesFor(ctx: ServiceContext, friendId: number): TemplateValues & { name: string } {
  const values = templateValues(ctx, [friendId]).get(friendId);
  if (!values) throw new AppError('notFound', { what: 'friend' });
  return { ...values, name: nameOf(ctx, friendId) };
}

/** The words one friend would get. @throws AppError `notFound` */
export function previewFor(ctx: ServiceContext, { text, friendId }: { text: string; friendId: number }): TemplatePreview {
  const { name, ...values } = valuesFor(ctx, friendId);
  return { ...fillTemplate(parseTemplate(text).template, values), name };
}

/** For whom of these friends, or of an audience, something in a text is empty. @throws AppError `brokenAudience` */
export async function missingAmong(ctx: HostContext, { text, friendIds, audience }: z.output<typeof missingForInput>): Promise<MissingFor> {
  const meant = friendIds ?? (audience ? await audienceIds(ctx, audience, []) : null);
  return ctx.execute(missingForCommand, { text, friendIds: meant });
}

/** `friendIds` null = all friends who are not archived. */
export const missingForCommand = defineCommand<{ text: string; friendIds: number[] | Uint32Array | null }, MissingFor>({
  name: 'content.missingFor',
  writes: false,
  thread: 'reader',
  heavy: ({ friendIds }) => friendIds === null || friendIds.length > 300,
  run(ctx, { text, friendIds }, control) {
    const ids = friendIds ?? (ctx.db.pluck('SELECT id FROM friends WHERE archived_at IS NULL ORDER BY id').all() as number[]);
    // what has words instead is never empty: of 50,000 friends nobody's orders need be read for it
    const template = partsThatMayLack(parseTemplate(text).template);
    const needed = variablesOf(template);
    const counts = new Map<string, number>();
    const first: { id: number; missing: string[] }[] = [];
    let of = 0;
    let count = 0;
    for (let at = 0; at < ids.length; at += slice) {
      control.checkCancelled();
      for (const [id, values] of templateValues(ctx, ids.slice(at, at + slice), needed)) {
        of++;
        const { missing } = fillTemplate(template, values);
        if (missing.length === 0) continue;
        count++;
        for (const name of missing) counts.set(name, (counts.get(name) ?? 0) + 1);
        if (first.length < shownFriends) first.push({ id, missing });
      }
    }
    const variables = [...counts].map(([name, friends]) => ({ name, count: friends })).sort((a, b) => b.count - a.count);
    const names = namesOf(
      ctx,
      first.map(({ id }) => id),
    );
    return { of, count, variables, friends: first.map((friend) => ({ ...friend, name: names.get(friend.id) ?? '' })) };
  },
});
