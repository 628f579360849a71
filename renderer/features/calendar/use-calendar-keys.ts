import { type Shortcut, useShortcuts } from '../../lib/keys.ts';
import { now } from '../../lib/now.ts';
import { arrowKey, pressKey } from '../publishing/index.ts';
import { addDays, turnNames, turnPage } from './days.ts';
import type { Shift } from './shift.ts';
import { type Calendar, meantPosts, postsOf } from './use-calendar.ts';

/** Everything that the mouse does, by keys: going about, choosing, moving, copying, deleting. */
export function useCalendarKeys(calendar: Calendar, write: (at?: number) => void): void {
  const { view, setView, moveTo } = calendar;
  const step = (days: number) => () => moveTo((at) => addDays(at, days));
  const week = view === 'day' ? 1 : 7;
  useShortcuts('内容日历', [
    { keys: 'n', label: '写一条', run: () => write() },
    arrowKey({ keys: ['ArrowRight', 'j'], label: '后一天', run: step(1) }),
    arrowKey({ keys: ['ArrowLeft', 'k'], label: '前一天', run: step(-1) }),
    arrowKey({ keys: 'ArrowDown', label: '下一周的这天', run: step(week) }),
    arrowKey({ keys: 'ArrowUp', label: '上一周的这天', run: step(-week) }),
    { keys: '[', label: turnNames[view][0], run: () => moveTo((at) => turnPage(view, at, -1)) },
    { keys: ']', label: turnNames[view][1], run: () => moveTo((at) => turnPage(view, at, 1)) },
    { keys: 't', label: '回到今天', run: () => moveTo(() => addDays(now(), 0)) },
    pressKey({ keys: 'Enter', label: '打开这天的内容（没有就写一条）', run: () => openNext(calendar, write) }),
    { keys: 'm', label: '看一个月', run: () => setView('month') },
    { keys: 'w', label: '看一周', run: () => setView('week') },
    { keys: 'd', label: '看一天', run: () => setView('day') },
    { keys: 'l', label: '看列表', run: () => setView('list') },
    ...choosingKeys(calendar),
    ...movingKeys(calendar),
  ]);
}

function openNext({ target, open, ...calendar }: Calendar, write: () => void): void {
  const posts = postsOf({ target, open, ...calendar });
  const at = posts.findIndex((post) => target?.kind === 'post' && post.id === target.id);
  const next = posts[(at + 1) % Math.max(1, posts.length)];
  if (next) open({ kind: 'post', id: next.id });
  else write();
}

function choosingKeys(calendar: Calendar): Shortcut[] {
  const { selection, list, actions } = calendar;
  const choose = () => {
    const focused = Number(document.activeElement?.closest<HTMLElement>('[data-post]')?.dataset.post);
    if (list.some(({ id }) => id === focused)) return selection.toggle(focused);
    const day = postsOf(calendar).map(({ id }) => id);
    const all = day.every((id) => selection.ids.has(id));
    selection.set(all ? [...selection.ids].filter((id) => !day.includes(id)) : [...selection.ids, ...day]);
  };
  return [
    { keys: 'x', label: '选中这条（没有焦点就选这天的全部）', run: choose },
    { keys: 'mod+a', label: '全选这一页', run: () => selection.set(list.map(({ id }) => id)) },
    { keys: 'escape', label: '取消选择', enabled: selection.ids.size > 0, run: selection.clear },
    {
      keys: ['delete', 'backspace'],
      label: '删除选中的',
      enabled: selection.posts.length > 0,
      run: () => {
        actions.remove(selection.posts);
        selection.clear();
      },
    },
  ];
}

const ways: { key: string; word: string; shift: Shift }[] = [
  { key: 'ArrowRight', word: '后一天', shift: { days: 1, minutes: 0 } },
  { key: 'ArrowLeft', word: '前一天', shift: { days: -1, minutes: 0 } },
  { key: 'ArrowDown', word: '下一周', shift: { days: 7, minutes: 0 } },
  { key: 'ArrowUp', word: '上一周', shift: { days: -7, minutes: 0 } },
  { key: '.', word: '晚 15 分钟', shift: { days: 0, minutes: 15 } },
  { key: ',', word: '早 15 分钟', shift: { days: 0, minutes: -15 } },
];

/** With the cursor going along, so that a post keeps being what the next key means. */
function movingKeys(calendar: Calendar): Shortcut[] {
  const { actions, moveTo } = calendar;
  return ways.flatMap(({ key, word, shift }) => [
    {
      keys: `alt+${key}`,
      label: `移到${word}`,
      run: () => {
        actions.shift(meantPosts(calendar), shift);
        moveTo((at) => addDays(at, shift.days));
      },
    },
    ...(shift.days === 0
      ? []
      : [{ keys: `alt+shift+${key}`, label: `复制到${word}`, run: () => actions.copy(meantPosts(calendar), shift) }]),
  ]);
}
