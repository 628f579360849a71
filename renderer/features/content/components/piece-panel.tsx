import { Tooltip } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { type Asset, type ContentPiece, maxPieceText, type PublishChannel } from '../../../../shared/contracts/content.ts';
import { count } from '../../../lib/format.ts';
import { ArchiveIcon, CopyIcon, TrashIcon } from '../../../ui/icons.tsx';
import { PanelForm, usePanelKeys } from '../../../ui/panel-form.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSetting } from '../../settings/index.ts';
import { useArchivePieces, useDeletePieces, useDuplicatePiece } from '../mutations.ts';
import { problemCount, withAssets, wordsOf } from '../piece-form.ts';
import { usePiece } from '../queries.ts';
import { useAddAssets } from '../use-add-assets.ts';
import { usePieceForm } from '../use-piece-form.ts';
import { pieceName, resultText, reuseText, usageText } from '../words.ts';
import { AssetGrid } from './asset-grid.tsx';
import { AssetViewer } from './asset-viewer.tsx';
import { PieceFields } from './piece-fields.tsx';
import { Versions } from './versions.tsx';
import { type PieceHints, WordsEditor } from './words-editor.tsx';
import { WordsPreview } from './words-preview.tsx';
import './piece-panel.css';

export interface PiecePanelProps {
  /** null = a new piece */
  id: number | null;
  onOpen: (id: number) => void;
  onClose: () => void;
  hints?: PieceHints | undefined;
  /** what can be done with a piece elsewhere: put into the calendar, sent */
  actions?: ((piece: ContentPiece) => React.ReactNode) | undefined;
}

/** A piece beside the list: written, tried on a friend, saved, its earlier versions. */
export function PiecePanel(props: PiecePanelProps) {
  const piece = usePiece(props.id);
  if (props.id !== null && !piece.data) {
    return (
      <Frame header={<h2 className="panel-title">素材</h2>} onClose={props.onClose}>
        {piece.error ? <ErrorState error={piece.error} onRetry={() => void piece.refetch()} /> : <LoadingSkeleton rows={6} />}
      </Frame>
    );
  }
  return <Editor key={props.id ?? 'new'} piece={piece.data ?? null} {...props} />;
}

function Frame({ header, onClose, children }: { header: React.ReactNode; onClose: () => void; children: React.ReactNode }) {
  const [width, setWidth] = useSetting('content.panelWidth');
  return (
    <SidePanel label="素材" width={width} onWidth={setWidth} onClose={onClose} header={header} minWidth={380} maxWidth={900}>
      {children}
    </SidePanel>
  );
}

function Editor({ piece, onOpen, onClose, hints, actions }: PiecePanelProps & { piece: ContentPiece | null }) {
  const root = useRef<HTMLFormElement>(null);
  const [tab, setTab] = useState<PublishChannel | null>(null);
  const [view, setView] = useState<'words' | 'versions'>('words');
  const [viewed, setViewed] = useState<Asset | null>(null);
  const form = usePieceForm(piece, (id) => {
    onOpen(id);
    root.current?.focus();
  });
  const { values, change } = form;
  const setAssets = useCallback((assets: Asset[]) => change((old) => withAssets(old, assets)), [change]);
  const adding = useAddAssets(values.assets, setAssets);
  usePanelKeys('素材', form.save, onClose, () => root.current?.focus());
  // a channel without words of its own is sent the piece's
  const own = wordsOf(values, tab);
  const shown = own.text || values.text;
  const problems = problemCount(values);
  return (
    <Frame
      onClose={onClose}
      header={<Head piece={piece} dirty={form.dirty} view={view} onView={setView} onOpen={onOpen} onClose={onClose} />}
    >
      {view === 'versions' && piece ? (
        <Versions piece={piece} dirty={form.dirty} onRestored={() => setView('words')} />
      ) : (
        <PanelForm
          root={root}
          form={form}
          isNew={piece === null}
          onFiles={(files) => void adding.add(files)}
          head={piece && <Facts piece={piece} actions={form.dirty ? undefined : actions} />}
          warning={problems > 0 ? `变量有 ${count(problems)} 处要改：能保存，发出去前要改好` : null}
        >
          <WordsEditor values={values} tab={tab} onTab={setTab} onChange={change} autoFocus={piece === null} hints={hints} />
          <WordsPreview text={shown.slice(0, maxPieceText)} />
          <AssetGrid
            assets={values.assets}
            waiting={adding.waiting}
            onChange={setAssets}
            onFiles={(files) => void adding.add(files)}
            onView={setViewed}
          />
          <PieceFields values={values} onChange={change} />
        </PanelForm>
      )}
      <AssetViewer asset={viewed} onClose={() => setViewed(null)} />
    </Frame>
  );
}

interface HeadProps {
  piece: ContentPiece | null;
  dirty: boolean;
  view: 'words' | 'versions';
  onView: (view: 'words' | 'versions') => void;
  onOpen: (id: number) => void;
  onClose: () => void;
}

function Head({ piece, dirty, view, onView, onOpen, onClose }: HeadProps) {
  const duplicate = useDuplicatePiece();
  const archive = useArchivePieces();
  const remove = useDeletePieces();
  if (!piece) return <h2 className="panel-title">写一条素材</h2>;
  const archived = piece.archivedAt !== null;
  return (
    <div className="piece-panel-head">
      <h2 className="panel-title">{pieceName(piece)}</h2>
      <button
        type="button"
        className="version-switch"
        aria-pressed={view === 'versions'}
        onClick={() => onView(view === 'versions' ? 'words' : 'versions')}
      >
        版本 {count(piece.versions)}
      </button>
      <Tooltip title="复制一条来改">
        <button
          type="button"
          className="icon-button"
          aria-label="复制一条来改"
          disabled={dirty || duplicate.isPending}
          onClick={() => duplicate.mutate({ id: piece.id }, { onSuccess: ({ id }) => onOpen(id) })}
        >
          <CopyIcon />
        </button>
      </Tooltip>
      <Tooltip title={archived ? '取回' : '归档：收起来，不再出现在列表里'}>
        <button
          type="button"
          className="icon-button"
          aria-label={archived ? '取回这条' : '归档这条'}
          onClick={() => archive.mutate({ ids: [piece.id], archived: !archived })}
        >
          <ArchiveIcon />
        </button>
      </Tooltip>
      <Tooltip title="删除（可以撤销）">
        <button
          type="button"
          className="icon-button"
          aria-label="删除这条"
          onClick={() => {
            // closed first: what is gone must not be read again
            onClose();
            remove.mutate({ ids: [piece.id] });
          }}
        >
          <TrashIcon />
        </button>
      </Tooltip>
    </div>
  );
}

/** How often it was used, when it is free again, what came of it. */
function Facts({ piece, actions }: { piece: ContentPiece; actions: PiecePanelProps['actions'] }) {
  const { text, tone } = reuseText(piece);
  const results = resultText(piece);
  return (
    <section className="piece-facts" aria-label="用得怎么样">
      <p>
        <span className="reuse-mark" data-tone={tone}>
          {text}
        </span>
        {usageText(piece)}
      </p>
      {results && <p title={`记过结果的 ${count(piece.usage.results)} 次合计`}>{results}</p>}
      {actions && <div className="piece-actions">{actions(piece)}</div>}
    </section>
  );
}
