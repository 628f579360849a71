import type { HostContext } from '../../platform/host-context.ts';
import { CatchUp, onePerBook } from '../search/index.ts';
import { noteTalkDaysCommand, readTalkDaysCommand } from './talk-days.ts';

/** Keeps two-way days up to date from the host, one short turn of the worker after the other. */
class TalkDayReading extends CatchUp {
  constructor(ctx: HostContext) {
    // later than the search: somebody may be waiting for that
    super(ctx, {
      pauseMs: 2500,
      failure: 'two-way days not read',
      async run(changed) {
        const friendIds = new Set<number>();
        for (let more = true; more; ) {
          const turn = await ctx.execute(readTalkDaysCommand, null);
          if (turn.found.length > 0) for (const id of await ctx.execute(noteTalkDaysCommand, { found: turn.found })) friendIds.add(id);
          more = turn.more && !changed();
        }
        // once for all turns: whoever looks at suggestions would have them worked out anew for each
        if (friendIds.size > 0) ctx.announce({ topics: ['suggestions'], hint: { friendIds: Uint32Array.from(friendIds) } });
      },
    });
  }
}

/** The one that reads two-way days of this book. */
export const talkDayReadingFor = onePerBook((ctx) => new TalkDayReading(ctx));

/** Listens for changes of chats; and catches up with what an earlier run left open. */
export function plugTalkDays(ctx: HostContext): void {
  const reading = talkDayReadingFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('chats')) reading.soon();
  });
  if (ctx.db.pluck('SELECT 1 FROM friend_chat_stats LIMIT 1').get() !== undefined) reading.soon();
}
