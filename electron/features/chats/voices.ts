import type { MessageDirection } from '../../../shared/domain/messages.ts';
import type { IncomingRecord } from './incoming.ts';

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

interface Known extends VoicedChat {
  place: number;
  voices: number[];
  byKey: Map<string, number>;
}

/** Up to so many voices are compared one by one. */
const few = 4;
/** A sample of so many characters is not given up for a longer one. */
const tellingLength = 8;
const sampleLength = 60;
/** A part of a text keeps all of what it was cut from in memory. */
const copyOf = (text: string): string => Buffer.from(text).toString();

/** Counts who says something in a file, in the order in which they first do. */
export class Voices {
  readonly all: Voice[] = [];
  readonly chats: VoicedChat[] = [];
  readonly #byKey = new Map<string, Known>();
  #last: Known | null = null;

  /** Counts a record. @returns the place of its voice in `all` */
  note(record: IncomingRecord): number {
    const { at } = record;
    let chat = this.#last;
    if (chat?.key !== record.conversation) {
      chat = this.#byKey.get(record.conversation) ?? this.#newChat(record);
      this.#last = chat;
    }
    chat!.messages++;
    if (at < chat!.first) chat!.first = at;
    if (at > chat!.last) chat!.last = at;
    const place = this.#find(chat!, record);
    const voice = this.all[place]!;
    voice.messages++;
    if (voice.sample.length < tellingLength && record.kind === 'text' && record.text.length > voice.sample.length)
      voice.sample = copyOf(record.text.slice(0, sampleLength));
    return place;
  }

  #find(chat: Known, record: IncomingRecord): number {
    const { voices } = chat;
    const system = record.senderId === null && record.kind === 'system';
    const length = Math.min(voices.length, few);
    for (let i = 0; i < length; i++) if (fits(this.all[voices[i]!]!, record, system)) return voices[i]!;
    const { senderId, senderName, direction } = record;
    const key = voices.length < few ? '' : `${senderId === null}\n${senderId}\n${senderName}\n${direction}\n${system}`;
    const known = key === '' ? undefined : chat.byKey.get(key);
    if (known !== undefined) return known;
    const place = this.all.length;
    this.all.push({ chat: chat.place, conversation: chat.key, senderId, senderName, direction, system, messages: 0, sample: '' });
    voices.push(place);
    if (key !== '') chat.byKey.set(key, place);
    return place;
  }

  #newChat({ conversation: key, at }: IncomingRecord): Known {
    const chat: Known = { key, messages: 0, first: at, last: at, place: this.chats.length, voices: [], byKey: new Map() };
    this.chats.push(chat);
    this.#byKey.set(key, chat);
    return chat;
  }
}

const fits = (voice: Voice, record: IncomingRecord, system: boolean): boolean =>
  voice.senderId === record.senderId &&
  voice.senderName === record.senderName &&
  voice.direction === record.direction &&
  voice.system === system;
