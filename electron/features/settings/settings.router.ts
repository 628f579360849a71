import { z } from 'zod';
import { about, type Settings, setSettingInput, settingShapes } from '../../../shared/contracts/settings.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { readAbout, readSettings } from './settings.queries.ts';
import { setSettingCommand } from './settings.service.ts';

export const settingsRouter = router({
  all: procedure.output(z.object(settingShapes)).query(({ ctx }): Settings => readSettings(ctx)),
  set: procedure
    .input(setSettingInput)
    .output(z.object({ ok: z.literal(true) }))
    .mutation(({ ctx, input }) => ctx.execute(setSettingCommand, input)),
  about: procedure.output(about).query(({ ctx }) => readAbout(ctx)),
});
