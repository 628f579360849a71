import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
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

/** Pictures and videos that no piece, post or queue shows: looked through, and taken away for good. */
export function UnusedAssets({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { data, error } = useQuery({ ...trpc.content.unusedAssets.queryOptions(), enabled: open, staleTime: 0 });
  const [kept, setKept] = useState<ReadonlySet<number>>(new Set());
  const remove = useRemoveAssets();
  const assets = data?.assets.slice(0, shown) ?? [];
  const going = assets.filter(({ id }) => !kept.has(id));
  const toggle = (id: number) => {
    const next = new Set(kept);
    if (!next.delete(id)) next.add(id);
    setKept(next);
  };
  return (
    <Dialog
      open={open}
      title="没用上的图片和视频"
      width={640}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={onClose}>先不做</Button>
          <Button
            type="primary"
            danger
            disabled={going.length === 0}
            loading={remove.isPending}
            onClick={() => remove.mutate({ ids: going.map(({ id }) => id) }, { onSuccess: onClose })}
          >
            清掉 {count(going.length)} 个，腾出 {fileSize(going.reduce((sum, { bytes }) => sum + bytes, 0))}
          </Button>
        </div>
      }
    >
      {error ? (
        <ErrorState error={error} />
      ) : !data ? (
        <LoadingSkeleton rows={3} />
      ) : assets.length === 0 ? (
        <p>没有闲着的图片和视频，每一个都用在素材、排期或发送队列里。</p>
      ) : (
        <>
          <p>
            下面 {count(data.assets.length)}{' '}
            个没有用在任何素材、排期和发送队列里。勾掉想留的。清掉就真的没了，不能撤销；素材的旧版本、刚删除的内容里用到的也一起没有。
          </p>
          <ul className="unused-assets">
            {assets.map((asset) => (
              <li key={asset.id} className={kept.has(asset.id) ? 'kept' : undefined}>
                <label title={assetTitle(asset)}>
                  <input
                    type="checkbox"
                    className="over-input"
                    checked={!kept.has(asset.id)}
                    onChange={() => toggle(asset.id)}
                    aria-label={`清掉 ${asset.name}`}
                  />
                  <Thumb asset={asset} alt="" />
                  <span className={kept.has(asset.id) ? 'check-box' : 'check-box on'} aria-hidden="true">
                    {!kept.has(asset.id) && <CheckIcon width="12" height="12" />}
                  </span>
                </label>
                <small>{fileSize(asset.bytes)}</small>
              </li>
            ))}
          </ul>
          {data.assets.length > assets.length && <p>先列出最大的 {count(assets.length)} 个。</p>}
        </>
      )}
    </Dialog>
  );
}
