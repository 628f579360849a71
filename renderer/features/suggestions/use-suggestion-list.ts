import { useState } from 'react';
import type { Suggestion, SuggestionAnswer, SuggestionFilter, SuggestionSelection } from '../../../shared/contracts/suggestions.ts';
import { count } from '../../lib/format.ts';
import { useAnswer } from './mutations.ts';
import { useSuggestions } from './queries.ts';

const step = 100;
const most = 500;

/** What is selected: these friends, or everybody the filter means but these. */
interface Chosen {
  all: boolean;
  ids: ReadonlySet<number>;
}
const none: Chosen = { all: false, ids: new Set() };

/** An answer that is to be confirmed first, or wants a day. */
export interface Asking {
  answer: SuggestionAnswer;
  selection: SuggestionSelection;
  many: number;
  whom: string;
}

/** Everything the list of suggestions knows. */
export function useSuggestionList(filter: SuggestionFilter) {
  const [limit, setLimit] = useState(step);
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState(none);
  const [asking, setAsking] = useState<Asking | null>(null);
  const answering = useAnswer();
  const { data: page, error, refetch } = useSuggestions(filter, limit);
  const rows = page?.rows ?? [];
  const cursor = Math.min(at, rows.length - 1);
  const current = rows[cursor] ?? null;
  const total = page?.total ?? 0;
  const isChosen = (one: Suggestion) => chosen.ids.has(one.friendId) !== chosen.all;
  const many = chosen.all ? Math.max(0, total - chosen.ids.size) : rows.filter(isChosen).length;

  const clear = () => setChosen(none);
  const send = ({ selection, answer }: Asking, untilOn: string | null) => {
    setAsking(null);
    clear();
    answering.mutate({ selection, answer, untilOn });
  };
  const picksOf = (list: readonly Suggestion[]): SuggestionSelection => ({
    by: 'picks',
    picks: list.map(({ friendId, toLevel }) => ({ friendId, toLevel })),
  });
  /** For those selected, else for the one the cursor is on. */
  const answer = (how: SuggestionAnswer) => {
    if (!current) return;
    const selection: SuggestionSelection =
      many === 0 ? picksOf([current]) : chosen.all ? { by: 'filter', filter, except: [...chosen.ids] } : picksOf(rows.filter(isChosen));
    const one = many === 0 ? current : many === 1 && !chosen.all ? (rows.find(isChosen) ?? current) : null;
    const next: Asking = { answer: how, selection, many: Math.max(1, many), whom: one ? `「${one.name}」` : ` ${count(many)} 位` };
    // one is answered at once; a day has to be asked for, and many are shown first
    if (how === 'later' || next.many > 1) setAsking(next);
    else send(next, null);
  };
  return {
    ...{ page, error, refetch, rows, cursor, current, total, many, asking, isChosen, clear, send, answer },
    ask: setAsking,
    move: (by: number) => setAt(Math.max(0, Math.min(rows.length - 1, cursor + by))),
    go: setAt,
    toggle: (one: Suggestion) => {
      const ids = new Set(chosen.ids);
      if (!ids.delete(one.friendId)) ids.add(one.friendId);
      setChosen({ ...chosen, ids });
    },
    chooseAll: () => setChosen(chosen.all && chosen.ids.size === 0 ? none : { all: true, ids: new Set() }),
    more: total > rows.length && limit < most ? () => setLimit(Math.min(most, limit + step)) : null,
  };
}
export type SuggestionList = ReturnType<typeof useSuggestionList>;
