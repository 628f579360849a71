import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import type { SuggestionAnswer, SuggestionFilter, SuggestionPage, SuggestionWay } from '../../../../shared/contracts/suggestions.ts';
import { trustRuleWords } from '../../../../shared/domain/words.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { levelText } from '../../../lib/words.ts';
import { DayDialog, laterDays } from '../../../ui/day-dialog.tsx';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { LadderIcon } from '../../../ui/icons.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { Decided } from '../components/decided.tsx';
import type { OpenProof } from '../components/proofs.tsx';
import { Rules } from '../components/rules.tsx';
import { SuggestionCard } from '../components/suggestion-card.tsx';
import { SuggestionRows } from '../components/suggestion-rows.tsx';
import { useSuggestions, useSuggestionsOf } from '../queries.ts';
import { type SuggestionList, useSuggestionList } from '../use-suggestion-list.ts';
import '../suggestions.css';

export interface SuggestionsViewProps {
  onFriend: (id: number) => void;
  onOpen: OpenProof;
  /** her panel stands beside the list, with her card in it */
  isPanelOpen: boolean;
}

type Part = SuggestionWay | 'decided' | 'rules';

function Narrow({
  filter,
  page,
  onFilter,
}: {
  filter: SuggestionFilter;
  page: SuggestionPage | undefined;
  onFilter: (filter: SuggestionFilter) => void;
}) {
  return (
    <>
      <Select
        aria-label="按规则看"
        className="suggestion-filter"
        placeholder="哪条规则都看"
        allowClear
        value={filter.rule ?? null}
        onChange={(rule) => onFilter({ ...filter, rule: rule ?? undefined })}
        options={page?.rules.map(({ key, count: many }) => ({ value: key, label: `${trustRuleWords[key]} ${count(many)}` })) ?? []}
      />
      <Select
        aria-label="按等级看"
        className="suggestion-filter"
        placeholder="哪个等级都看"
        allowClear
        value={filter.level ?? null}
        onChange={(level) => onFilter({ ...filter, level: level ?? undefined })}
        options={page?.levels.map(({ key, count: many }) => ({ value: key, label: `到 ${levelText(key)} ${count(many)}` })) ?? []}
      />
    </>
  );
}

/** What is done with those selected. */
function Chosen({ list }: { list: SuggestionList }) {
  if (list.many === 0) return null;
  return (
    <div className="suggestion-chosen" role="toolbar" aria-label="对选中的建议">
      <span>选中 {count(list.many)} 位</span>
      <Button size="small" type="primary" onClick={() => list.answer('accepted')}>
        采纳
      </Button>
      <Button size="small" onClick={() => list.answer('later')}>
        以后再说
      </Button>
      <Button size="small" onClick={() => list.answer('never')}>
        不再提
      </Button>
      <Button size="small" type="text" onClick={list.clear}>
        取消选择
      </Button>
    </div>
  );
}

const questions: Record<
  Exclude<SuggestionAnswer, 'later'>,
  { title: (many: string) => string; label: (many: string) => string; text: string }
> = {
  accepted: {
    title: (many) => `按建议给 ${many} 位好友调级？`,
    label: (many) => `给 ${many} 位调级`,
    text: '每一位都按自己的建议升或降，理由记进各自的时间线。理由已经不在了的会跳过。按 Ctrl+Z 一次全部撤回。',
  },
  never: {
    title: (many) => `不再提 ${many} 位的建议？`,
    label: (many) => `不再提 ${many} 位`,
    text: '以后不再建议他们到这一级，想看的时候在「回答过的」里重新提。',
  },
};

/** Many are shown before they are answered; later wants a day. */
function Ask({ list }: { list: SuggestionList }) {
  const { asking } = list;
  if (!asking) return null;
  const close = () => list.ask(null);
  if (asking.answer === 'later')
    return (
      <DayDialog
        title={`${asking.whom}的建议，以后再说`}
        choices={laterDays}
        onClose={close}
        onPick={(untilOn) => list.send(asking, untilOn)}
      />
    );
  const { title, label, text } = questions[asking.answer];
  const many = count(asking.many);
  return (
    <ConfirmDialog open title={title(many)} confirmLabel={label(many)} onClose={close} onConfirm={() => list.send(asking, null)}>
      {text}
    </ConfirmDialog>
  );
}

