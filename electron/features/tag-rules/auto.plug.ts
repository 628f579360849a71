import type { RanRules } from '../../../shared/contracts/tag-rules.ts';
import { localDay } from '../../platform/clock.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { CatchUp, onePerBook } from '../search/index.ts';
import { runRulesCommand } from './run.service.ts';
import { savedRules } from './saved-rules.ts';
import { askRules } from './tasks.ts';

/** How often it is asked whether another day has begun. */
const lookEveryMs = 10 * 60_000;

/** Asks the conditions now and runs the rules. */
export async function runTagRules(ctx: HostContext, author: 'manual' | 'rule'): Promise<RanRules> {
  const asked = await askRules(ctx);
  if (!asked.some(({ task }) => task.members !== null)) return { added: 0, removed: 0, undoId: null };
  return ctx.execute(runRulesCommand, { tasks: asked.map(({ task }) => task), author, now: ctx.clock.now() });
}

/** Runs the rules behind an import, at the start, and when another day has begun. Nothing is asked while there are none. */
class TagRulesByThemselves extends CatchUp {
  ranOn: string | null = null;

  constructor(ctx: HostContext) {
    // later than what reads the chats of an import: conditions may ask for that
    super(ctx, {
      pauseMs: 5000,
      failure: 'tag rules not run',
      run: async () => {
        // closed while it was waiting
        if (!ctx.db.raw.open) return;
        this.ranOn = localDay(ctx.clock.now());
        if (savedRules(ctx).some(({ isOn }) => isOn)) await runTagRules(ctx, 'rule');
      },
    });
  }
}

/** The one that runs the rules of this book. */
export const tagRulesFor = onePerBook((ctx) => new TagRulesByThemselves(ctx));

/** Listens for imports; and looks at the start, and now and then whether it is another day. */
export function plugTagRules(ctx: HostContext): void {
  const rules = tagRulesFor(ctx);
  ctx.events.onChange(({ topics }) => {
    if (topics.includes('imports')) rules.soon();
  });
  // a rule that is written today runs when she says so, or tomorrow
  if (savedRules(ctx).length > 0) rules.soon();
  else rules.ranOn = localDay(ctx.clock.now());
  const look = setInterval(() => {
    if (!ctx.db.raw.open) clearInterval(look);
    else if (rules.ranOn !== localDay(ctx.clock.now())) rules.soon();
  }, lookEveryMs);
  look.unref();
}
