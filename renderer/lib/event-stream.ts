import type { PushEvent } from '../../shared/events.ts';

const firstWaitMs = 250;
const longestWaitMs = 5_000;

/** Whether the stream stands; `refused` = the token is not known (any more). */
export type StreamState = 'open' | 'lost' | 'refused';

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
  headers: Record<string, string>,
  signal: AbortSignal,
  onOpen: () => void,
  onEvent: (event: PushEvent) => void,
): Promise<boolean> {
  const response = await fetch('/events', { headers, signal, cache: 'no-store' });
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
 * Follows the stream of push events (one JSON value a line; empty lines keep it alive) and reconnects with back-off, until the signal
 * says so or the host refuses the token. After an `open` that is not the first, events may have been missed.
 */
export async function followEvents(
  headers: Record<string, string>,
  signal: AbortSignal,
  onEvent: (event: PushEvent) => void,
  onState: (state: StreamState) => void,
): Promise<void> {
  let wait = firstWaitMs;
  const onOpen = () => {
    wait = firstWaitMs;
    onState('open');
  };
  while (!signal.aborted) {
    const allowed = await readOnce(headers, signal, onOpen, onEvent).catch(() => true);
    if (signal.aborted) return;
    onState(allowed ? 'lost' : 'refused');
    if (!allowed) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, longestWaitMs);
  }
}
