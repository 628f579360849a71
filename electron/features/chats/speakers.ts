import { messageDirections } from '../../../shared/domain/messages.ts';
import { chunkSize, type Speaker } from './chunk.ts';
import { directionOf, type Owner } from './owner.ts';
import type { ChatPeople, ConversationState } from './people.ts';
import type { SpooledChats } from './spool.ts';

/** The peer of a private chat, the seller, WeChat itself. */
const nobody = { talker: 0, namesakes: [] };

/**
 * Who the voices of a file are in the book, by their places. Conversations and talkers are met in the order in which the file names
 * them. null = nothing of what the voice says is wanted
 */
export function speakersOf(
  { voices }: SpooledChats,
  people: ChatPeople,
  owner: Owner,
  wanted: (state: ConversationState) => boolean,
): (Speaker | null)[] {
  return voices.map((voice) => {
    const state = people.conversation(voice.conversation);
    if (!wanted(state)) return null;
    const direction = directionOf(voice, owner);
    const writesInGroup = state.group && messageDirections[direction] === 'in';
    return { state, direction, ...(writesInGroup ? people.speaker(state, voice) : nobody) };
  });
}

/** How long `Union` has to remember which messages records of the file are: where all times are exact, within a second only. */
export function claimsOf({ coarse, records }: SpooledChats, speakers: readonly (Speaker | null)[]): { expected: number; forgets: boolean } {
  const forgets = !coarse && !speakers.some((speaker) => speaker?.state.hasCoarse);
  return { expected: forgets ? Math.min(records, chunkSize) : records, forgets };
}
