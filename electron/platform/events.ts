import type { JobProgress, PushEvent, Topic } from '../../shared/events.ts';

/** What changed, for caches in this process; `undefined` = anything of that kind may have changed. */
export interface ChangeHint {
  friendIds?: ArrayLike<number>;
  tagIds?: number[];
  contentIds?: number[];
  /** orders that came, went or changed; `many` = too many to name them */
  orderIds?: readonly number[] | 'many';
  /** friends whom rows that came, went or changed are about (orders, contacts, tags), before and after; `many` = too many to name them */
  aboutIds?: readonly number[] | 'many';
  /** contacts, as orders */
  touchIds?: readonly number[] | 'many';
}
export interface Change {
  topics: Topic[];
  hint?: ChangeHint;
}

/** In-process event hub: caches listen to changes with hints, windows get topics only. */
export class EventHub {
  readonly #onFailure: (error: unknown) => void;
  #windows = new Set<(event: PushEvent) => void>();
  #caches = new Set<(change: Change) => void>();

  /** @param onFailure told of a window that could not be reached: what was saved stays saved, the others still hear of it */
  constructor(onFailure: (error: unknown) => void = () => {}) {
    this.#onFailure = onFailure;
  }

  /** Push events for a window, until the returned function is called. */
  subscribe(listener: (event: PushEvent) => void): () => void {
    this.#windows.add(listener);
    return () => this.#windows.delete(listener);
  }

  /** Changes for a cache; called before any window hears of them. */
  onChange(listener: (change: Change) => void): () => void {
    this.#caches.add(listener);
    return () => this.#caches.delete(listener);
  }

  changed(change: Change): void {
    for (const listener of this.#caches) listener(change);
    this.push({ type: 'changed', topics: change.topics });
  }

  job(job: JobProgress): void {
    this.push({ type: 'job', job });
  }

  push(event: PushEvent): void {
    for (const listener of this.#windows) {
      try {
        listener(event);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}
