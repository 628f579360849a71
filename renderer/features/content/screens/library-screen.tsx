import { Button, Tooltip } from 'antd';
import { useState } from 'react';
import type { ContentFilter, ContentPiece, ContentSort } from '../../../../shared/contracts/content.ts';
import { contentFilter, contentSorts } from '../../../../shared/contracts/content.ts';
import { useCommands } from '../../../lib/commands.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useOwnParams } from '../../../lib/own-params.ts';
import { ColumnsIcon, LibraryIcon, MoreIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSetting, useSettingsReady } from '../../settings/index.ts';
import { FilterBar, isFiltered, noFilter } from '../components/filter-bar.tsx';
import { PieceList } from '../components/piece-list.tsx';
import { PiecePanel } from '../components/piece-panel.tsx';
import { UnusedAssets } from '../components/unused-assets.tsx';
import type { PieceHints } from '../components/words-editor.tsx';
import { useArchivePieces, useCreatePiece, useDeletePieces } from '../mutations.ts';
import { useFacets } from '../queries.ts';
import { starters } from '../starters.ts';
import './library-screen.css';

export interface LibraryScreenProps {
  hints?: PieceHints;
  actions?: (piece: ContentPiece) => React.ReactNode;
}

/** What is asked for, and which piece is open ('new' = one being written): in the address. */
function useLibraryAddress() {
  const [params, write] = useOwnParams();
  const filter = readFilter(params.get('f'));
  const sort = contentSorts.find((one) => one === params.get('s')) ?? 'newest';
  const opened = params.get('id');
  const open: number | 'new' | null =
    opened === 'new' ? 'new' : Number.isSafeInteger(Number(opened)) && Number(opened) > 0 ? Number(opened) : null;
  const set = (part: { filter?: ContentFilter; sort?: ContentSort; open?: number | 'new' | null }) => {
    const next = new URLSearchParams(params);
    const put = (name: string, value: string | null) => (value === null ? next.delete(name) : next.set(name, value));
    if (part.filter) put('f', isFiltered(part.filter) ? JSON.stringify(changed(part.filter)) : null);
    if (part.sort) put('s', part.sort === 'newest' ? null : part.sort);
    if (part.open !== undefined) put('id', part.open === null ? null : String(part.open));
    write(next);
  };
  return { filter, sort, open, set };
}

/** Only what differs from asking for everything: addresses stay short. */
const changed = (filter: ContentFilter) =>
  Object.fromEntries(
    Object.entries(filter).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(noFilter[key as keyof ContentFilter])),
  );

function readFilter(text: string | null): ContentFilter {
  try {
    const parsed = contentFilter.safeParse(JSON.parse(text ?? '{}'));
    return parsed.success ? parsed.data : noFilter;
  } catch {
    return noFilter;
  }
}

/** 素材库: everything that can be said, found in a moment, with what became of it. */
export function LibraryScreen(props: LibraryScreenProps) {
  // drafts are settings: nothing may be written before they are there
  return useSettingsReady().ready ? <Library {...props} /> : null;
}

