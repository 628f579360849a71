import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { Asset, UnusedAssets as Unused } from '../../../../shared/contracts/content.ts';
import { trpc } from '../../../lib/api.ts';
import { count, fileSize } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CheckIcon } from '../../../ui/icons.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useRemoveAssets } from '../mutations.ts';
import { assetTitle } from '../words.ts';
import { Thumb } from './thumb.tsx';
import './unused-assets.css';

/** More at once are neither drawn nor looked through. */
const shown = 300;

/** Pictures and videos that no piece, post or queue shows: looked through, and those she ticks taken away for good. */
export function UnusedAssets({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { data, error } = useQuery({ ...trpc.content.unusedAssets.queryOptions(), enabled: open, staleTime: 0 });
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const remove = useRemoveAssets();
  const close = () => {
    setChosen(new Set());
    onClose();
  };
  const going = data?.assets.slice(0, shown).filter(({ id }) => chosen.has(id)) ?? [];
  const remembered = going.filter(({ id }) => data?.inVersions.includes(id)).length;
  return (
    <Dialog
      open={open}
      title="没用上的图片和视频"
      width={640}
      onClose={close}
      footer={
        <div className="dialog-foot">
          {remembered > 0 && <p role="status">{count(remembered)} 个在旧版本里用过，清掉以后换回那时也没有了</p>}
          <Button onClick={close}>先不做</Button>
          <Button
            type="primary"
            danger
            disabled={going.length === 0}
            loading={remove.isPending}
            onClick={() => remove.mutate({ ids: going.map(({ id }) => id) }, { onSuccess: close })}
          >
            {going.length === 0
              ? '先勾上要清掉的'
              : `清掉 ${count(going.length)} 个，腾出 ${fileSize(going.reduce((sum, { bytes }) => sum + bytes, 0))}`}
          </Button>
        </div>
      }
    >
      {error ? (
        <ErrorState error={error} />
      ) : data ? (
        <Found found={data} chosen={chosen} onChoose={setChosen} />
      ) : (
        <LoadingSkeleton rows={3} />
      )}
    </Dialog>
  );
}

interface FoundProps {
  found: Unused;
  chosen: ReadonlySet<number>;
  onChoose: (chosen: ReadonlySet<number>) => void;
}

function Found({ found, chosen, onChoose }: FoundProps) {
  const assets = found.assets.slice(0, shown);
  if (assets.length === 0) return <p>没有闲着的图片和视频，每一个都用在素材、排期或发送队列里。</p>;
  const isAll = assets.every(({ id }) => chosen.has(id));
  const toggle = (id: number) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChoose(next);
  };
  return (
    <>
      <p>
        下面 {count(found.assets.length)}{' '}
        个没有用在任何素材、排期和发送队列里。勾上不要的。清掉就真的没了，不能撤销；刚删除的内容里用到的也一起没有。
      </p>
      <button type="button" className="text-link" onClick={() => onChoose(isAll ? new Set() : new Set(assets.map(({ id }) => id)))}>
        {isAll ? '全不选' : `全选 ${count(assets.length)} 个`}
      </button>
      <ul className="unused-assets">
        {assets.map((asset) => (
          <UnusedTile
            key={asset.id}
            asset={asset}
            isChosen={chosen.has(asset.id)}
            isRemembered={found.inVersions.includes(asset.id)}
            onToggle={() => toggle(asset.id)}
          />
        ))}
      </ul>
      {found.assets.length > assets.length && <p>先列出最大的 {count(assets.length)} 个。</p>}
    </>
  );
}

interface TileProps {
  asset: Asset;
  isChosen: boolean;
  isRemembered: boolean;
  onToggle: () => void;
}

function UnusedTile({ asset, isChosen, isRemembered, onToggle }: TileProps) {
  return (
    <li className={isChosen ? 'going' : undefined}>
      <label title={assetTitle(asset)}>
        <input type="checkbox" className="over-input" checked={isChosen} onChange={onToggle} aria-label={`清掉 ${asset.name}`} />
        <Thumb asset={asset} alt="" />
        <span className={isChosen ? 'check-box on' : 'check-box'} aria-hidden="true">
          {isChosen && <CheckIcon width="12" height="12" />}
        </span>
      </label>
      <small>{isRemembered ? `${fileSize(asset.bytes)} · 旧版本里有` : fileSize(asset.bytes)}</small>
    </li>
  );
}
