import type { z } from 'zod';
import { ownSopShape, type removeSopInput, type saveSopInput, sopShape } from '../../../shared/contracts/follow-ups.ts';
import { type OwnSop, type SopKey, sopKeys } from '../../../shared/domain/follow-up.ts';
import { sopFault } from '../../../shared/domain/sop-faults.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { sopWords } from '../../../shared/domain/words.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { changeSetting, readSettings } from '../settings/index.ts';

/*
 * Templates are settings, since they say how she works; a change of one is an action all the same, to be taken back. Keys of steps stay
 * what they are: what was done with a step stays done, however its template is changed, put back as on the first day, or taken away.
 */

const topics = ['followUps' as const, 'settings' as const, 'rules' as const];
type Draft = z.infer<typeof saveSopInput>;

const isFirst = (id: string | null): id is SopKey => sopKeys.some((key) => key === id);

/** @throws AppError `sopUnfit` */
function mustFit(draft: Draft, own: readonly OwnSop[]): void {
  const others = own.filter(({ id }) => id !== draft.id).map(({ name }) => name);
  const fault = sopFault(isFirst(draft.id) ? { ...draft, name: null, trigger: draft.id } : draft, others);
  if (fault) throw new AppError('sopUnfit', fault);
}

/** What was done with steps is known by the id of their template: one that is taken away leaves its id to nobody. */
function freshId({ clock, db }: ServiceContext, own: readonly OwnSop[]): string {
  const isUsed = db.pluck('SELECT 1 FROM follow_ups WHERE sop = ? LIMIT 1');
  for (let n = clock.now(); ; n++) {
    const id = `own${n}`;
    if (isUsed.get(id) === undefined && own.every((one) => one.id !== id)) return id;
  }
}

/** Adds a template of her own or changes one. @throws AppError `sopUnfit`, `notFound` */
export const saveSopCommand = defineCommand<Draft, { undoId: number | null }>({
  name: 'followUps.saveSop',
  writes: true,
  heavy: () => false,
  run(ctx, draft) {
    const settings = readSettings(ctx);
    const [changed, own] = [settings['followUps.sops'], settings['followUps.own']];
    const old = own.find(({ id }) => id === draft.id);
    if (draft.id !== null && !isFirst(draft.id) && !old) throw new AppError('notFound', { what: 'sop' });
    mustFit(old ? { ...draft, trigger: old.trigger } : draft, own);
    const name = isFirst(draft.id) ? sopWords[draft.id] : draft.name;
    const before = isFirst(draft.id) ? (changed[draft.id] ?? firstSops[draft.id]) : old;
    const does = !before ? 'added' : before.isOn === draft.isOn ? 'changed' : draft.isOn ? 'on' : 'off';
    const { undoId } = act(ctx, { kind: `followUps.sop.${does}`, topics, details: { name } }, (record) => {
      if (isFirst(draft.id)) return changeSetting(ctx, record, 'followUps.sops', withFirst(changed, draft.id, sopShape.parse(draft)));
      const kept = ownSopShape.parse({ ...draft, id: old?.id ?? freshId(ctx, own), trigger: old?.trigger ?? draft.trigger });
      changeSetting(ctx, record, 'followUps.own', old ? own.map((one) => (one === old ? kept : one)) : [...own, kept]);
    });
    return { undoId };
  },
});

type Changed = Partial<Record<SopKey, z.infer<typeof sopShape>>>;

/** What is as on the first day is not kept, so that it may get better. */
function withFirst(changed: Changed, key: SopKey, sop: z.infer<typeof sopShape>): Changed {
  const { [key]: _, ...others } = changed;
  return JSON.stringify(sop) === JSON.stringify(sopShape.parse(firstSops[key])) ? others : { ...others, [key]: sop };
}

/** Takes one of her own away; what was done with its steps stays in the book. @throws AppError `notFound` */
export const removeSopCommand = defineCommand<z.infer<typeof removeSopInput>, { undoId: number | null }>({
  name: 'followUps.removeSop',
  writes: true,
  heavy: () => false,
  run(ctx, { id }) {
    const own = readSettings(ctx)['followUps.own'];
    const old = own.find((one) => one.id === id);
    if (!old) throw new AppError('notFound', { what: 'sop' });
    const { undoId } = act(ctx, { kind: 'followUps.sop.removed', topics, details: { name: old.name } }, (record) =>
      changeSetting(
        ctx,
        record,
        'followUps.own',
        own.filter((one) => one !== old),
      ),
    );
    return { undoId };
  },
});
