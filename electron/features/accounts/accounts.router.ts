import {
  accountInput,
  accountList,
  archiveInput,
  channelInput,
  channelList,
  updateAccountInput,
  updateChannelInput,
} from '../../../shared/contracts/accounts.ts';
import { saved } from '../../../shared/contracts/common.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { listAccounts, listChannels } from './accounts.queries.ts';
import {
  archiveAccountCommand,
  archiveChannelCommand,
  createAccountCommand,
  createChannelCommand,
  updateAccountCommand,
  updateChannelCommand,
} from './accounts.service.ts';

export const accountsRouter = router({
  list: procedure.output(accountList).query(({ ctx }) => listAccounts(ctx)),
  create: procedure
    .input(accountInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createAccountCommand, input)),
  update: procedure
    .input(updateAccountInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateAccountCommand, input)),
  archive: procedure
    .input(archiveInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(archiveAccountCommand, input)),
});

export const channelsRouter = router({
  list: procedure.output(channelList).query(({ ctx }) => listChannels(ctx)),
  create: procedure
    .input(channelInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createChannelCommand, input)),
  update: procedure
    .input(updateChannelInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateChannelCommand, input)),
  archive: procedure
    .input(archiveInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(archiveChannelCommand, input)),
});
