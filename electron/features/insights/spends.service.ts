import type { SaveSpends } from '../../../shared/contracts/channel-money.ts';
import { dayOf } from '../../../shared/domain/segment-days.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';

/** Keeps what she spent on a channel in some months. @throws AppError `notFound`, `invalidInput` for months still to come */
export const saveSpendsCommand = defineCommand<SaveSpends, { undoId: number | null }>({
  name: 'insights.saveSpends',
  writes: true,
  heavy: () => false,
  run(ctx, { channelId, spends }) {
    const name = ctx.db.pluck('SELECT name FROM channels WHERE id = ?').get(channelId) as string | undefined;
    if (name === undefined) throw new AppError('notFound', { what: 'channel' });
    const thisMonth = dayOf(ctx.clock.now()).slice(0, 7);
    if (spends.some(({ month }) => month > thisMonth)) throw new AppError('invalidInput', { fields: ['month'] });
    const { undoId } = act(ctx, { kind: 'insights.saveSpends', topics: ['channels'], details: { name } }, (record) => {
      for (const { month, spendFen } of spends) saveSpend(ctx, record, { channelId, month, spendFen });
    });
    return { undoId };
  },
});

interface Spend {
  channelId: number;
  month: string;
  spendFen: number | null;
}

function saveSpend(ctx: ServiceContext, record: Recorder, { channelId, month, spendFen }: Spend): void {
  const now = ctx.clock.now();
  const id = ctx.db.pluck('SELECT id FROM channel_spends WHERE channel_id = ? AND month = ?').get(channelId, month) as number | undefined;
  if (id === undefined) {
    if (spendFen === null) return;
    const insert = ctx.db.sql('INSERT INTO channel_spends (channel_id, month, spend_fen, created_at, updated_at) VALUES (?, ?, ?, ?, ?)');
    record.inserted('channel_spends', [Number(insert.run(channelId, month, spendFen, now, now).lastInsertRowid)]);
  } else if (spendFen === null) record.remove('channel_spends', [id]);
  else record.update('channel_spends', [id], { spend_fen: spendFen, updated_at: now }, ['spend_fen']);
}
