/** What a message is, whatever program exported it. Order is part of the data: a kind is stored as its place in this list. Only append. */
export const messageKinds = [
  'text',
  'picture',
  'voice',
  'video',
  'emoji',
  'file',
  'link',
  'miniProgram',
  'transfer',
  'redPacket',
  'quote',
  'recall',
  'system',
  'location',
  'card',
  'call',
  'music',
  'forward',
  'announcement',
  'solitaire',
  'pat',
  'channel',
  'note',
  'gift',
  'other',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** in = from the friend or a member, out = from the seller, system = from WeChat itself (joins, recalls, notices). Stored by place. */
export const messageDirections = ['in', 'out', 'system'] as const;
export type MessageDirection = (typeof messageDirections)[number];

/** How exact the time of a message is: files of WeChat itself know the minute only, some exports only the day. Stored by place. */
export const timePrecisions = ['second', 'minute', 'day'] as const;
export type TimePrecision = (typeof timePrecisions)[number];

/** Kinds that stand for what no export carries as words; two exporters word them differently, so their words do not tell them apart. */
export const wordlessKinds: ReadonlySet<MessageKind> = new Set(['picture', 'voice', 'video', 'emoji']);

/** ms UTC of WeChat's first day in China (2011-01-21): what is older is a broken clock or a wrong column. */
export const earliestAt = Date.UTC(2011, 0, 20, 16);
