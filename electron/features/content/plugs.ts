import type { ContentUsage } from '../../../shared/contracts/content.ts';
import type { ServiceContext } from '../../platform/context.ts';

/** What became of each piece that was ever used, by its id; pieces never used may be missing. */
export type UsageSource = (ctx: ServiceContext) => Map<number, ContentUsage>;

/** Uses of pieces otherwise than by posts of the calendar: piece and moment (ms UTC). */
export type OtherUses = (ctx: ServiceContext) => readonly (readonly [contentId: number, at: number])[];

/** Pictures (ids) that are promised somewhere no foreign key tells of. */
export type PromisedAssets = (ctx: ServiceContext) => readonly number[];

let usage: UsageSource = () => new Map();
let otherUses: OtherUses = () => [];
let promised: PromisedAssets = () => [];

/**
 * Connects what stands above the library: who knows how often a piece was used and what came of it, and which pictures are still wanted.
 * Called by the composition root.
 */
export function plugContent(plugs: { usage: UsageSource; otherUses: OtherUses; promised: PromisedAssets }): void {
  usage = plugs.usage;
  otherUses = plugs.otherUses;
  promised = plugs.promised;
}

export const readUsage: UsageSource = (ctx) => usage(ctx);
export const usesBesidesPosts: OtherUses = (ctx) => otherUses(ctx);
export const promisedAssets: PromisedAssets = (ctx) => promised(ctx);
