import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { type KeyboardEvent, useState } from 'react';
import type { FriendSelection } from '../../../../shared/contracts/friends.ts';
import type { Tag } from '../../../../shared/contracts/tags.ts';
import { client, toAppError, trpc } from '../../../lib/api.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CheckIcon, PlusIcon } from '../../../ui/icons.tsx';
import { TagChip } from '../../../ui/tag-chip.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import './tag-picker.css';

export interface TagPickerProps {
  selection: FriendSelection;
  /** the friend's name when it is for one */
  name: string | null;
  onClose: () => void;
}

type Wish = 'add' | 'remove';

/** What the button would do, with the numbers: '打上 3 个标签' */
function wishText(wishes: ReadonlyMap<number, Wish>): string {
  const adds = [...wishes.values()].filter((wish) => wish === 'add').length;
  const removes = wishes.size - adds;
  if (adds > 0 && removes > 0) return `打上 ${adds} 个，拿掉 ${removes} 个`;
  if (removes > 0) return `拿掉 ${removes} 个标签`;
  return adds > 0 ? `打上 ${adds} 个标签` : '先选标签';
}

/** A click goes round: nobody → all; some → all → nobody → as it was; all → nobody → as it was. */
function nextWish(wish: Wish | undefined, carried: number, selected: number): Wish | undefined {
  if (wish === undefined) return carried < selected ? 'add' : 'remove';
  if (wish === 'add') return carried > 0 ? 'remove' : undefined;
  return undefined;
}

async function apply(selection: FriendSelection, wishes: ReadonlyMap<number, Wish>, names: ReadonlyMap<number, Tag>): Promise<void> {
  const of = (wanted: Wish) => [...wishes].filter(([, wish]) => wish === wanted).map(([id]) => id);
  const told = (ids: number[]) => ids.map((id) => names.get(id)?.name ?? '').join('、');
  const add = of('add');
  const remove = of('remove');
  if (add.length > 0) {
    const report = await client.tags.assign.mutate({ selection, tagIds: add });
    const rest = report.unchanged > 0 ? `，${count(report.unchanged)} 位原本就有` : '';
    notify.done(`已给 ${count(report.changed)} 位好友打上「${told(add)}」${rest}`, report.undoId);
  }
  if (remove.length > 0) {
    const report = await client.tags.unassign.mutate({ selection, tagIds: remove });
    notify.done(`已从 ${count(report.changed)} 位好友拿掉「${told(remove)}」`, report.undoId);
  }
}

interface OptionProps {
  tag: Tag;
  carried: number;
  selected: number;
  wish: Wish | undefined;
  current: boolean;
  id: string;
  onPick: () => void;
}

function TagOption({ tag, carried, selected, wish, current, id, onPick }: OptionProps) {
  const after =
    wish === 'add'
      ? `会给 ${count(selected - carried)} 位打上${carried > 0 ? `，${count(carried)} 位已有` : ''}`
      : wish === 'remove'
        ? `会从 ${count(carried)} 位拿掉`
        : carried > 0
          ? `${count(carried)} 位已有`
          : '';
  const full = wish === 'add' || (wish === undefined && carried === selected && selected > 0);
  const some = wish === undefined && carried > 0 && carried < selected;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field that owns the list handles the keys
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={full}
      aria-label={after ? `${tag.name}，${after}` : tag.name}
      className={current ? 'tag-option current' : 'tag-option'}
      onClick={onPick}
    >
      <span className={full || some ? 'check-box on' : 'check-box'} aria-hidden="true">
        {full ? <CheckIcon width="12" height="12" /> : some && <i />}
      </span>
      <TagChip color={tag.color}>{tag.name}</TagChip>
      <span className={wish ? 'tag-option-after wish' : 'tag-option-after'}>{after}</span>
    </div>
  );
}

function usePicker({ selection, onClose }: TagPickerProps) {
  const book = useTagBook();
  const coverage = useQuery(trpc.tags.coverage.queryOptions({ selection }));
  const [wishes, setWishes] = useState<ReadonlyMap<number, Wish>>(new Map());
  const selected = coverage.data?.selected ?? 0;
  const carried = (id: number) => coverage.data?.counts[String(id)] ?? 0;
  const pick = (id: number) =>
    setWishes((old) => {
      const next = new Map(old);
      const wish = nextWish(old.get(id), carried(id), selected);
      if (wish) next.set(id, wish);
      else next.delete(id);
      return next;
    });
  const save = useMutation({
    mutationFn: () => apply(selection, wishes, book.byId),
    networkMode: 'always',
    onSuccess: onClose,
    onError: notify.failed,
  });
  const create = useMutation(
    trpc.tags.create.mutationOptions({
      onSuccess: ({ id }) => setWishes((old) => new Map(old).set(id, 'add')),
      onError: (error) => notify.failed(toAppError(error)),
    }),
  );
  return { book, coverage, wishes, selected, carried, pick, save, create };
}

