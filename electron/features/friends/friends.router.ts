import { z } from 'zod';
import { changeReport, rowId, saved } from '../../../shared/contracts/common.ts';
import { duplicates, linkedFriend, linkInput, mergeInput } from '../../../shared/contracts/duplicates.ts';
import {
  addNoteInput,
  createFriendInput,
  friendDetail,
  friendFacets,
  friendFilter,
  friendListInput,
  friendPage,
  friendRangeInput,
  friendSelection,
  setArchivedInput,
  setChannelInput,
  setStatusInput,
  timelineInput,
  timelineItem,
  updateFriendInput,
  updateNoteInput,
} from '../../../shared/contracts/friends.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { tellApartCommand } from './apart.service.ts';
import { readDuplicates, readLinks } from './duplicates.queries.ts';
import { getFriend, listFriends, rangeOfFriends, readTimeline, resolveSelection } from './friends.queries.ts';
import {
  addNoteCommand,
  createFriendCommand,
  deleteNoteCommand,
  setArchivedCommand,
  setChannelCommand,
  setStatusCommand,
  updateFriendCommand,
  updateNoteCommand,
} from './friends.service.ts';
import { linkFriendsCommand, mergeFriendsCommand, unlinkFriendCommand } from './merge.service.ts';
import { friendIndex, knownFilter, mergeWeight } from './plugs.ts';

const byId = z.object({ id: rowId });

export const friendsRouter = router({
  duplicates: procedure.output(duplicates).query(({ ctx }) => readDuplicates(ctx)),
  links: procedure
    .input(byId)
    .output(z.array(linkedFriend))
    .query(({ ctx, input }) => readLinks(ctx, input.id)),
  merge: procedure
    .input(mergeInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(mergeFriendsCommand, { ...input, weight: mergeWeight(ctx) })),
  link: procedure
    .input(linkInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(linkFriendsCommand, input)),
  tellApart: procedure
    .input(linkInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(tellApartCommand, input)),
  unlink: procedure
    .input(byId)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(unlinkFriendCommand, input)),
  list: procedure
    .input(friendListInput)
    .output(friendPage)
    .query(({ ctx, input }) => listFriends(ctx, input)),
  range: procedure
    .input(friendRangeInput)
    .output(z.array(rowId))
    .query(({ ctx, input }) => rangeOfFriends(ctx, input)),
  facets: procedure
    .input(z.object({ filter: friendFilter }))
    .output(friendFacets)
    .query(async ({ ctx, input }) => {
      const filter = await knownFilter(ctx, input.filter);
      return (await friendIndex(ctx)).facets(filter);
    }),
  count: procedure
    .input(z.object({ selection: friendSelection }))
    .output(z.int())
    .query(async ({ ctx, input }) => (await resolveSelection(ctx, input.selection)).length),
  get: procedure
    .input(byId)
    .output(friendDetail)
    .query(({ ctx, input }) => getFriend(ctx, input.id)),
  timeline: procedure
    .input(timelineInput)
    .output(z.array(timelineItem))
    .query(({ ctx, input }) => readTimeline(ctx, input.friendId, input.limit)),
  create: procedure
    .input(createFriendInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createFriendCommand, input)),
  update: procedure
    .input(updateFriendInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateFriendCommand, input)),
  setStatus: procedure
    .input(setStatusInput)
    .output(changeReport)
    .mutation(async ({ ctx, input }) =>
      ctx.execute(setStatusCommand, { friendIds: await resolveSelection(ctx, input.selection), status: input.status }),
    ),
  setArchived: procedure
    .input(setArchivedInput)
    .output(changeReport)
    .mutation(async ({ ctx, input }) =>
      ctx.execute(setArchivedCommand, { friendIds: await resolveSelection(ctx, input.selection), archived: input.archived }),
    ),
  setChannel: procedure
    .input(setChannelInput)
    .output(changeReport)
    .mutation(async ({ ctx, input }) =>
      ctx.execute(setChannelCommand, { friendIds: await resolveSelection(ctx, input.selection), channelId: input.channelId }),
    ),
  addNote: procedure
    .input(addNoteInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(addNoteCommand, input)),
  updateNote: procedure
    .input(updateNoteInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateNoteCommand, input)),
  deleteNote: procedure
    .input(byId)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteNoteCommand, input)),
});
