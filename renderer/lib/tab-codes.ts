import { streamName } from './shared-stream.ts';

/**
 * How a new tab of the same browser gets in: it asks the open ones, and one of them has a one-time code made for it. Only such codes
 * travel between tabs, never a token; the channel is closed to every other origin and browser.
 */
const channelName = 'tiefen';
const waitMs = 800;
/** for one that is there and busy */
const busyMs = 15_000;

type Message = { kind: 'ask'; id: string } | { kind: 'code'; id: string; code: string };

function isMessage(data: unknown): data is Message {
  if (typeof data !== 'object' || data === null) return false;
  const { kind, id, code } = data as Record<string, unknown>;
  return typeof id === 'string' && (kind === 'ask' || (kind === 'code' && typeof code === 'string'));
}

/** Whether another tab is open that has got in: each holds the lock of the events or waits for it. */
async function othersAreOpen(): Promise<boolean> {
  const { held = [], pending = [] } = await navigator.locks.query();
  return [...held, ...pending].some((lock) => lock.name === streamName);
}

/** Asks the open tabs for a one-time code; null when none has answered within 800 ms, and none is there that is only slow. */
export function askOtherTabs(): Promise<string | null> {
  const channel = new BroadcastChannel(channelName);
  const id = crypto.randomUUID();
  return new Promise((resolve) => {
    const finish = (code: string | null) => {
      clearTimeout(timer);
      channel.close();
      resolve(code);
    };
    let timer = setTimeout(() => {
      void othersAreOpen().then((open) => {
        if (open) timer = setTimeout(() => finish(null), busyMs);
        else finish(null);
      });
    }, waitMs);
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (isMessage(data) && data.kind === 'code' && data.id === id) finish(data.code);
    };
    channel.postMessage({ kind: 'ask', id } satisfies Message);
  });
}

/** Answers new tabs for as long as this one lives. `mint` gets a fresh one-time code from the host; what it throws leaves the question to others. */
export function answerOtherTabs(mint: () => Promise<string>): void {
  const channel = new BroadcastChannel(channelName);
  const answered = new Set<string>();
  const reply = async (id: string) => {
    // of several open tabs one answers; a tab whose token is no longer good leaves it to the next
    if (answered.has(id)) return;
    const code = await mint();
    channel.postMessage({ kind: 'code', id, code } satisfies Message);
    // the lock is kept until the answer has reached the other tabs: the next one would make a second code
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  };
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (!isMessage(data)) return;
    if (data.kind === 'code') answered.add(data.id);
    else navigator.locks.request(`${channelName}.${data.id}`, () => reply(data.id)).catch(() => undefined);
  };
}
