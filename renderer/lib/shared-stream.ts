import type { PushEvent } from '../../shared/events.ts';
import { followEvents, type StreamState } from './event-stream.ts';

/** Name of the lock and of the channel. */
export const streamName = 'tiefen.events';

type Message = { kind: 'event'; event: PushEvent } | { kind: 'state'; state: 'open' | 'lost' };

const stateListeners = new Set<(state: StreamState) => void>();

/** Whether push events reach this tab; the shell shows a screen while they do not. */
export function onStreamState(listener: (state: StreamState) => void): () => void {
  stateListeners.add(listener);
  return () => stateListeners.delete(listener);
}

function report(state: StreamState): void {
  for (const listener of stateListeners) listener(state);
}

/**
 * Push events for this tab, over one stream for all tabs: a browser keeps six connections to a host, and with a stream for each tab the
 * sixth one would get nothing any more. The tab that holds the lock reads the stream and passes on what it hears. When it is closed or
 * crashes the browser gives the lock to the next; before it is frozen it lets go itself. `onGap` is called when events may have been
 * missed. Returns the function that stops it.
 */
export function followTogether(headers: Record<string, string>, onEvent: (event: PushEvent) => void, onGap: () => void): () => void {
  const channel = new BroadcastChannel(streamName);
  const post = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.kind === 'event') return onEvent(data.event);
    report(data.state);
    if (data.state === 'open') onGap();
  };

  /** Reads the stream until this tab lets go or is refused; the token of the next tab may still be good. */
  const lead = (signal: AbortSignal, missed: boolean) =>
    new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve());
      const tell = (event: PushEvent) => {
        post({ kind: 'event', event });
        onEvent(event);
      };
      let gap = missed;
      const onState = (state: StreamState) => {
        report(state);
        if (state === 'refused') return;
        post({ kind: 'state', state });
        if (state === 'open' && gap) onGap();
        gap = true;
      };
      void followEvents(headers, signal, tell, onState).then(resolve);
    });

  let turn = new AbortController();
  const join = async (missed: boolean) => {
    turn = new AbortController();
    const { signal } = turn;
    const taken = await navigator.locks.request(streamName, { ifAvailable: true }, async (lock) => {
      if (lock) await lead(signal, missed);
      return lock === null;
    });
    if (taken) await navigator.locks.request(streamName, { signal }, () => lead(signal, true)).catch(() => undefined);
  };
  void join(false);

  const onFreeze = () => turn.abort();
  const onResume = () => {
    // what is not so the tab with the stream says again within seconds
    report('open');
    onGap();
    void join(true);
  };
  document.addEventListener('freeze', onFreeze);
  document.addEventListener('resume', onResume);
  return () => {
    turn.abort();
    channel.close();
    document.removeEventListener('freeze', onFreeze);
    document.removeEventListener('resume', onResume);
  };
}
