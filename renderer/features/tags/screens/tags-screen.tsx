import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Tag, TagBook, TagGroup } from '../../../../shared/contracts/tags.ts';
import { trpc } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { PlusIcon, SearchIcon, TagIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { DeleteDialog } from '../components/delete-dialog.tsx';
import { GroupCard } from '../components/group-card.tsx';
import { GroupEditor } from '../components/group-editor.tsx';
import { MergeDialog } from '../components/merge-dialog.tsx';
import { TagsBar } from '../components/tags-bar.tsx';
import { useCreateGroup, useMoveTags } from '../mutations.ts';
import { tagsActions, useTagsStore } from '../store.ts';
import '../tags.css';

interface Section {
  group: TagGroup | null;
  tags: Tag[];
}

/** Tags without a group, when more than this many, stand below the groups in columns of their own. */
const longList = 8;

/** Groups in their order, tags without a group last; while searching only groups with a hit. */
function sectionsOf(book: TagBook, text: string): Section[] {
  const wanted = text.trim().toLowerCase();
  const fits = (tag: Tag, group: TagGroup | null) =>
    wanted === '' || tag.name.toLowerCase().includes(wanted) || (group?.name.toLowerCase().includes(wanted) ?? false);
  const sections = [...book.groups, null].map((group) => ({
    group,
    tags: book.tags.filter((tag) => tag.groupId === (group?.id ?? null) && fits(tag, group)),
  }));
  return sections.filter(({ group, tags }) => tags.length > 0 || (wanted === '' && group !== null));
}

function focusTag(id: number | undefined): void {
  if (id !== undefined) document.querySelector<HTMLElement>(`[data-tag="${id}"]`)?.focus();
}

/** Moving among the tags and what is done to the one the keyboard is on. */
function useTagKeys(tags: readonly Tag[], cursor: number | null, search: () => void): void {
  const navigate = useNavigate();
  const selected = useTagsStore((state) => state.selected);
  const at = tags.findIndex((tag) => tag.id === cursor);
  const current = at >= 0 ? tags[at] : undefined;
  const chosen = selected.size > 0 ? [...selected] : current ? [current.id] : [];
  const onTag = () => document.activeElement instanceof HTMLElement && document.activeElement.dataset.tag !== undefined;
  const move = (by: number) => focusTag(tags[onTag() ? Math.min(tags.length - 1, Math.max(0, at + by)) : Math.max(0, at)]?.id);
  useShortcuts('标签', [
    { keys: '/', label: '搜标签', run: search },
    { keys: ['j', 'arrowdown'], label: '下一个标签', run: () => move(1) },
    { keys: ['k', 'arrowup'], label: '上一个标签', run: () => move(-1) },
    { keys: ['x', 'space'], label: '选中', run: () => current && onTag() && tagsActions.toggle(current.id) },
    { keys: ['r', 'f2'], label: '改名、换颜色', run: () => current && tagsActions.edit(current.id) },
    { keys: 'o', label: '看带这个标签的好友', run: () => current && void navigate(`/friends?any=${current.id}`) },
    { keys: 'n', label: '新标签', run: () => tagsActions.addTo(current?.groupId ?? tags[0]?.groupId ?? 0) },
    { keys: 'm', label: '合并选中的', enabled: selected.size > 1, run: () => tagsActions.ask({ kind: 'merge', ids: [...selected] }) },
    {
      keys: ['delete', 'backspace'],
      label: '删除',
      enabled: chosen.length > 0,
      run: () => tagsActions.ask({ kind: 'delete', ids: chosen }),
    },
    { keys: 'escape', label: '取消选中', enabled: selected.size > 0, run: tagsActions.clear },
  ]);
}

function SearchField({ text, onText, field }: { text: string; onText: (text: string) => void; field: RefObject<HTMLInputElement | null> }) {
  return (
    <div className="tags-search">
      <SearchIcon />
      <input
        ref={field}
        type="search"
        aria-label="搜标签"
        placeholder="搜标签"
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            onText('');
            event.currentTarget.blur();
          }
        }}
      />
      {text === '' && <Kbd keys="/" />}
    </div>
  );
}

function NewGroup() {
  const open = useTagsStore((state) => state.editingGroup === 0);
  const create = useCreateGroup();
  if (!open) return null;
  return (
    <section className="tag-group" aria-label="新标签组">
      <GroupEditor
        group={null}
        busy={create.isPending}
        onSave={(values) => create.mutateAsync(values, { onSuccess: () => tagsActions.editGroup(null) })}
        onClose={() => tagsActions.editGroup(null)}
      />
    </section>
  );
}

