import { type DragEvent, useRef, useState } from 'react';
import { type Asset, isVideo, maxPiecePictures, pictureMimes, videoMimes } from '../../../../shared/contracts/content.ts';
import { ChevronLeftIcon, ChevronRightIcon, CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { assetTitle } from '../words.ts';
import { Thumb } from './thumb.tsx';
import './asset-grid.css';

const accepted = [...pictureMimes, ...videoMimes, '.mov'].join(',');

/** The list with one moved from a place to another. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one !== undefined) next.splice(to, 0, one);
  return next;
}

interface TileProps {
  asset: Asset;
  at: number;
  total: number;
  isTarget: boolean;
  onMove: (to: number) => void;
  onRemove: () => void;
  onView: () => void;
  onStart: () => void;
  onOver: (event: DragEvent) => void;
  onDrop: (event: DragEvent) => void;
}

function Tile({ asset, at, total, isTarget, onMove, onRemove, onView, onStart, onOver, onDrop }: TileProps) {
  const name = isVideo(asset.mime) ? '视频' : `第 ${at + 1} 张图`;
  return (
    <li
      className={isTarget ? 'asset-tile target' : 'asset-tile'}
      draggable
      title={assetTitle(asset)}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', asset.name);
        onStart();
      }}
      onDragOver={onOver}
      onDrop={onDrop}
    >
      <button type="button" className="asset-view" aria-label={`看${name}：${asset.name}`} onClick={onView}>
        <Thumb asset={asset} alt="" />
      </button>
      <span className="asset-tools">
        {total > 1 && (
          <>
            <button type="button" aria-label={`${name}往前移`} title="往前移" disabled={at === 0} onClick={() => onMove(at - 1)}>
              <ChevronLeftIcon width="14" height="14" />
            </button>
            <button type="button" aria-label={`${name}往后移`} title="往后移" disabled={at === total - 1} onClick={() => onMove(at + 1)}>
              <ChevronRightIcon width="14" height="14" />
            </button>
          </>
        )}
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
    <li className={empty ? 'asset-add wide' : 'asset-add'}>
      <button type="button" onClick={() => input.current?.click()}>
        <PlusIcon />
        <span>加图片或视频</span>
        {empty && <small>可以拖进来、直接粘贴；{maxPiecePictures} 张图，或 1 个视频</small>}
      </button>
      <input
        ref={input}
        type="file"
        accept={accepted}
        multiple
        hidden
        aria-label="选择图片或视频"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </li>
  );
}

export interface AssetGridProps {
  assets: readonly Asset[];
  /** those still being copied in */
  waiting: number;
  onChange: (assets: Asset[]) => void;
  onFiles: (files: File[]) => void;
  onView: (asset: Asset) => void;
}

/** Up to nine pictures, or one video; moved by drag or by buttons. */
export function AssetGrid({ assets, waiting, onChange, onFiles, onView }: AssetGridProps) {
  const [from, setFrom] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const stop = () => {
    setFrom(null);
    setOver(null);
  };
  const full = assets.length + waiting >= maxPiecePictures || assets.some(({ mime }) => isVideo(mime));
  return (
    <ul className="asset-grid" aria-label={`图片和视频，${assets.length} 个`} onDragEnd={stop}>
      {assets.map((asset, at) => (
        <Tile
          // the same picture may stand twice
          key={`${at}-${asset.id}`}
          asset={asset}
          at={at}
          total={assets.length}
          isTarget={over === at && from !== null && from !== at}
          onMove={(to) => onChange(moved(assets, at, to))}
          onRemove={() => onChange(assets.filter((_, other) => other !== at))}
          onView={() => onView(asset)}
          onStart={() => setFrom(at)}
          onOver={(event) => {
            if (from === null) return;
            event.preventDefault();
            setOver(at);
          }}
          onDrop={(event) => {
            if (from === null) return;
            event.preventDefault();
            event.stopPropagation();
            onChange(moved(assets, from, at));
            stop();
          }}
        />
      ))}
      {Array.from({ length: waiting }, (_, at) => (
        <li key={`waiting-${at}`} className="asset-tile waiting" role="status">
          正在加入…
        </li>
      ))}
      {!full && <AddTile empty={assets.length + waiting === 0} onFiles={onFiles} />}
    </ul>
  );
}
