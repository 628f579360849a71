import type { Clock } from './clock.ts';
import type { Database } from './db/database.ts';
import type { Change } from './events.ts';
import type { Ids } from './ids.ts';
import type { Logger } from './logger.ts';
import type { Recorder, UndoTable } from './undo/recorder.ts';

/** Domain events by name; features add theirs with `declare module`. Handlers are wired in electron/app/subscriptions.ts. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface DomainEvents {}

export type DomainHandlers = {
  [Name in keyof DomainEvents]?: ((ctx: ServiceContext, record: Recorder, event: DomainEvents[Name]) => void)[];
};

/** What every service function gets, on the host's thread and in the worker alike. */
export interface ServiceContext {
  db: Database;
  clock: Clock;
  ids: Ids;
  logger: Logger;
  dataDir: string;
  undoTables: Map<string, UndoTable>;
  /** Tells caches and windows what changed; call after commit. */
  announce(change: Change): void;
  /** Runs the handlers of a domain event now, in the same transaction and the same undo record. */
  emit<Name extends keyof DomainEvents>(record: Recorder, name: Name, event: DomainEvents[Name]): void;
}

/** The same at a moment that was taken elsewhere (ms UTC): a thread that reads goes by the clock of who asked. */
export const asOf = (ctx: ServiceContext, now: number): ServiceContext => ({ ...ctx, clock: { now: () => now } });

/** Builds `emit` over a table of handlers. */
export function emitter(handlers: DomainHandlers, ctx: () => ServiceContext): ServiceContext['emit'] {
  return (record, name, event) => {
    for (const handler of handlers[name] ?? [])
      (handler as (ctx: ServiceContext, record: Recorder, event: unknown) => void)(ctx(), record, event);
  };
}
