import type { AccountInput, ChannelDomain, ChannelInput } from '../../../shared/contracts/accounts.ts';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { archiveEntry, type BookTable, createEntry, insertEntry, updateEntry } from './book-table.ts';

const accountTable: BookTable = { table: 'accounts', topic: 'accounts', what: 'account' };
const channelTable: BookTable = { table: 'channels', topic: 'channels', what: 'channel' };
const light = () => false;

type Named = Record<string, SqlValue> & { name: string };
const accountValues = ({ name, wxid, role, category, capacity, standing, note }: AccountInput): Named => {
  // goods belong to the role 'category' only: another role must not keep words nobody sees
  return { name, wxid, role, category: role === 'category' ? category : null, capacity, standing, note };
};
const channelValues = ({ name, domain, note }: ChannelInput): Named => ({ name, domain, note });

/** Adds an account. @throws AppError `nameTaken` */
export const createAccountCommand = defineCommand<AccountInput, Saved>({
  name: 'accounts.create',
  writes: true,
  heavy: light,
  run: (ctx, input) => createEntry(ctx, accountTable, accountValues(input)),
});
/** Changes an account. @throws AppError `notFound`, `nameTaken` */
export const updateAccountCommand = defineCommand<{ id: number; values: AccountInput }, Saved>({
  name: 'accounts.update',
  writes: true,
  heavy: light,
  run: (ctx, { id, values }) => updateEntry(ctx, accountTable, id, accountValues(values)),
});
/** Archives an account (its friends stay) or takes it back into use. @throws AppError `notFound`, `nameTaken` */
export const archiveAccountCommand = defineCommand<{ id: number; archived: boolean }, Saved>({
  name: 'accounts.archive',
  writes: true,
  heavy: light,
  run: (ctx, { id, archived }) => archiveEntry(ctx, accountTable, id, archived),
});
/** Adds a channel. @throws AppError `nameTaken` */
export const createChannelCommand = defineCommand<ChannelInput, Saved>({
  name: 'channels.create',
  writes: true,
  heavy: light,
  run: (ctx, input) => createEntry(ctx, channelTable, channelValues(input)),
});
/** Changes a channel. @throws AppError `notFound`, `nameTaken` */
export const updateChannelCommand = defineCommand<{ id: number; values: ChannelInput }, Saved>({
  name: 'channels.update',
  writes: true,
  heavy: light,
  run: (ctx, { id, values }) => updateEntry(ctx, channelTable, id, channelValues(values)),
});
/** Archives a channel (its friends keep it) or takes it back into use. @throws AppError `notFound`, `nameTaken` */
export const archiveChannelCommand = defineCommand<{ id: number; archived: boolean }, Saved>({
  name: 'channels.archive',
  writes: true,
  heavy: light,
  run: (ctx, { id, archived }) => archiveEntry(ctx, channelTable, id, archived),
});

/** WeChat's own limit of friends in one account (据反馈). */
const wechatCapacity = 10_000;
const defaultChannels: Record<ChannelDomain, string[]> = {
  public: ['小红书', '抖音', '视频号', '快手'],
  private: ['转介绍', '社群', '朋友圈', '老客户导入'],
  offline: ['门店', '地推', '包裹卡'],
};

/** Gives a new book one account and the usual channels. Does nothing when either table has a row; cannot be undone. */
export function seedDefaults(ctx: ServiceContext): void {
  write(ctx, () => {
    const rows = ctx.db.pluck('SELECT (SELECT count(*) FROM accounts) + (SELECT count(*) FROM channels)').get() as number;
    if (rows > 0) return;
    insertEntry(ctx, accountTable, { name: '我的微信', capacity: wechatCapacity, standing: 'normal' });
    for (const [domain, names] of Object.entries(defaultChannels))
      for (const name of names) insertEntry(ctx, channelTable, { name, domain });
  });
}