function Library({ hints, actions }: LibraryScreenProps) {
  const address = useLibraryAddress();
  const { filter, sort, open, set } = address;
  const [view, setView] = useSetting('content.view');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [tidying, setTidying] = useState(false);
  const facets = useFacets().data;
  const write = () => set({ open: 'new' });
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  useShortcuts('素材库', [
    { keys: 'n', label: '写一条素材', run: write },
    { keys: 'escape', label: '取消选择', enabled: chosen.size > 0, run: () => setChosen(new Set()) },
  ]);
  useCommands([
    { id: 'library.new', label: '写一条素材', words: 'sucai xiesucai', run: write },
    { id: 'library.tidy', label: '清理没用上的图片和视频', words: 'qingli tupian', run: () => setTidying(true) },
  ]);
  const isEmpty = facets !== undefined && facets.total === 0 && facets.archived === 0;
  return (
    <PageFrame
      title="手上有什么可发？"
      summary={facets && !isEmpty && `${count(facets.total)} 条素材${facets.archived > 0 ? `，另有 ${count(facets.archived)} 条归档` : ''}`}
      scroll={false}
      actions={
        <>
          <Tooltip title="清理没用上的图片和视频">
            <button type="button" className="icon-button" aria-label="清理没用上的图片和视频" onClick={() => setTidying(true)}>
              <MoreIcon />
            </button>
          </Tooltip>
          <Button type="primary" onClick={write}>
            写一条素材 <Kbd keys="n" />
          </Button>
        </>
      }
      toolbar={
        !isEmpty && (
          <div className="library-toolbar">
            <FilterBar
              filter={filter}
              sort={sort}
              onFilter={(part) => set({ filter: { ...filter, ...part } })}
              onSort={(next) => set({ sort: next })}
              keysName="素材库"
            />
            <Tooltip title={view === 'grid' ? '一行一条地看' : '看卡片'}>
              <button
                type="button"
                className="icon-button"
                aria-label={view === 'grid' ? '一行一条地看' : '看卡片'}
                onClick={() => setView(view === 'grid' ? 'list' : 'grid')}
              >
                <ColumnsIcon />
              </button>
            </Tooltip>
          </div>
        )
      }
    >
      <div className="library-body">
        <div className="library-main">
          {isEmpty ? (
            <Start onWrite={write} />
          ) : (
            <PieceList
              filter={filter}
              sort={sort}
              view={view}
              openId={typeof open === 'number' ? open : null}
              onOpen={({ id }) => set({ open: id })}
              chosen={chosen}
              onChoose={toggle}
              keysName="素材库"
              empty={
                <EmptyState
                  title="没有符合的素材"
                  hint="换个词，或者少选一个条件。"
                  action={<Button onClick={() => set({ filter: noFilter })}>看全部</Button>}
                />
              }
            />
          )}
          {chosen.size > 0 && (
            <ChosenBar
              ids={[...chosen]}
              archived={filter.archived}
              onDone={() => setChosen(new Set())}
              onGone={(ids) => typeof open === 'number' && ids.includes(open) && set({ open: null })}
            />
          )}
        </div>
        {open !== null && (
          <PiecePanel
            key={open}
            id={open === 'new' ? null : open}
            onOpen={(id) => set({ open: id })}
            onClose={() => set({ open: null })}
            hints={hints}
            actions={actions}
          />
        )}
      </div>
      <UnusedAssets open={tidying} onClose={() => setTidying(false)} />
    </PageFrame>
  );
}

interface ChosenBarProps {
  ids: number[];
  archived: boolean;
  onDone: () => void;
  onGone: (ids: number[]) => void;
}

/** What can be done with all that are ticked; each is one step back with 撤销. */
function ChosenBar({ ids, archived, onDone, onGone }: ChosenBarProps) {
  const archive = useArchivePieces();
  const remove = useDeletePieces();
  return (
    <section className="chosen-pieces" aria-label="选中的素材">
      <span>选中 {count(ids.length)} 条</span>
      <Button size="small" onClick={() => archive.mutate({ ids, archived: !archived }, { onSuccess: onDone })}>
        {archived ? '取回' : '归档'}
      </Button>
      <Button
        size="small"
        danger
        onClick={() => {
          // closed first: what is gone must not be read again
          onGone(ids);
          remove.mutate({ ids }, { onSuccess: onDone });
        }}
      >
        删除
      </Button>
      <button type="button" className="text-link" onClick={onDone}>
        取消选择
      </button>
    </section>
  );
}

/** The first day: one button, and three pieces to look at. */
function Start({ onWrite }: { onWrite: () => void }) {
  const create = useCreatePiece();
  const [busy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    try {
      for (const starter of starters) await create.mutateAsync(starter);
      notify.done('放进了三条样例，改成自己的话就能用');
    } catch {
      // the mutation has said what failed; those before it are there
    }
    setBusy(false);
  };
  return (
    <EmptyState
      icon={<LibraryIcon width="22" height="22" />}
      title="把说过的好话存起来，下次不用重写"
      hint="一条素材写一次，朋友圈、社群、私聊、小红书各有各的写法；{称呼} 这样的变量会换成每位好友自己的。"
      action={
        <>
          <Button type="primary" onClick={onWrite}>
            写第一条
          </Button>
          <Button loading={busy} onClick={() => void take()}>
            放三条样例看看
          </Button>
        </>
      }
    />
  );
}
