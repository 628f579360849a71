import { useVirtualizer } from '@tanstack/react-virtual';
import { Button, Input, type InputRef } from 'antd';
import { useRef, useState } from 'react';
import type { ChatQueueScan, ChatTake, ScanConversation } from '../../../../shared/contracts/import-queue.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { type StripTab, TabStrip } from '../../../ui/tab-strip.tsx';
import '../../../ui/filter-menu.css';
import { ConversationRow } from './conversation-row.tsx';
import { chatActions, useChats } from './store.ts';
import { isGroup, type Standing, shownOf, standingCounts } from './takes.ts';
import { standingOrder, standingWords } from './words.ts';

/** px, as in chats.css */
const rowHeight = 44;
const headHeight = 32;

function Tabs({
  scan,
  standing,
  onStanding,
}: {
  scan: ChatQueueScan;
  standing: Standing | null;
  onStanding: (standing: Standing | null) => void;
}) {
  const choices = useChats((state) => state.choices);
  const rules = useChats((state) => state.rules);
  const counts = standingCounts(scan, choices, rules);
  const shown = [null, ...standingOrder.filter((key) => counts[key] > 0 || key === standing)];
  const tabs = shown.map((key) => ({
    key: key ?? 'all',
    className: `import-tab ${key ?? 'all'}`,
    label: (
      <>
        <b>{count(key === null ? scan.conversations.length : counts[key])}</b>
        {key === null ? '全部' : standingWords[key]}
      </>
    ),
  })) satisfies StripTab<Standing | 'all'>[];
  return (
    <TabStrip
      className="import-tabs"
      label="这些聊天会怎样"
      id="chat-tab"
      panelId="chat-tab-panel"
      tabs={tabs}
      tab={standing ?? 'all'}
      onTab={(key) => onStanding(key === 'all' ? null : key)}
    />
  );
}

const takes: readonly { label: string; key: string; take: (conversation: ScanConversation, group: boolean) => ChatTake | null }[] = [
  { label: '建新好友', key: 'n', take: (_, group) => (group ? null : { take: 'newFriend' }) },
  {
    label: '认作同名好友',
    key: 'y',
    take: ({ candidates, friend }, group) => {
      const person = friend ?? candidates[0];
      return group || !person ? null : { take: 'friend', friendId: person.id };
    },
  },
  { label: '只存聊天', key: 's', take: () => ({ take: 'keepUnlinked' }) },
  { label: '不导入', key: 'x', take: () => ({ take: 'leaveOut' }) },
];

/** One decision for many; those it does not fit (a group is nobody's friend) stay as they are. */
function decide(conversations: readonly ScanConversation[], take: (typeof takes)[number]['take']): void {
  const { choices } = useChats.getState();
  for (const conversation of conversations) {
    const group = isGroup(conversation, choices);
    const decided = take(conversation, group);
    const kind = conversation.kindKnown ? {} : { kind: group ? ('group' as const) : ('private' as const) };
    if (decided) chatActions.decide([conversation.key], { ...decided, ...kind });
  }
}

function Bulk({ selected, onDone }: { selected: readonly ScanConversation[]; onDone: () => void }) {
  return (
    <div className="chat-bulk" role="toolbar" aria-label="对选中的聊天">
      <b>选中 {count(selected.length)} 个</b>
      {takes.map(({ label, take }) => (
        <Button key={label} size="small" onClick={() => decide(selected, take)}>
          {label}
        </Button>
      ))}
      <Button
        size="small"
        onClick={() =>
          chatActions.decide(
            selected.map((conversation) => conversation.key),
            null,
          )
        }
      >
        恢复原样
      </Button>
      <Button size="small" type="text" onClick={onDone}>
        取消选择
      </Button>
    </div>
  );
}

function Head({ all, onAll }: { all: boolean; onAll: () => void }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <td>
          <label className="chat-check">
            <input type="checkbox" className="over-input" checked={all} aria-label="选列出的全部聊天" onChange={onAll} />
            <span className="check-box" aria-hidden="true">
              {all && <CheckIcon width="12" height="12" />}
            </span>
          </label>
        </td>
        <th scope="col">聊天</th>
        <th scope="col" className="number">
          消息
        </th>
        <th scope="col" className="number">
          新的
        </th>
        <th scope="col" className="chat-period">
          时间
        </th>
        <th scope="col">归谁</th>
      </tr>
    </thead>
  );
}

