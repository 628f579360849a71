import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { trpc } from '../lib/api.ts';
import { useAllCommands } from '../lib/commands.ts';
import { Dialog } from '../ui/dialog.tsx';
import { SearchIcon } from '../ui/icons.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { LevelPill } from '../ui/level.tsx';
import { useEntered } from '../ui/use-entered.ts';
import { pageOf, pages } from './pages/index.ts';
import './command-palette.css';

interface Item {
  key: string;
  group: '好友' | '页面' | '操作';
  label: string;
  after?: ReactNode;
  icon?: ReactNode;
  run: () => void;
}

const noFriends: never[] = [];

/** `waiting`: the friends among them are those of what was typed before. */
function useItems(text: string, active: boolean): { items: Item[]; waiting: boolean } {
  const navigate = useNavigate();
  const commands = useAllCommands();
  const wanted = text.trim();
  const friends = useQuery({
    ...trpc.friends.list.queryOptions({ filter: { text: wanted }, sort: { key: 'lastContactAt', direction: 'desc' }, offset: 0, limit: 6 }),
    enabled: active && wanted !== '' && pageOf('friends') !== undefined,
    placeholderData: keepPreviousData,
  });
  const rows = wanted === '' ? noFriends : (friends.data?.rows ?? noFriends);
  const waiting = wanted !== '' && friends.isFetching && (friends.isPlaceholderData || friends.data === undefined);
  const items = useMemo(() => {
    const low = wanted.toLowerCase();
    const fits = (...words: (string | undefined)[]) => low === '' || words.some((word) => word?.toLowerCase().includes(low));
    return [
      ...rows.map((friend) => ({
        key: `friend-${friend.id}`,
        group: '好友' as const,
        label: friend.name,
        after: <LevelPill level={friend.trustLevel} />,
        run: () => void navigate(`/friends?q=${encodeURIComponent(wanted)}&id=${friend.id}`),
      })),
      ...pages
        .filter((page) => fits(page.label, page.id))
        .map((page) => ({
          key: page.id,
          group: '页面' as const,
          label: page.label,
          icon: <page.icon />,
          run: () => void navigate(page.path),
        })),
      ...commands
        .filter((command) => fits(command.label, command.words))
        .map((command) => ({
          key: command.id,
          group: '操作' as const,
          label: command.label,
          after: command.keys ? <Kbd keys={command.keys} /> : undefined,
          run: command.run,
        })),
    ];
  }, [rows, commands, wanted, navigate]);
  return { items, waiting };
}

interface ResultsProps {
  items: readonly Item[];
  current: number;
  text: string;
  onPoint: (index: number) => void;
  onChoose: (item: Item) => void;
}

function Results({ items, current, text, onPoint, onChoose }: ResultsProps) {
  return (
    <div className="palette-list" id="palette-list" role="listbox" aria-label="结果">
      {items.map((item, index) => (
        <div key={item.key}>
          {item.group !== items[index - 1]?.group && (
            <div className="palette-group" role="presentation">
              {item.group}
            </div>
          )}
          {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the field that owns the list */}
          <div
            id={`palette-${index}`}
            className="palette-item"
            role="option"
            aria-selected={index === current}
            tabIndex={-1}
            onMouseMove={() => onPoint(index)}
            onClick={() => onChoose(item)}
          >
            {item.icon && <span className="palette-icon">{item.icon}</span>}
            <span className="palette-label">{item.label}</span>
            {item.after}
          </div>
        </div>
      ))}
      {items.length === 0 && <p className="palette-none">没有找到「{text.trim()}」。试试姓名、备注名、拼音首字母或微信号。</p>}
    </div>
  );
}

function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const { items, waiting } = useItems(text, true);
  const current = Math.min(at, items.length - 1);
  const choose = (item: Item | undefined) => {
    if (!item) return;
    onClose();
    item.run();
  };
  const { enter, forget } = useEntered(waiting, () => choose(items[current]));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((current + step + items.length) % Math.max(1, items.length));
      document
        .getElementById(`palette-${(current + step + items.length) % Math.max(1, items.length)}`)
        ?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      enter();
    }
  };
  return (
    <div className="palette">
      <div className="palette-field">
        <SearchIcon />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type in it
          autoFocus
          role="combobox"
          aria-label="搜索好友、页面和操作"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={items.length > 0 ? `palette-${current}` : undefined}
          placeholder="搜好友、页面和操作，拼音首字母也行"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
            forget();
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="Escape" />
      </div>
      <Results items={items} current={current} text={text} onPoint={setAt} onChoose={choose} />
    </div>
  );
}

/** Ctrl/Cmd+K: anything by name. */
export function CommandPalette({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} onClose={onClose} width={560} bare title="搜索或跳转">
      <Palette onClose={onClose} />
    </Dialog>
  );
}
