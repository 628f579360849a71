import { useQueries } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import type { PreviewRow as Row, RowVerdict } from '../../../../shared/contracts/imports.ts';
import { trpc } from '../../../lib/api.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ErrorState } from '../../../ui/states.tsx';
import type { Answer } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import { verdictWords } from '../words.ts';
import { PreviewRow } from './preview-row.tsx';

const pageSize = 100;
const rowHeight = 44;
/** a doubtful row shows two people, one under the other */
const doubtfulHeight = 64;

/** Rows of one verdict, read in pages as they come into sight. */
function usePages(sessionId: string, verdict: RowVerdict, first: number, last: number) {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.max(from, Math.floor(Math.max(0, last) / pageSize));
  const pages = Array.from({ length: Math.min(3, to - from + 1) }, (_, at) => from + at);
  const results = useQueries({
    queries: pages.map((page) =>
      trpc.imports.previewRows.queryOptions({ sessionId, verdict, offset: page * pageSize, limit: pageSize }, { gcTime: 60_000 }),
    ),
  });
  const rowAt = (index: number): Row | null => {
    const at = pages.indexOf(Math.floor(index / pageSize));
    return results[at]?.data?.rows[index % pageSize] ?? null;
  };
  const failed = results.find((result) => result.error);
  return { rowAt, error: failed?.error ?? null, retry: () => void failed?.refetch() };
}

export interface PreviewListProps {
  sessionId: string;
  verdict: RowVerdict;
  total: number;
}

/** The rows of one verdict; doubtful ones are walked through and answered by keys. */
export function PreviewList({ sessionId, verdict, total }: PreviewListProps) {
  const frame = useRef<HTMLElement>(null);
  const [cursor, setCursor] = useState(0);
  const answers = useImport((state) => state.answers);
  const asks = verdict === 'doubtful';
  const height = asks ? doubtfulHeight : rowHeight;
  const virtual = useVirtualizer({ count: total, getScrollElement: () => frame.current, estimateSize: () => height, overscan: 6 });
  const items = virtual.getVirtualItems();
  const { rowAt, error, retry } = usePages(sessionId, verdict, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);
  const move = (by: number) => {
    const next = Math.min(total - 1, Math.max(0, cursor + by));
    setCursor(next);
    virtual.scrollToIndex(next);
  };
  const say = (answer: Answer) => {
    const row = rowAt(cursor);
    if (!row) return;
    importActions.answer(row.index, answer);
    move(1);
  };
  useShortcuts(
    '看一眼：要你定的',
    [
      { keys: ['j', 'arrowdown'], label: '下一位', run: () => move(1) },
      { keys: ['k', 'arrowup'], label: '上一位', run: () => move(-1) },
      { keys: 'y', label: '是同一人', run: () => say('same') },
      { keys: 'n', label: '是新好友', run: () => say('new') },
      { keys: 's', label: '跳过这一行', run: () => say('skip') },
    ],
    asks,
  );
  if (error) return <ErrorState error={error} onRetry={retry} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is scrolled by keyboard only when it can be focused
    <section className="import-rows" ref={frame} tabIndex={0} aria-label={`${verdictWords[verdict]}的行`}>
      <ol style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <PreviewRow
              key={item.key}
              row={row}
              top={item.start}
              height={height}
              current={asks && item.index === cursor}
              answer={row ? answers[row.index] : undefined}
            />
          );
        })}
      </ol>
    </section>
  );
}
