import type { HostContext } from '../../platform/host-context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { waitingOrders } from './orders/order-scan.ts';
import { waitingChats } from './queue/chat-look.ts';
import { waitingContacts } from './sessions.ts';

/** An import about to begin, by what its steps are called by. */
type Waiting =
  | { of: 'contacts'; sessionId: string }
  | { of: 'chats'; queueId: string; itemIds: string[] }
  | { of: 'orders'; queueId: string; itemId: string };

/** Rows that it would bring or change; of chats all that were read, for what is known already is found only by the import. */
export const sizeCommand = defineCommand<Waiting, number>({
  name: 'imports.size',
  writes: false,
  heavy: () => true,
  run(_, waiting) {
    if (waiting.of === 'contacts') return waitingContacts(waiting.sessionId);
    return waiting.of === 'chats' ? waitingChats(waiting) : waitingOrders(waiting);
  },
});

/** Rows from which on an import counts as big. */
export const bigImport = 2000;

/** What is done before a big import; null = nothing, so its size is not even asked for. */
type Before = (ctx: HostContext) => (() => Promise<void>) | null;
let beforeBig: Before = () => null;

/** Backups stand above imports: what they do first is given to them. */
export function plugImports(plug: { beforeBig: Before }): void {
  beforeBig = plug.beforeBig;
}

/** What an import waits for, as options of `execute`; never rejects on account of it. */
export function whenSafe(ctx: HostContext, waiting: Waiting): { after?: Promise<void> } {
  const before = beforeBig(ctx);
  if (!before) return {};
  const size = ctx.execute(sizeCommand, waiting).catch(() => 0);
  return { after: size.then((rows) => (rows > bigImport ? before() : undefined)).catch(() => {}) };
}
