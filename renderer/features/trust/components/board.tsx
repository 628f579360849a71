import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { useTagBook } from '../../../lib/book.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { levels } from '../../../lib/words.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useBoard } from '../queries.ts';
import { chosenWith, type Person, trustActions, useTrustStore } from '../store.ts';
import { BoardColumn } from './board-column.tsx';

interface Place {
  element: HTMLElement;
  level: number;
  index: number;
  person: Person;
}

/** The card the keyboard is on. */
function focused(): Place | null {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element.dataset.card === undefined) return null;
  const [level = 0, index = 0] = element.dataset.card.split('-').map(Number);
  return { element, level, index, person: { id: Number(element.dataset.id), name: element.dataset.name ?? '' } };
}

function focusCard(level: number, index: number): boolean {
  const card = document.querySelector<HTMLElement>(`[data-card="${level}-${index}"]`);
  card?.focus();
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return card !== null;
}

/** The nearest column on that side with anybody in it, at about the same height. */
function sideways(place: Place, step: 1 | -1): void {
  const from = place.element.getBoundingClientRect().top;
  for (let level = place.level + step; level >= 1 && level <= 6; level += step) {
    const cards = [...document.querySelectorAll<HTMLElement>(`[data-card^="${level}-"]`)];
    const near = cards.sort((a, b) => Math.abs(a.getBoundingClientRect().top - from) - Math.abs(b.getBoundingClientRect().top - from))[0];
    if (near) {
      near.focus();
      return;
    }
  }
}

function useBoardKeys(onOpen: (id: number) => void): void {
  const selected = useTrustStore((state) => state.selected.size);
  const walk = (step: 1 | -1) => {
    const place = focused();
    if (!place) document.querySelector<HTMLElement>('[data-card]')?.focus();
    else focusCard(place.level, place.index + step);
  };
  const side = (step: 1 | -1) => {
    const place = focused();
    if (place) sideways(place, step);
    else document.querySelector<HTMLElement>('[data-card]')?.focus();
  };
  const withPerson = (run: (person: Person) => void) => {
    const place = focused();
    if (place) run(place.person);
  };
  const moveTo = (level: number) => {
    const place = focused();
    const { selected: all } = useTrustStore.getState();
    const people = place ? chosenWith(place.person) : [...all].map(([id, name]) => ({ id, name }));
    if (people.length > 0) void trustActions.move(people, level);
  };
  useShortcuts('信任阶梯', [
    { keys: ['j', 'arrowdown'], label: '下一位', run: () => walk(1) },
    { keys: ['k', 'arrowup'], label: '上一位', run: () => walk(-1) },
    { keys: ['l', 'arrowright'], label: '右边一列', run: () => side(1) },
    { keys: ['h', 'arrowleft'], label: '左边一列', run: () => side(-1) },
    { keys: ['x', 'space'], label: '选中', run: () => withPerson(trustActions.toggle) },
    { keys: ['1', '2', '3', '4', '5', '6'], label: '移到这一级', run: (event) => moveTo(Number(event.key)) },
    { keys: 'enter', label: '打开', run: () => withPerson((person) => onOpen(person.id)) },
    { keys: 'escape', label: '取消选中', enabled: selected > 0, run: trustActions.clear },
  ]);
}

/** Six columns, one a level: who stands where. */
export function Board({ filter, openId, onOpen }: { filter: FriendFilter; openId: number | null; onOpen: (id: number) => void }) {
  const board = useBoard(filter);
  const { byId } = useTagBook();
  useBoardKeys(onOpen);
  if (board.error) return <ErrorState error={board.error} onRetry={() => void board.refetch()} />;
  if (!board.data) return <LoadingSkeleton height={62} />;
  const columns = new Map(board.data.columns.map((column) => [column.level, column]));
  return (
    <div className="trust-board">
      {levels.map((level) => (
        <BoardColumn
          key={level}
          level={level}
          friends={columns.get(level)?.count ?? 0}
          share={columns.get(level)?.share ?? 0}
          filter={filter}
          tags={byId}
          openId={openId}
          onOpen={onOpen}
        />
      ))}
    </div>
  );
}
