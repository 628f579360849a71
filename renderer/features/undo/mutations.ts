import { useQuery } from '@tanstack/react-query';
import type { UndoReport, UndoState } from '../../../shared/contracts/undo.ts';
import { client, queryClient, trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';
import { undoSentence } from './sentences.ts';

const nothing: UndoState = { undo: null, redo: null };

/** What Ctrl+Z and Ctrl+Shift+Z would do now. */
export function useUndoState(): UndoState {
  return useQuery(trpc.undo.state.queryOptions()).data ?? nothing;
}

function say(verb: string, report: UndoReport): void {
  const kept = report.kept > 0 ? `（${count(report.kept)} 处之后又改过，没有动）` : '';
  notify.done(`${verb}：${undoSentence(report.action)}${kept}`);
}

/** Until what she has just done has been answered: only then it is the newest action. A dropped post stands in its new place before that. */
function allAnswered(): Promise<void> {
  const mutations = queryClient.getMutationCache();
  return new Promise((resolve) => {
    const stop = mutations.subscribe(look);
    function look(): void {
      if (queryClient.isMutating() > 0) return;
      stop();
      resolve();
    }
    look();
  });
}

/** One after the other: a second Ctrl+Z right behind the first means the action before it, and which that is the book says only then. */
let line: Promise<void> = Promise.resolve();
function inLine(step: () => Promise<void>): Promise<void> {
  line = line.then(step).catch(notify.failed);
  return line;
}

async function takeBack(id?: number): Promise<void> {
  if (id === undefined) await allAnswered();
  const target = id ?? (await client.undo.state.query()).undo?.id;
  if (target === undefined) return notify.done('没有可以撤销的了');
  say('已撤销', await client.undo.undo.mutate({ id: target }));
}

async function doAgain(): Promise<void> {
  // what is still being saved leaves nothing to be done again
  await allAnswered();
  const target = (await client.undo.state.query()).redo?.id;
  if (target === undefined) return notify.done('没有可以重做的了');
  say('已重做', await client.undo.redo.mutate({ id: target }));
}

/** Takes back the newest action, or the one named by its id, and says what it was. */
export const undo = (id?: number): Promise<void> => inLine(() => takeBack(id));

/** Does again what was taken back last, and says what it was. */
export const redo = (): Promise<void> => inLine(doAgain);
