import type { ContentUsage } from '../../../shared/contracts/content.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** What became of each piece that was ever used, by its id; pieces never used may be missing. */
export type UsageSource = (ctx: ServiceContext) => Map<number, ContentUsage>;

let usage: UsageSource = () => new Map();

/** Connects what stands above the library: who knows how often a piece was used and what came of it. Called by the composition root. */
export function plugContent(plugs: { usage: UsageSource }): void {
  usage = plugs.usage;
}

export const readUsage: UsageSource = (ctx) => usage(ctx);
