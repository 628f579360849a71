import type { MessageDirection } from '../../../shared/domain/messages.ts';
import type { IncomingRecord, IncomingVoice } from './incoming.ts';

/** Who says something in which conversation of a file, as the file tells it: what records have in common. */
export interface Voice {
  /** place in `Voices.chats` */
  chat: number;
  conversation: string;
  senderId: string | null;
  senderName: string;
  /** null = the file does not say who the seller is */
  direction: MessageDirection | null;
  /** nobody's id, and of a kind that WeChat itself writes */
  system: boolean;
  messages: number;
  /** something it said, for a person to know it again; '' = no words */
  sample: string;
}

/** A conversation of a file; times in ms UTC. */
export interface VoicedChat {
  key: string;
  messages: number;
  first: number;
  last: number;
}

/** A conversation and the places of those who speak in it. */
interface Known {
  place: number;
  key: string;
  voices: number[];
  /** of the voices beyond the few that are compared one by one */
  byKey: Map<string, number> | null;
}

/** Up to so many voices are compared one by one. */
const few = 4;
/** A sample of so many characters is not given up for a longer one. */
const tellingLength = 8;
const sampleLength = 60;
/** A part of a text keeps all of what it was cut from in memory. */
const copyOf = (text: string): string => Buffer.from(text).toString();
/** numbers kept of a chat: messages, first, last */
const perChat = 3;

/**
 * Counts who says something in a file, in the order in which they first do. In a file by time each record is of another of thousands
 * of chats: what changes with every record lies close together in arrays of numbers, not all over the memory in objects.
 */
export class Voices {
  readonly #chats: Known[] = [];
  readonly #byKey = new Map<string, Known>();
  readonly #voices: Voice[] = [];
  #last: Known | null = null;
  #numbers = new Float64Array(64 * perChat);
  /** by voice: its chat, how many messages, and the length of its sample up to `tellingLength` */
  #chatOf = new Uint32Array(64);
  #counts = new Uint32Array(64);
  #told = new Uint8Array(64);

  get all(): Voice[] {
    for (const [place, voice] of this.#voices.entries()) voice.messages = this.#counts[place]!;
    return this.#voices;
  }

  get chats(): VoicedChat[] {
    return this.#chats.map(({ key }, place) => {
      const [messages, first, last] = this.#numbers.subarray(place * perChat, (place + 1) * perChat);
      return { key, messages: messages!, first: first!, last: last! };
    });
  }

  /** Counts a record. @returns the place of its voice in `all` */
  note(record: IncomingRecord): number {
    const place = this.placeOf(record);
    this.again(place, record.at);
    if (record.kind === 'text' && this.wantsSample(place)) this.sample(place, record.text);
    return place;
  }

  /** The place of a voice in `all`; counts nothing. */
  placeOf(record: Omit<IncomingVoice, 'number'>): number {
    const { conversation } = record;
    let chat = this.#last;
    if (chat === null || chat.key !== conversation) {
      chat = this.#byKey.get(conversation) ?? this.#newChat(conversation);
      this.#last = chat;
    }
    return this.#find(chat, record);
  }

  /** Counts a record of a voice, at a moment (ms UTC). */
  again(place: number, at: number): void {
    const numbers = this.#numbers;
    const from = this.#chatOf[place]! * perChat;
    numbers[from]!++;
    if (at < numbers[from + 1]!) numbers[from + 1] = at;
    if (at > numbers[from + 2]!) numbers[from + 2] = at;
    this.#counts[place]!++;
  }

  /** Whether something longer that this voice says would tell more of it. */
  wantsSample(place: number): boolean {
    return this.#told[place]! < tellingLength;
  }

  /** Something that a voice says. */
  sample(place: number, text: string): void {
    const voice = this.#voices[place]!;
    if (text.length <= voice.sample.length) return;
    voice.sample = copyOf(text.slice(0, sampleLength));
    this.#told[place] = Math.min(voice.sample.length, tellingLength);
  }

  #find(chat: Known, record: Omit<IncomingVoice, 'number'>): number {
    const { voices } = chat;
    const system = record.senderId === null && record.kind === 'system';
    const length = Math.min(voices.length, few);
    for (let i = 0; i < length; i++) if (fits(this.#voices[voices[i]!]!, record, system)) return voices[i]!;
    const { senderId, senderName, direction } = record;
    const key = voices.length < few ? '' : `${senderId === null}\n${senderId}\n${senderName}\n${direction}\n${system}`;
    const known = key === '' ? undefined : chat.byKey?.get(key);
    if (known !== undefined) return known;
    const place = this.#voices.length;
    this.#voices.push({ chat: chat.place, conversation: chat.key, senderId, senderName, direction, system, messages: 0, sample: '' });
    if (place === this.#counts.length) {
      this.#chatOf = wider(this.#chatOf, new Uint32Array(place * 2));
      this.#counts = wider(this.#counts, new Uint32Array(place * 2));
      this.#told = wider(this.#told, new Uint8Array(place * 2));
    }
    this.#chatOf[place] = chat.place;
    voices.push(place);
    if (key !== '') (chat.byKey ??= new Map()).set(key, place);
    return place;
  }

  #newChat(key: string): Known {
    const chat: Known = { place: this.#chats.length, key, voices: [], byKey: null };
    this.#chats.push(chat);
    this.#byKey.set(key, chat);
    const from = chat.place * perChat;
    if (from === this.#numbers.length) this.#numbers = wider(this.#numbers, new Float64Array(from * 2));
    this.#numbers.set([0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], from);
    return chat;
  }
}

function wider<T extends Float64Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** What tells the two of a private chat apart comes first: their names need not be looked at then. */
const fits = (voice: Voice, record: Omit<IncomingVoice, 'number'>, system: boolean): boolean =>
  voice.direction === record.direction &&
  voice.system === system &&
  voice.senderId === record.senderId &&
  voice.senderName === record.senderName;
