import { z } from 'zod';
import { postsReport } from '../../../shared/contracts/calendar.ts';
import {
  calendarEvent,
  calendarEventInput,
  calendarEventsInput,
  updateCalendarEventInput,
} from '../../../shared/contracts/calendar-events.ts';
import { rowId, saved } from '../../../shared/contracts/common.ts';
import {
  changeRecurrenceInput,
  createRecurrenceInput,
  endRecurrenceInput,
  occurrence,
  previewRecurrenceInput,
  recurrence,
  repeatPostInput,
} from '../../../shared/contracts/recurrences.ts';
import {
  fillSlotsInput,
  freeSlot,
  freeSlotsInput,
  nextSlotInput,
  proposal,
  proposeInput,
  setSlotsInput,
  slot,
} from '../../../shared/contracts/slots.ts';
import { procedure, router } from '../../platform/rpc.ts';
import { createEventCommand, deleteEventCommand, listEvents, updateEventCommand } from './events.service.ts';
import {
  changeRecurrenceCommand,
  createRecurrenceCommand,
  endRecurrenceCommand,
  listRecurrences,
  previewRecurrence,
  repeatPostCommand,
  rollForwardCommand,
} from './recurrences.service.ts';
import { countPieces, fillSlotsCommand, findNextSlot, listFreeSlots, listSlots, proposeCommand, setSlotsCommand } from './slots.service.ts';

export const slotsRouter = router({
  list: procedure
    .input(z.object({ accountId: rowId.nullable() }))
    .output(z.array(slot))
    .query(({ ctx, input }) => listSlots(ctx, input.accountId)),
  set: procedure
    .input(setSlotsInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(setSlotsCommand, input)),
  free: procedure
    .input(freeSlotsInput)
    .output(z.array(freeSlot))
    .query(({ ctx, input }) => listFreeSlots(ctx, input)),
  next: procedure
    .input(nextSlotInput)
    .output(freeSlot.nullable())
    .query(({ ctx, input }) => findNextSlot(ctx, input)),
  propose: procedure
    .input(proposeInput)
    .output(proposal)
    .query(({ ctx, input }) => ctx.execute(proposeCommand, { ...input, pieces: countPieces(ctx) })),
  fill: procedure
    .input(fillSlotsInput)
    .output(postsReport)
    .mutation(({ ctx, input }) => ctx.execute(fillSlotsCommand, input)),
});

export const eventsRouter = router({
  list: procedure
    .input(calendarEventsInput)
    .output(z.array(calendarEvent))
    .query(({ ctx, input }) => listEvents(ctx, input)),
  create: procedure
    .input(calendarEventInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createEventCommand, input)),
  update: procedure
    .input(updateCalendarEventInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(updateEventCommand, input)),
  delete: procedure
    .input(z.object({ id: rowId }))
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(deleteEventCommand, input)),
});

export const recurrencesRouter = router({
  list: procedure.output(z.array(recurrence)).query(({ ctx }) => listRecurrences(ctx)),
  preview: procedure
    .input(previewRecurrenceInput)
    .output(z.array(occurrence))
    .query(({ input }) => previewRecurrence(input)),
  create: procedure
    .input(createRecurrenceInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(createRecurrenceCommand, input)),
  repeat: procedure
    .input(repeatPostInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(repeatPostCommand, input)),
  change: procedure
    .input(changeRecurrenceInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(changeRecurrenceCommand, input)),
  end: procedure
    .input(endRecurrenceInput)
    .output(saved)
    .mutation(({ ctx, input }) => ctx.execute(endRecurrenceCommand, input)),
  rollForward: procedure.output(z.object({ made: z.int(), moved: z.int() })).mutation(({ ctx }) => ctx.execute(rollForwardCommand, null)),
});
