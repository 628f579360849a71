import { Button } from 'antd';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { FriendFilter } from '../../../../shared/contracts/friends.ts';
import { useAccounts } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { LadderIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TabStrip } from '../../../ui/tab-strip.tsx';
import { Board } from '../components/board.tsx';
import { MovedBar, SelectionStrip } from '../components/board-bars.tsx';
import { BoardFilters } from '../components/board-filters.tsx';
import { Flow, type PeriodChoice, PeriodPicker } from '../components/flow.tsx';
import { PeoplePanel } from '../components/people-panel.tsx';
import type { FlowMove } from '../flow-layout.ts';
import type { Period } from '../periods.ts';
import { useBoard } from '../queries.ts';
import { trustActions } from '../store.ts';
import '../trust.css';
import '../flow.css';

export interface TrustScreenProps {
  accountId: number | null;
  onAccount: (id: number | null) => void;
  /** everything about one friend, beside the board */
  panel: (id: number, onClose: () => void) => ReactNode;
  onUndo: (undoId: number) => void;
  /** takes these very people to the list of friends */
  onSelectPeople: (ids: readonly number[]) => void;
  onImport: (() => void) | undefined;
  /** whom the evidence would move, from the feature that knows it */
  suggestions: (onFriend: (id: number) => void, isPanelOpen: boolean) => ReactNode;
}

type Tab = 'board' | 'flow' | 'suggestions';
const tabs: readonly { key: Tab; label: string }[] = [
  { key: 'board', label: '现在' },
  { key: 'flow', label: '流动' },
  { key: 'suggestions', label: '建议' },
];

interface ToolbarProps {
  tab: Tab;
  onTab: (tab: Tab) => void;
  choice: PeriodChoice;
  onChoice: (choice: PeriodChoice) => void;
}

/** The two views, and what belongs to the one on the screen. */
function Toolbar({ tab, onTab, choice, onChoice }: ToolbarProps) {
  return (
    <div className="trust-toolbar">
      <TabStrip label="信任阶梯" id="trust-tab" panelId="trust-panel" tabs={tabs} tab={tab} onTab={onTab} />
      {tab === 'board' && <SelectionStrip />}
      {tab === 'flow' && <PeriodPicker choice={choice} onChoice={onChoice} />}
    </div>
  );
}

function NobodyYet({ filtered, onClear, onImport }: { filtered: boolean; onClear: () => void; onImport: (() => void) | undefined }) {
  if (filtered)
    return (
      <EmptyState title="没有符合的好友" hint="换个微信号，或少选几个标签、人群。" action={<Button onClick={onClear}>看全部好友</Button>} />
    );
  return (
    <EmptyState
      icon={<LadderIcon width="22" height="22" />}
      title="阶梯上还没有人"
      hint="好友进来时都站在第 1 级。聊过、问过、买过，就把他往上挪一级，一路都记着。"
      action={
        onImport && (
          <Button type="primary" onClick={onImport}>
            导入我的好友
          </Button>
        )
      }
    />
  );
}

/** Which account the board is for; one that is gone counts as all. */
function useKnownAccount(accountId: number | null): number | null {
  const { list, ready } = useAccounts();
  return !ready || list.some((account) => account.id === accountId) ? accountId : null;
}

/** A board that is left keeps neither selection nor the bar of the last move. */
function useLeaveClean(): void {
  useEffect(
    () => () => {
      trustActions.clear();
      trustActions.dismiss();
    },
    [],
  );
}

/** Tags and segments the board is narrowed by, and the filter with the account. */
function useNarrowed(accountId: number | null) {
  const [tagIds, onTags] = useState<number[]>([]);
  const [segmentIds, onSegments] = useState<number[]>([]);
  const filter = useMemo<FriendFilter>(
    () => ({
      ...(accountId === null ? {} : { accountIds: [accountId] }),
      ...(tagIds.length > 0 ? { tags: { any: tagIds } } : {}),
      ...(segmentIds.length > 0 ? { segmentIds } : {}),
    }),
    [accountId, tagIds, segmentIds],
  );
  const clear = () => {
    onTags([]);
    onSegments([]);
  };
  const narrow = { tagIds, onTags, segmentIds, onSegments };
  return { filter, narrow, clear, isNarrow: accountId !== null || tagIds.length + segmentIds.length > 0 };
}

/** Which of the views; it stands in the address. */
function useTab(): [Tab, (tab: Tab) => void] {
  const [params, setParams] = useSearchParams();
  const tab = tabs.find(({ key }) => key === params.get('tab'))?.key ?? 'board';
  return [tab, (next) => setParams(next === 'board' ? {} : { tab: next }, { replace: true })];
}

/** 信任阶梯: who stands on which level now, and how they went there. */
export function TrustScreen(props: TrustScreenProps) {
  const [tab, onTab] = useTab();
  const accountId = useKnownAccount(props.accountId);
  const [openId, setOpenId] = useState<number | null>(null);
  const [choice, setChoice] = useState<PeriodChoice>({ kind: 'd30', custom: null });
  const [people, setPeople] = useState<{ move: FlowMove; period: Period } | null>(null);
  const { filter, narrow, clear, isNarrow } = useNarrowed(accountId);
  const board = useBoard(filter).data;
  useLeaveClean();
  const showAll = () => {
    props.onAccount(null);
    clear();
  };
  return (
    <div className="trust">
      <PageFrame
        title="关系走到哪一步了？"
        summary={board && board.total > 0 ? `${count(board.total)} 位好友` : undefined}
        scroll={false}
        actions={
          tab !== 'suggestions' && (
            <BoardFilters accountId={accountId} onAccount={props.onAccount} {...narrow} tagIds={tab === 'board' ? narrow.tagIds : null} />
          )
        }
        toolbar={<Toolbar tab={tab} onTab={onTab} choice={choice} onChoice={setChoice} />}
      >
        <div id="trust-panel" role="tabpanel" aria-labelledby={`trust-tab-${tab}`} className="trust-panel">
          {tab === 'suggestions' ? (
            props.suggestions(setOpenId, openId !== null)
          ) : board?.total === 0 ? (
            <NobodyYet filtered={isNarrow} onClear={showAll} onImport={props.onImport} />
          ) : tab === 'board' ? (
            <Board filter={filter} openId={openId} onOpen={setOpenId} />
          ) : (
            <Flow
              accountId={accountId}
              choice={choice}
              chosen={people?.move ?? null}
              onChoose={(move, period) => setPeople({ move, period })}
            />
          )}
        </div>
        <MovedBar onUndo={props.onUndo} />
      </PageFrame>
      {openId !== null && props.panel(openId, () => setOpenId(null))}
      {openId === null && tab === 'flow' && people && (
        <PeoplePanel
          key={`${people.move.from}-${people.move.to}`}
          {...people}
          accountId={accountId}
          onOpen={setOpenId}
          onSelect={props.onSelectPeople}
          onClose={() => setPeople(null)}
        />
      )}
    </div>
  );
}
