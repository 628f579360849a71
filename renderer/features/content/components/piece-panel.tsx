import { Button, Tooltip } from 'antd';
import { useCallback, useRef, useState } from 'react';
import { type Asset, type ContentPiece, maxPieceText, type PublishChannel } from '../../../../shared/contracts/content.ts';
import { count } from '../../../lib/format.ts';
import { inTextField, useShortcuts } from '../../../lib/keys.ts';
import { ArchiveIcon, CopyIcon, TrashIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { keptWords } from '../../../ui/use-kept.ts';
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
      <Frame header={<h2 className="piece-panel-name">素材</h2>} onClose={props.onClose}>
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
  const [dropping, setDropping] = useState(false);
  const form = usePieceForm(piece, (id) => {
    onOpen(id);
    root.current?.focus();
  });
  const { values, change } = form;
  const setAssets = useCallback((assets: Asset[]) => change((old) => withAssets(old, assets)), [change]);
  const adding = useAddAssets(values.assets, setAssets);
  usePanelKeys(form.save, onClose, () => root.current?.focus());
  // a channel without words of its own is sent the piece's
  const own = wordsOf(values, tab);
  const shown = own.text || values.text;
  return (
    <Frame
      onClose={onClose}
      header={<Head piece={piece} dirty={form.dirty} view={view} onView={setView} onOpen={onOpen} onClose={onClose} />}
    >
      {view === 'versions' && piece ? (
        <Versions piece={piece} dirty={form.dirty} onRestored={() => setView('words')} />
      ) : (
        /* it takes the focus after saving, so that keys work from here */
        <form
          ref={root}
          tabIndex={-1}
          className={dropping ? 'piece-form dropping' : 'piece-form'}
          onSubmit={(event) => {
            event.preventDefault();
            void form.save();
          }}
          {...dropTarget((files) => void adding.add(files), setDropping)}
        >
          {piece && <Facts piece={piece} actions={form.dirty ? undefined : actions} />}
          {form.restored && form.dirty && <Restored isNew={piece === null} onReset={form.reset} />}
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
          <Foot form={form} isNew={piece === null} />
        </form>
      )}
      <AssetViewer asset={viewed} onClose={() => setViewed(null)} />
    </Frame>
  );
}

function Restored({ isNew, onReset }: { isNew: boolean; onReset: () => void }) {
  return (
    <p className="piece-draft">
      接着上次没保存的内容。
      <button type="button" className="text-link" onClick={onReset}>
        {isNew ? '从头写' : '放弃修改'}
      </button>
    </p>
  );
}

/** Files dropped or pasted anywhere in the form. */
function dropTarget(onFiles: (files: File[]) => void, setDropping: (on: boolean) => void) {
  const take = (event: React.SyntheticEvent, data: DataTransfer) => {
    const files = [...data.files];
    if (files.length === 0) return;
    event.preventDefault();
    onFiles(files);
  };
  return {
    onPaste: (event: React.ClipboardEvent) => take(event, event.clipboardData),
    onDragOver: (event: React.DragEvent) => {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setDropping(true);
    },
    onDragLeave: (event: React.DragEvent) => {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setDropping(false);
    },
    onDrop: (event: React.DragEvent) => {
      setDropping(false);
      take(event, event.dataTransfer);
    },
  };
}

function usePanelKeys(save: () => Promise<void>, onClose: () => void, focusPanel: () => void): void {
  useShortcuts('素材', [
    { keys: 'mod+enter', label: '保存', inFields: true, run: () => void save() },
    {
      keys: 'escape',
      inFields: true,
      // the first Esc leaves the field, the next one closes
      run: (event) => (inTextField(event.target) ? focusPanel() : onClose()),
    },
  ]);
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
  if (!piece) return <h2 className="piece-panel-name">写一条素材</h2>;
  const archived = piece.archivedAt !== null;
  return (
    <div className="piece-panel-head">
      <h2 className="piece-panel-name">{pieceName(piece)}</h2>
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

function Foot({ form, isNew }: { form: ReturnType<typeof usePieceForm>; isNew: boolean }) {
  const quiet = !form.dirty && !isNew;
  const problems = problemCount(form.values);
  const warning = form.missing ?? (problems > 0 ? `变量有 ${count(problems)} 处要改：能保存，发出去前要改好` : null);
  return (
    <footer className="piece-foot">
      <Button type="primary" htmlType="submit" loading={form.saving} disabled={quiet || (form.dirty && form.missing !== null)}>
        {quiet ? '已保存' : '保存'}
      </Button>
      <Kbd keys="mod+Enter" />
      <span aria-live={warning === null ? 'off' : 'polite'}>{form.dirty ? (warning ?? keptWords[form.kept]) : ''}</span>
    </footer>
  );
}
