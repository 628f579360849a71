import { demoStatus as demoStatusShape } from '../../../shared/contracts/demo.ts';
import { AppError } from '../../../shared/errors.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { demoStatus } from './demo.queries.ts';
import { loadDemoCommand, removeDemoCommand } from './demo.service.ts';

export const demoRouter = router({
  status: procedure.output(demoStatusShape).query(({ ctx }) => demoStatus(ctx)),
  load: procedure.output(demoStatusShape).mutation(({ ctx }) => {
    if (ctx.demoFile === null) throw new AppError('notFound', { what: 'demo' });
    return ctx.execute(loadDemoCommand, { path: ctx.demoFile, now: ctx.clock.now() });
  }),
  remove: procedure.output(demoStatusShape).mutation(({ ctx }) => ctx.execute(removeDemoCommand, null)),
});