/** The card of the one the cursor is on. */
function Current({ list, onOpen }: { list: SuggestionList; onOpen: OpenProof }) {
  const { current } = list;
  const { data } = useSuggestionsOf(current?.friendId ?? null);
  const one = data?.find(({ toLevel, friendId }) => friendId === current?.friendId && toLevel === current.toLevel);
  return (
    <aside className="suggestion-beside" aria-label="依据">
      {current && <h2 title={current.name}>{current.name}</h2>}
      {one ? <SuggestionCard one={one} onOpen={onOpen} onAnswer={list.answer} /> : <LoadingSkeleton rows={4} />}
    </aside>
  );
}

function None({ way, unread }: { way: SuggestionWay; unread: number }) {
  if (unread > 0) return <EmptyState title="正在看聊天" hint={`还有 ${count(unread)} 位好友的聊天没看完，看完就有建议。`} />;
  return (
    <EmptyState
      icon={<LadderIcon width="22" height="22" />}
      title={way === 'up' ? '没有该升级的' : '没有该降级的'}
      hint={
        way === 'up'
          ? '导入聊天和订单、记下联系以后，谁回了话、问了价、付了款，会列在这里，附上那几句话、那几单。'
          : '沉默得比自己平常久得多的，和标为已流失的，会列在这里。'
      }
    />
  );
}

function Open({ way, onFriend, onOpen, isPanelOpen }: SuggestionsViewProps & { way: SuggestionWay }) {
  const [filter, setFilter] = useState<SuggestionFilter>({ way });
  const list = useSuggestionList(filter);
  const { current, page } = list;
  useShortcuts('建议', [
    { keys: ['j', 'ArrowDown'], label: '下一位', run: () => list.move(1) },
    { keys: ['k', 'ArrowUp'], label: '上一位', run: () => list.move(-1) },
    { keys: ['x', 'space'], label: '选中', run: () => current && list.toggle(current) },
    { keys: 'mod+a', label: '选中全部', run: list.chooseAll },
    { keys: 'a', label: '采纳', run: () => list.answer('accepted') },
    { keys: 'l', label: '以后再说', run: () => list.answer('later') },
    { keys: 'd', label: '不再提', run: () => list.answer('never') },
    { keys: 'Enter', label: '打开', run: () => current && onFriend(current.friendId) },
    { keys: 'Escape', label: '取消选择', run: list.clear, enabled: list.many > 0 },
  ]);
  if (list.error && !page) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!page) return <LoadingSkeleton />;
  return (
    <>
      <div className="suggestion-bar">
        <Narrow filter={filter} page={page} onFilter={setFilter} />
        <Chosen list={list} />
        {page.unread > 0 && <span className="suggestion-note">还有 {count(page.unread)} 位好友的聊天没看完。</span>}
      </div>
      {list.rows.length === 0 ? (
        <None way={way} unread={page.unread} />
      ) : (
        <div className="suggestion-desk">
          <SuggestionRows list={list} onFriend={onFriend} />
          {!isPanelOpen && <Current list={list} onOpen={onOpen} />}
        </div>
      )}
      <Ask list={list} />
    </>
  );
}

const withCount = (label: string, many: number | undefined) => (many ? `${label} ${count(many)}` : label);

/** 建议: whom the evidence would move, up and down, with that evidence; the answers; and the rules. */
export function SuggestionsView(props: SuggestionsViewProps) {
  const [part, setPart] = useState<Part>('up');
  const counts = useSuggestions({ way: 'up' }, 1).data?.counts;
  return (
    <div className="suggestions">
      <Segmented<Part>
        aria-label="看哪些"
        value={part}
        onChange={setPart}
        options={[
          { value: 'up', label: withCount('升级建议', counts?.up) },
          { value: 'down', label: withCount('降级建议', counts?.down) },
          { value: 'decided', label: '回答过的' },
          { value: 'rules', label: '规则' },
        ]}
      />
      {part === 'decided' && <Decided onFriend={props.onFriend} onOpen={props.onOpen} />}
      {part === 'rules' && <Rules />}
      {(part === 'up' || part === 'down') && <Open key={part} {...props} way={part} />}
    </div>
  );
}