function Groups({ book, text, search }: { book: TagBook; text: string; search: () => void }) {
  const [cursor, setCursor] = useState<number | null>(null);
  const sections = useMemo(() => sectionsOf(book, text), [book, text]);
  const tags = useMemo(() => sections.flatMap((section) => section.tags), [sections]);
  const current = tags.some((tag) => tag.id === cursor) ? cursor : (tags[0]?.id ?? null);
  const adding = useTagsStore((state) => state.addingTo);
  const move = useMoveTags();
  useTagKeys(tags, current, search);
  const shown = adding === 0 && !sections.some(({ group }) => group === null) ? [...sections, { group: null, tags: [] }] : sections;
  if (shown.length === 0 && text.trim() !== '')
    return <EmptyState title={`没有叫「${text.trim()}」的标签`} hint="换个词试试，或者按 Esc 看全部标签。" />;
  const searching = text.trim() !== '';
  const card = ({ group, tags: list }: Section, wide: boolean) => (
    <GroupCard
      key={group?.id ?? 0}
      group={group}
      tags={list}
      groups={book.groups}
      cursor={current}
      searching={searching}
      wide={wide}
      onCursor={setCursor}
      onDropTags={(ids) =>
        move(
          book.tags.filter((tag) => ids.includes(tag.id)),
          group,
        )
      }
    />
  );
  const isWide = ({ group, tags: list }: Section) => group === null && (book.groups.length === 0 || list.length > longList);
  return (
    <div className="tag-page">
      <div className="tag-groups">
        <NewGroup />
        {shown.filter((section) => !isWide(section)).map((section) => card(section, false))}
      </div>
      {shown.filter(isWide).map((section) => (
        <div key="wide" className="tag-wide">
          {card(section, true)}
          {book.groups.length === 0 && !searching && <NoGroupsYet />}
        </div>
      ))}
    </div>
  );
}

/** Beside a list without groups: what groups are for. */
function NoGroupsYet() {
  const making = useTagsStore((state) => state.editingGroup === 0);
  if (making) return null;
  return (
    <aside className="tag-hint" aria-label="标签组">
      <h2>标签多了，分个组更好找</h2>
      <p>比如「需求」「小区」「阶段」。一组一个颜色，在好友列表里一眼分得清；把标签拖进组里就行。</p>
      <Button onClick={() => tagsActions.editGroup(0)}>建第一个组</Button>
    </aside>
  );
}

function Dialogs({ book }: { book: TagBook }) {
  const dialog = useTagsStore((state) => state.dialog);
  const tags = book.tags.filter((tag) => dialog?.ids.includes(tag.id));
  const close = () => tagsActions.ask(null);
  if (!dialog || tags.length === 0) return null;
  return dialog.kind === 'merge' ? <MergeDialog tags={tags} onClose={close} /> : <DeleteDialog tags={tags} onClose={close} />;
}

function Body({ book, text, search }: { book: TagBook; text: string; search: () => void }) {
  const busy = useTagsStore((state) => state.editingGroup !== null || state.addingTo !== null);
  if (book.tags.length === 0 && book.groups.length === 0 && !busy)
    return (
      <div className="tags-empty">
        <EmptyState
          icon={<TagIcon width="22" height="22" />}
          title="还没有标签"
          hint="标签把好友分开：谁问过价、谁皮肤干、谁家有宝宝。先建一个，再到好友里选人打上；导入时文件里的标签也会自己进来。"
          action={
            <>
              <Button type="primary" onClick={() => tagsActions.addTo(0)}>
                新建第一个标签
              </Button>
              <Button onClick={() => tagsActions.editGroup(0)}>先建一个组</Button>
            </>
          }
        />
      </div>
    );
  return (
    <>
      <Groups book={book} text={text} search={search} />
      <TagsBar book={book} />
      <Dialogs book={book} />
    </>
  );
}

function summaryOf({ tags, groups }: TagBook): string {
  return groups.length > 0 ? `${count(tags.length)} 个标签，${count(groups.length)} 个组` : `${count(tags.length)} 个标签，还没分组`;
}

/** All tags by group: how many carry each, and everything that can be done to them. */
export function TagsScreen({ toolbar }: { toolbar?: ReactNode }) {
  const book = useQuery(trpc.tags.book.queryOptions());
  const [text, setText] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => () => tagsActions.clear(), []);
  const data = book.data;
  return (
    <PageFrame
      title="怎么分人？"
      summary={data && data.tags.length > 0 ? summaryOf(data) : undefined}
      toolbar={toolbar}
      actions={
        <>
          <SearchField text={text} onText={setText} field={field} />
          <Button onClick={() => tagsActions.editGroup(0)}>新建组</Button>
          <Button type="primary" icon={<PlusIcon />} onClick={() => tagsActions.addTo(data?.groups[0]?.id ?? 0)}>
            新标签
          </Button>
        </>
      }
    >
      {book.error ? (
        <ErrorState error={book.error} onRetry={() => void book.refetch()} />
      ) : data ? (
        <Body book={data} text={text} search={() => field.current?.focus()} />
      ) : (
        <LoadingSkeleton />
      )}
    </PageFrame>
  );
}
