import type { DemoStatus } from '../../../shared/contracts/demo.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** Whether demo data are in the book, how many friends of them, and whether the book holds nothing yet (no friend, no post). */
export function demoStatus(ctx: ServiceContext): DemoStatus {
  const loaded = ctx.db.pluck('SELECT EXISTS (SELECT 1 FROM demo_rows)').get() === 1;
  const friends = ctx.db
    .pluck("SELECT count(*) FROM friends WHERE id IN (SELECT row_id FROM demo_rows WHERE table_name = 'friends')")
    .get() as number;
  const bookEmpty = ctx.db.pluck('SELECT NOT EXISTS (SELECT 1 FROM friends) AND NOT EXISTS (SELECT 1 FROM posts)').get() === 1;
  return { loaded, friends, bookEmpty };
}
