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
import { Menu } from '../../../ui/menu.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSetting, useSettingsReady } from '../../settings/index.ts';
import { FilterBar, isFiltered, noFilter } from '../components/filter-bar.tsx';
import { ImportPieces, useExportPieces } from '../components/library-files.tsx';
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

type Address = ReturnType<typeof useLibraryAddress>;
type Tool = 'tidy' | 'import';

function Library({ hints, actions }: LibraryScreenProps) {
  const address = useLibraryAddress();
  const { open, set } = address;
  const [tool, setTool] = useState<Tool | null>(null);
  const facets = useFacets().data;
  const write = () => set({ open: 'new' });
  useShortcuts('素材库', [{ keys: 'n', label: '写一条素材', run: write }]);
  useCommands([
    { id: 'library.new', label: '写一条素材', words: 'sucai xiesucai', run: write },
    { id: 'library.import', label: '导入素材', words: 'daoru sucai', run: () => setTool('import') },
    { id: 'library.tidy', label: '清理没用上的图片和视频', words: 'qingli tupian', run: () => setTool('tidy') },
  ]);
  const isEmpty = facets !== undefined && facets.total === 0 && facets.archived === 0;
  return (
    <PageFrame
      title="手上有什么可发？"
      summary={facets && !isEmpty && `${count(facets.total)} 条素材${facets.archived > 0 ? `，另有 ${count(facets.archived)} 条归档` : ''}`}
      scroll={false}
      actions={
        <>
          <LibraryMenu address={address} isEmpty={isEmpty} onTool={setTool} />
          <Button type="primary" onClick={write}>
            写一条素材 <Kbd keys="n" />
          </Button>
        </>
      }
      toolbar={!isEmpty && <Toolbar address={address} />}
    >
      <div className="library-body">
        <div className="library-main">
          {isEmpty ? <Start onWrite={write} onImport={() => setTool('import')} /> : <Pieces address={address} />}
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
      <UnusedAssets open={tool === 'tidy'} onClose={() => setTool(null)} />
      {tool === 'import' && <ImportPieces onClose={() => setTool(null)} />}
    </PageFrame>
  );
}

/** What is done now and then: tables in and out, room on the disk. */
function LibraryMenu({ address: { filter, sort }, isEmpty, onTool }: { address: Address; isEmpty: boolean; onTool: (tool: Tool) => void }) {
  const save = useExportPieces();
  const found = isFiltered(filter) ? '导出找到的这些' : '导出全部';
  return (
    <Menu
      sections={[
        [
          { key: 'import', label: '导入素材…' },
          { key: 'xlsx', label: `${found}（Excel）`, disabled: isEmpty },
          { key: 'csv', label: `${found}（CSV）`, disabled: isEmpty },
        ],
        [{ key: 'tidy', label: '清理没用上的图片和视频' }],
      ]}
      onChoose={(key) => {
        if (key === 'import' || key === 'tidy') onTool(key);
        else save.mutate({ format: key, filter, sort });
      }}
    >
      {(button) => (
        <button {...button} type="button" className="icon-button" aria-label="素材库的更多操作" title="更多">
          <MoreIcon />
        </button>
      )}
    </Menu>
  );
}

function Toolbar({ address: { filter, sort, set } }: { address: Address }) {
  const [view, setView] = useSetting('content.view');
  const label = view === 'grid' ? '一行一条地看' : '看卡片';
  return (
    <div className="library-toolbar">
      <FilterBar
        filter={filter}
        sort={sort}
        onFilter={(part) => set({ filter: { ...filter, ...part } })}
        onSort={(next) => set({ sort: next })}
        keysName="素材库"
      />
      <Tooltip title={label}>
        <button type="button" className="icon-button" aria-label={label} onClick={() => setView(view === 'grid' ? 'list' : 'grid')}>
          <ColumnsIcon />
        </button>
      </Tooltip>
    </div>
  );
}

/** The list, and what can be done with those that are ticked. */
function Pieces({ address: { filter, sort, open, set } }: { address: Address }) {
  const [view] = useSetting('content.view');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  useShortcuts('素材库', [{ keys: 'escape', label: '取消选择', enabled: chosen.size > 0, run: () => setChosen(new Set()) }]);
  return (
    <>
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
      {chosen.size > 0 && (
        <ChosenBar
          ids={[...chosen]}
          archived={filter.archived}
          onDone={() => setChosen(new Set())}
          onGone={(ids) => typeof open === 'number' && ids.includes(open) && set({ open: null })}
        />
      )}
    </>
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
function Start({ onWrite, onImport }: { onWrite: () => void; onImport: () => void }) {
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
          <Button type="link" onClick={onImport}>
            从表格导入
          </Button>
        </>
      }
    />
  );
}
