import { type DragEvent, useRef, useState } from 'react';
import { maxPostPictures } from '../../../../shared/contracts/calendar.ts';
import type { Asset } from '../../../../shared/contracts/content.ts';
import { fileSize } from '../../../lib/format.ts';
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { Picture } from './picture.tsx';
import './picture-grid.css';

const accepted = 'image/jpeg,image/png,image/webp,image/gif';

/** The list with the picture at `from` moved to `to`. */
export function movedPicture(pictures: readonly Asset[], from: number, to: number): Asset[] {
  const next = [...pictures];
  const [one] = next.splice(from, 1);
  if (one) next.splice(to, 0, one);
  return next;
}

interface TileProps {
  asset: Asset;
  at: number;
  total: number;
  onMove: (to: number) => void;
  onRemove: () => void;
  drag: { onStart: () => void; onOver: (event: DragEvent) => void; onDrop: (event: DragEvent) => void; isTarget: boolean };
}

function Tile({ asset, at, total, onMove, onRemove, drag }: TileProps) {
  const name = `第 ${at + 1} 张图`;
  return (
    <li
      className={drag.isTarget ? 'picture-tile target' : 'picture-tile'}
      draggable
      title={`${asset.name}，${asset.width}×${asset.height}，${fileSize(asset.bytes)}`}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', asset.name);
        drag.onStart();
      }}
      onDragOver={drag.onOver}
      onDrop={drag.onDrop}
    >
      <Picture assetId={asset.id} alt={`${name}：${asset.name}`} />
      <span className="picture-place" aria-hidden="true">
        {at + 1}
      </span>
      <span className="picture-tools">
        <button type="button" aria-label={`${name}往前移`} title="往前移" disabled={at === 0} onClick={() => onMove(at - 1)}>
          <ChevronLeftIcon width="14" height="14" />
        </button>
        <button type="button" aria-label={`${name}往后移`} title="往后移" disabled={at === total - 1} onClick={() => onMove(at + 1)}>
          <ChevronRightIcon width="14" height="14" />
        </button>
        <button type="button" aria-label={`移除${name}`} title="移除" onClick={onRemove}>
          <CloseIcon width="14" height="14" />
        </button>
      </span>
    </li>
  );
}

function AddTile({ empty, onFiles }: { empty: boolean; onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <li className={empty ? 'picture-add wide' : 'picture-add'}>
      <button type="button" onClick={() => input.current?.click()}>
        <PlusIcon />
        <span>加图片</span>
        {empty && <small>可以拖进来，也可以直接粘贴，最多 {maxPostPictures} 张</small>}
      </button>
      <input
        ref={input}
        type="file"
        accept={accepted}
        multiple
        hidden
        aria-label="选择图片"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </li>
  );
}

export interface PictureGridProps {
  pictures: readonly Asset[];
  /** pictures still being copied in */
  waiting: number;
  onChange: (pictures: Asset[]) => void;
  onFiles: (files: File[]) => void;
}

/** Up to nine pictures as WeChat will show them, three in a row; moved by drag or by buttons. */
export function PictureGrid({ pictures, waiting, onChange, onFiles }: PictureGridProps) {
  const [from, setFrom] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const stop = () => {
    setFrom(null);
    setOver(null);
  };
  return (
    <ul className="picture-grid" aria-label={`图片，${pictures.length} 张`} onDragEnd={stop}>
      {pictures.map((asset, at) => (
        <Tile
          // the same picture may stand twice
          key={`${at}-${asset.id}`}
          asset={asset}
          at={at}
          total={pictures.length}
          onMove={(to) => onChange(movedPicture(pictures, at, to))}
          onRemove={() => onChange(pictures.filter((_, other) => other !== at))}
          drag={{
            isTarget: over === at && from !== null && from !== at,
            onStart: () => setFrom(at),
            onOver: (event) => {
              if (from === null) return;
              event.preventDefault();
              setOver(at);
            },
            onDrop: (event) => {
              if (from === null) return;
              event.preventDefault();
              event.stopPropagation();
              onChange(movedPicture(pictures, from, at));
              stop();
            },
          }}
        />
      ))}
      {Array.from({ length: waiting }, (_, at) => (
        <li key={`waiting-${at}`} className="picture-tile waiting" role="status">
          正在加入…
        </li>
      ))}
      {pictures.length + waiting < maxPostPictures && <AddTile empty={pictures.length + waiting === 0} onFiles={onFiles} />}
    </ul>
  );
}
