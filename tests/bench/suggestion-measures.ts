import type { App } from '../../electron/app/create-app.ts';
import type { SuggestionPage } from '../../shared/contracts/suggestions.ts';
import { call } from './book.ts';
import { WatchedWorks } from './loop-watch.ts';
import { goalAt, type Measure } from './measure.ts';

/** Suggestions for everybody, and again after a step with one friend: how long it takes, and how long the host's thread is kept from others. */
export async function measureSuggestions(app: App, friends: number): Promise<Measure[]> {
  let page: SuggestionPage | null = null;
  const works = new WatchedWorks();
  const list = async () => {
    page = await call<SuggestionPage>(app, 'suggestions.list', { filter: { way: 'up' }, offset: 0, limit: 100 });
  };
  const all = await works.time(list);
  const { counts, rows } = page as unknown as SuggestionPage;
  const [one] = rows;
  const answer = {
    selection: { by: 'picks', picks: [{ friendId: one!.friendId, toLevel: one!.toLevel }] },
    answer: 'never',
    untilOn: null,
  };
  const answered = await works.time(() => call(app, 'suggestions.answer', answer));
  const again = await works.time(list);
  return [
    {
      name: 'suggestions: everybody',
      ours: all,
      reference: null,
      goal: goalAt(friends, 5000),
      absolute: true,
      note: `${counts.up} up, ${counts.down} down; longest work on the host ${works.most.ms.toFixed(0)} ms`,
    },
    { name: 'suggestions: one answer', ours: answered, reference: null, goal: null },
    { name: 'suggestions: the list behind it', ours: again, reference: null, goal: null },
  ];
}
