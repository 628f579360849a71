import type { PushEvent } from '../../shared/events.ts';

const firstWaitMs = 250;
const longestWaitMs = 5_000;

export type StreamState = 'open' | 'lost' | 'refused';

const stateListeners = new Set<(state: StreamState) => void>();

/** Whether the event stream of the browser tab stands; the shell shows a screen while it does not. */
export function onStreamState(listener: (state: StreamState) => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

function report(state: StreamState): void {
  for (const listener of stateListeners) listener(state);
}

/** Lines of a body, decoded as UTF-8; a character cut by a chunk border is kept whole. */
async function* linesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const parts = (rest + decoder.decode(value, { stream: true })).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } finally {
    reader.releaseLock();
  }
}

function isEvent(value: unknown): value is PushEvent {
  return typeof value === 'object' && value !== null && ['changed', 'job', 'closing'].includes((value as { type?: string }).type ?? '');
}

async function readOnce(
  url: string,
  headers: Record<string, string>,
  signal: AbortSignal,
  onOpen: () => void,
  onEvent: (event: PushEvent) => void,
): Promise<boolean> {
  const response = await fetch(url, { headers, signal, cache: 'no-store' });
  if (response.status === 401 || response.status === 403) return false;
  if (!response.ok || !response.body) throw new Error(`events ${response.status}`);
  onOpen();
  for await (const text of linesOf(response.body)) {
    if (text.trim() === '') continue;
    const event: unknown = JSON.parse(text);
    if (isEvent(event)) onEvent(event);
  }
  return true;
}

/**
 * Follows the stream of push events (one JSON value a line; empty lines keep it alive) and reconnects with back-off.
 * `onGap` is called after each reconnection: events may have been missed. Returns the function that stops it.
 */
export function followEvents(
  url: string,
  headers: Record<string, string>,
  onEvent: (event: PushEvent) => void,
  onGap: () => void,
): () => void {
  const stop = new AbortController();
  let wait = firstWaitMs;
  let openedBefore = false;
  const onOpen = () => {
    wait = firstWaitMs;
    report('open');
    if (openedBefore) onGap();
    openedBefore = true;
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      const allowed = await readOnce(url, headers, stop.signal, onOpen, onEvent).catch(() => true);
      if (stop.signal.aborted) return;
      report(allowed ? 'lost' : 'refused');
      if (!allowed) return;
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, longestWaitMs);
    }
  };
  void run();
  return () => stop.abort();
}
