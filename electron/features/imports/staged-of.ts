import type { HostContext } from '../../platform/host-context.ts';

/*
 * Which staged files a queue or a wizard was opened from. The worker holds queues and wizards; the host has to know the files of an
 * import that begins, to have them again should the program die over it.
 */
const known = new Map<string, readonly string[]>();
const most = 100;

export function noteStaged(id: string, fileIds: readonly string[]): void {
  known.set(id, fileIds);
  if (known.size > most) known.delete(known.keys().next().value!);
}

/** Of a queue or a wizard; [] = it came from no file. */
export const stagedOf = (id: string): readonly string[] => known.get(id) ?? [];

/** Every import makes a row, within its own transaction. */
const lastBatch = ({ db }: Pick<HostContext, 'db'>): number => db.pluck('SELECT coalesce(max(id), 0) FROM import_batches').get() as number;

/** Runs the import of a queue or a wizard, so that its files are found again should the program die over it. */
export function whileImporting<T>(ctx: HostContext, id: string, work: () => Promise<T>): Promise<T> {
  return ctx.staging.during(stagedOf(id), { at: ctx.clock.now(), mark: lastBatch(ctx) }, work);
}

/** At the start: an import that the program died over may have come in whole before. Then nothing of it is left to do. */
export function settleImported(ctx: HostContext): void {
  const left = ctx.staging.unfinished();
  if (!left || lastBatch(ctx) <= left.mark) return;
  ctx.staging.settleUnfinished();
  for (const { fileId } of left.files) ctx.staging.drop(fileId);
}
