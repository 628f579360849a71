import type { HostContext } from '../../platform/host-context.ts';
import { CatchUp, onePerBook } from '../search/index.ts';
import { readSettings } from '../settings/index.ts';
import { suggestionAt } from './shelf.ts';
import { suggestionStore } from './suggestion-store.ts';
import { askingOf } from './suggestions.queries.ts';
import { autoCommand } from './suggestions.service.ts';
import { talkDayReadingFor } from './talk-days.plug.ts';

/** Lets rules act that the seller allowed to, a while after something changed. Nothing is worked out while there are none. */
class Automatic extends CatchUp {
  constructor(ctx: HostContext) {
    super(ctx, {
      pauseMs: 4000,
      failure: 'automatic rules not run',
      async run() {
        // closed while it was waiting
        if (!ctx.db.raw.open) return;
        const modes = readSettings(ctx)['trust.rules'];
        if (!Object.values(modes).includes('auto')) return;
        await talkDayReadingFor(ctx).now();
        const { shelf } = await suggestionStore(ctx).open();
        const picks = Array.from(shelf.friend, (_, i) => suggestionAt(shelf, i)).filter(
          ({ rule, isDisputed }) => modes[rule] === 'auto' && !isDisputed,
        );
        const mayGo = picks.map(({ friendId, toLevel }) => ({ friendId, toLevel }));
        if (mayGo.length > 0) await ctx.execute(autoCommand, await askingOf(ctx, mayGo));
      },
    });
  }
}

/** The one that lets rules of this book act. */
export const automaticFor = onePerBook((ctx) => new Automatic(ctx));

/** Listens for what the rules rest on; and looks once at the start, for days went by. */
export function plugAutomatic(ctx: HostContext): void {
  const automatic = automaticFor(ctx);
  const restsOn = new Set(['chats', 'orders', 'touches', 'tags', 'friends', 'search', 'suggestions', 'referrals', 'rules']);
  ctx.events.onChange(({ topics }) => {
    // what was just taken back must be hers to look at, not a rule's to do again: it knows by its steps
    if (topics.some((topic) => restsOn.has(topic))) automatic.soon();
  });
  automatic.soon();
}
