import { type MessageKind, messageKinds } from '../../../shared/domain/messages.ts';

/** Kinds that carry no words of anybody: their text is a placeholder or a path. */
export const silentKinds: readonly MessageKind[] = ['picture', 'video', 'emoji'];
/** By place in messageKinds: whether a search looks at it. */
export const isSearched: readonly boolean[] = messageKinds.map((kind) => !silentKinds.includes(kind));
