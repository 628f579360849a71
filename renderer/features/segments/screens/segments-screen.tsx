import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import type { Segment, SegmentInput } from '../../../../shared/contracts/segments.ts';
import { emptyRule } from '../../../../shared/domain/segment-rule.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useOwnParams } from '../../../lib/own-params.ts';
import { PlusIcon, SegmentIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { SegmentEditor } from '../components/segment-editor.tsx';
import { SegmentList } from '../components/segment-list.tsx';
import { Starters } from '../components/starters.tsx';
import { useSegmentSizes, useSegments } from '../queries.ts';
import { segmentsActions, useSegmentsStore } from '../store.ts';
import '../rule-builder.css';
import '../segments.css';

export interface SegmentsScreenProps {
  /** opens the list of friends narrowed to a segment */
  onPeople: (segmentId: number, archived: 'no' | 'only' | 'any') => void;
  onFriend: (id: number) => void;
}

const blank = (): SegmentInput => ({ name: '', note: '', rule: emptyRule() });
const contentOf = ({ name, note, rule }: SegmentInput): SegmentInput => ({ name, note, rule });
const same = (a: SegmentInput, b: SegmentInput) => JSON.stringify(contentOf(a)) === JSON.stringify(contentOf(b));

/** The open segment stands in the address: ?id=3, ?id=new. The page goes ahead of it, so that the next key meets what was asked for. */
function useOpen(list: readonly Segment[]) {
  const [params, write] = useOwnParams();
  const written = params.get('id') ?? '';
  const [ahead, setAhead] = useState<string | null>(null);
  useEffect(() => {
    if (ahead === written) setAhead(null);
  }, [ahead, written]);
  const text = ahead ?? written;
  const asked = text === 'new' ? 0 : Number(text);
  const drafts = useSegmentsStore((state) => state.drafts);
  const openId = text === 'new' || list.some(({ id }) => id === asked) ? asked : (list[0]?.id ?? (0 in drafts ? 0 : null));
  const open = (id: number | null) => {
    const next = id === null ? '' : id === 0 ? 'new' : String(id);
    setAhead(next);
    write(next === '' ? '' : `id=${next}`);
  };
  return { openId, open, drafts };
}

/** Everything the page knows of its segments, and its keys. */
function usePage(segments: ReturnType<typeof useSegments>, onPeople: SegmentsScreenProps['onPeople']) {
  const { openId, open, drafts } = useOpen(segments.list);
  const order = useMemo(() => segments.list.map(({ id }) => id), [segments.list]);
  const segment = openId === null ? null : (segments.byId.get(openId) ?? null);
  const isDraft = (id: number) => {
    const written = drafts[id];
    return written !== undefined && !same(written, segments.byId.get(id) ?? blank());
  };
  const begin = (input: SegmentInput = blank()) => {
    if (!isDraft(0) || input.rule.root.items.length > 0) segmentsActions.write(0, contentOf(input));
    open(0);
  };
  const move = (by: number) => {
    const next = order[Math.min(order.length - 1, Math.max(0, order.indexOf(openId ?? 0) + by))];
    if (next !== undefined) open(next);
  };
  useShortcuts('人群', [
    { keys: 'n', label: '新人群', run: () => begin() },
    { keys: ['j', 'arrowdown'], label: '下一个人群', run: () => move(1) },
    { keys: ['k', 'arrowup'], label: '上一个人群', run: () => move(-1) },
    {
      keys: 'o',
      label: '看里面的好友',
      enabled: segment !== null && segment.broken.length === 0,
      run: () => segment && onPeople(segment.id, segment.rule.archived),
    },
  ]);
  return { openId, open, drafts, segment, isDraft, begin };
}

function NoSegments({ onPick }: { onPick: (input: SegmentInput) => void }) {
  return (
    <div className="segments-empty">
      <EmptyState
        icon={<SegmentIcon width="22" height="22" />}
        title="还没有人群"
        hint="人群是一组条件：谁符合，谁就在里面，人数自己会变。发内容、群发、看名单都能用它。先挑一个现成的："
      />
      <Starters onPick={onPick} />
    </div>
  );
}

/** 人群: sets of friends by rule, kept under a name, counted live. */
export function SegmentsScreen({ onPeople, onFriend }: SegmentsScreenProps) {
  const segments = useSegments();
  const sizeOf = useSegmentSizes();
  const { openId, open, drafts, segment, isDraft, begin } = usePage(segments, onPeople);
  const kept = segment ?? blank();
  const many = segments.list.length;
  return (
    <PageFrame
      title="哪些人，用同样的话去说？"
      summary={many > 0 ? `${count(many)} 个人群，谁符合谁就在里面` : undefined}
      scroll={false}
      actions={
        <Button type="primary" icon={<PlusIcon />} onClick={() => begin()}>
          新人群
        </Button>
      }
    >
      {segments.error ? (
        <ErrorState error={segments.error} onRetry={() => void segments.retry()} />
      ) : !segments.ready ? (
        <LoadingSkeleton />
      ) : many === 0 && openId === null ? (
        <NoSegments onPick={begin} />
      ) : (
        <div className="segments-page">
          <SegmentList list={segments.list} sizeOf={sizeOf} openId={openId} isDraft={isDraft} onOpen={open} />
          {openId !== null && (
            <SegmentEditor
              key={openId}
              segment={segment}
              draft={drafts[openId] ?? kept}
              changed={isDraft(openId) || openId === 0}
              onDraft={(change) => segmentsActions.edit(openId, contentOf(kept), change)}
              onGo={open}
              onPeople={onPeople}
              onFriend={onFriend}
            />
          )}
        </div>
      )}
    </PageFrame>
  );
}