interface TagListProps {
  picker: ReturnType<typeof usePicker>;
  shown: readonly Tag[];
  /** name of the tag that could be made; null = none */
  fresh: string | null;
  current: number;
  onChoose: (index: number) => void;
}

function TagList({ picker: { carried, selected, wishes }, shown, fresh, current, onChoose }: TagListProps) {
  return (
    <div className="tag-picker-list" id="tag-picker-list" role="listbox" aria-label="标签" aria-multiselectable="true">
      {shown.map((tag, index) => (
        <TagOption
          key={tag.id}
          id={`tag-option-${index}`}
          tag={tag}
          carried={carried(tag.id)}
          selected={selected}
          wish={wishes.get(tag.id)}
          current={index === current}
          onPick={() => onChoose(index)}
        />
      ))}
      {fresh !== null && (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field that owns the list handles the keys
        <div
          id={`tag-option-${shown.length}`}
          role="option"
          tabIndex={-1}
          aria-selected={false}
          className={current === shown.length ? 'tag-option current' : 'tag-option'}
          onClick={() => onChoose(shown.length)}
        >
          <PlusIcon />
          新建标签「{fresh}」
        </div>
      )}
      {shown.length === 0 && fresh === null && <p className="tag-picker-none">还没有标签。写一个名字，按 Enter 新建。</p>}
    </div>
  );
}

/** What is typed: the tags it finds, the one that could be made of it, and the row that the keys are on. */
function useFinding(tags: readonly Tag[]) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const wanted = text.trim();
  const shown = tags.filter((tag) => wanted === '' || tag.name.toLowerCase().includes(wanted.toLowerCase()));
  const fresh = wanted !== '' && !tags.some((tag) => tag.name === wanted) ? wanted : null;
  const rows = shown.length + (fresh === null ? 0 : 1);
  const current = Math.min(at, rows - 1);
  const onText = (typed: string) => {
    setText(typed);
    setAt(0);
  };
  const step = (by: number) => {
    const next = (current + by + rows) % rows;
    setAt(next);
    document.getElementById(`tag-option-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return { text, onText, clear: () => setText(''), wanted, shown, fresh, rows, current, step };
}

interface FieldProps {
  finding: ReturnType<typeof useFinding>;
  onKeyDown: (event: KeyboardEvent) => void;
}

function Field({ finding: { text, onText, rows, current }, onKeyDown }: FieldProps) {
  return (
    <input
      // biome-ignore lint/a11y/noAutofocus: the dialog is opened to type in it
      autoFocus
      className="tag-picker-field"
      role="combobox"
      aria-label="找标签或写一个新的"
      aria-expanded="true"
      aria-controls="tag-picker-list"
      aria-activedescendant={rows > 0 ? `tag-option-${current}` : undefined}
      placeholder="找标签，或写一个新的"
      maxLength={30}
      value={text}
      onChange={(event) => onText(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

/** Puts tags on a selection and takes them off, after showing how many are touched. Type to find or to make a new one. */
export function TagPicker(props: TagPickerProps) {
  const picker = usePicker(props);
  const { book, coverage, wishes, selected, pick, save, create } = picker;
  // several tags are made one after another: each may be sent once
  const sendNew = useSendOnce(true);
  const sendAll = useSendOnce();
  const saveOnce = () => void sendAll(() => save.mutateAsync());
  const finding = useFinding(book.tags);
  const { wanted, shown, fresh, rows, current } = finding;
  const choose = (index: number) => {
    const tag = shown[index];
    if (tag) pick(tag.id);
    else if (fresh !== null) {
      void sendNew(() => create.mutateAsync({ name: fresh, groupId: null, color: null }));
      finding.clear();
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && rows > 0) {
      event.preventDefault();
      finding.step(step);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if ((event.ctrlKey || event.metaKey || wanted === '') && wishes.size > 0) saveOnce();
      else {
        choose(current);
        finding.clear();
      }
    }
  };
  const whom = props.name !== null ? `「${props.name}」` : coverage.data ? ` ${count(selected)} 位好友` : '选中的好友';
  return (
    <Dialog
      open
      title={`给${whom}打标签`}
      onClose={props.onClose}
      width={440}
      footer={
        <div className="dialog-foot">
          <Button onClick={props.onClose}>先不做</Button>
          <Button type="primary" disabled={wishes.size === 0 || selected === 0} loading={save.isPending} onClick={saveOnce}>
            {wishText(wishes)}
          </Button>
        </div>
      }
    >
      <div className="tag-picker">
        <Field finding={finding} onKeyDown={onKeyDown} />
        <TagList picker={picker} shown={shown} fresh={fresh} current={current} onChoose={choose} />
        <p className="dialog-note">Enter 选中，再按 Enter 保存。做完可以按 Ctrl+Z 撤销。</p>
      </div>
    </Dialog>
  );
}