/** Rows out of sight, as one empty row of their height. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <tr className="chat-gap">
      <td style={{ height }} />
    </tr>
  ) : null;
}

/** Everything a row of keys does: move, select, decide. */
function useTableKeys(
  rows: readonly ScanConversation[],
  cursor: number,
  move: (by: number) => void,
  onSelect: (key: string) => void,
): void {
  const row = rows[cursor];
  useShortcuts('导入：聊天', [
    { keys: ['j', 'arrowdown'], label: '下一个聊天', run: () => move(1) },
    { keys: ['k', 'arrowup'], label: '上一个聊天', run: () => move(-1) },
    { keys: 'space', label: '选中', run: () => row && onSelect(row.key) },
    ...takes.map(({ key, label, take }) => ({ keys: key, label, run: () => row && decide([row], take) })),
  ]);
}

function List({
  rows,
  selected,
  onSelect,
  onAll,
}: {
  rows: readonly ScanConversation[];
  selected: ReadonlySet<string>;
  onSelect: (key: string) => void;
  onAll: () => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const cursor = Math.min(at, rows.length - 1);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollPaddingStart: headHeight,
  });
  const move = (by: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, cursor + by));
    setAt(next);
    virtual.scrollToIndex(next);
  };
  useTableKeys(rows, cursor, move, onSelect);
  const all = rows.length > 0 && rows.every((row) => selected.has(row.key));
  const items = virtual.getVirtualItems();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is scrolled by keyboard only when it can be focused
    <section className="chat-rows" ref={frame} tabIndex={0} aria-label="聊天的列表">
      <table className="chat-table" aria-label="文件里的聊天" aria-rowcount={rows.length + 1}>
        <Head all={all} onAll={onAll} />
        <tbody>
          <Gap height={items[0]?.start ?? 0} />
          {items.map((item) => {
            const row = rows[item.index];
            return (
              row && (
                <ConversationRow
                  key={row.key}
                  conversation={row}
                  index={item.index}
                  current={item.index === cursor}
                  selected={selected.has(row.key)}
                  onSelect={onSelect}
                />
              )
            );
          })}
          <Gap height={virtual.getTotalSize() - (items.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
    </section>
  );
}

/** All conversations of the files, with filters, a search by name and decisions for many. */
export function Conversations({ scan }: { scan: ChatQueueScan }) {
  const choices = useChats((state) => state.choices);
  const rules = useChats((state) => state.rules);
  const [standing, setStanding] = useState<Standing | null>(null);
  const [search, setSearch] = useState('');
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const field = useRef<InputRef>(null);
  const rows = shownOf(scan, choices, rules, standing, search);
  const chosen = scan.conversations.filter((conversation) => selected.has(conversation.key));
  useShortcuts('导入：聊天', [{ keys: '/', label: '按名字找聊天', run: () => field.current?.focus() }]);
  const onSelect = (key: string) => {
    const next = new Set(selected);
    if (!next.delete(key)) next.add(key);
    setSelected(next);
  };
  const onAll = () => {
    const all = rows.every((row) => selected.has(row.key));
    const next = new Set(selected);
    for (const row of rows) {
      if (all) next.delete(row.key);
      else next.add(row.key);
    }
    setSelected(next);
  };
  return (
    <div className="chat-main">
      <div className="chat-filters">
        <Tabs scan={scan} standing={standing} onStanding={setStanding} />
        <Input
          ref={field}
          size="small"
          placeholder="按名字找"
          aria-label="按名字找聊天"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.stopPropagation();
            setSearch('');
            event.currentTarget.blur();
          }}
        />
      </div>
      {chosen.length > 0 && <Bulk selected={chosen} onDone={() => setSelected(new Set())} />}
      <div id="chat-tab-panel" className="import-tab-panel" role="tabpanel" aria-labelledby={`chat-tab-${standing ?? 'all'}`}>
        {rows.length === 0 ? (
          <EmptyState title="这里没有聊天" hint={search ? `没有名字里有「${search}」的聊天。` : '换一个分类看看。'} />
        ) : (
          <List rows={rows} selected={selected} onSelect={onSelect} onAll={onAll} />
        )}
      </div>
    </div>
  );
}
