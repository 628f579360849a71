import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { type Asset, isVideo } from '../../../../shared/contracts/content.ts';
import { bridge } from '../../../lib/bridge.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ArrowDownIcon } from '../../../ui/icons.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { assetTitle } from '../words.ts';
import './asset-viewer.css';

function WholePicture({ asset }: { asset: Asset }) {
  const { data, error } = useQuery({ queryKey: ['asset', asset.id], queryFn: () => bridge().readAsset(asset.id), gcTime: 0 });
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (error) return <ErrorState error={error} />;
  return url ? <img className="asset-whole" src={url} alt={asset.name} /> : <LoadingSkeleton rows={4} />;
}

/** A video is read by the parts that are played, never as a whole. */
function WholeVideo({ asset }: { asset: Asset }) {
  const { data, error } = useQuery({ queryKey: ['asset-url', asset.id], queryFn: () => bridge().assetUrl(asset.id), gcTime: 0 });
  const [isBroken, setBroken] = useState(false);
  if (error) return <ErrorState error={error} />;
  if (!data) return <LoadingSkeleton rows={4} />;
  if (isBroken) return <p role="status">这里放不了这个视频，文件还在。存到电脑上，用别的播放器打开。</p>;
  return (
    // biome-ignore lint/a11y/useMediaCaption: her own video, which has no captions
    <video className="asset-whole" src={data} controls autoPlay aria-label={asset.name} onError={() => setBroken(true)} />
  );
}

/** Has a picture or video out of the book again, as a file. */
export function SaveAssetButton({ asset }: { asset: Asset }) {
  const send = useSendOnce(true);
  const save = async () => {
    try {
      const saved = await bridge().saveAsset(asset);
      if (saved) notify.done(`存好了：${saved.savedAs}`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <Button size="small" icon={<ArrowDownIcon />} onClick={() => void send(save)}>
      存到电脑
    </Button>
  );
}

/** One picture or video, as large as the window takes it; it can be had out of the book again. */
export function AssetViewer({ asset, onClose }: { asset: Asset | null; onClose: () => void }) {
  return (
    <Dialog open={asset !== null} title={asset?.name ?? ''} width={860} onClose={onClose}>
      {asset && (
        <figure className="asset-viewer">
          {isVideo(asset.mime) ? <WholeVideo key={asset.id} asset={asset} /> : <WholePicture asset={asset} />}
          <figcaption>
            {assetTitle(asset)} <SaveAssetButton asset={asset} />
          </figcaption>
        </figure>
      )}
    </Dialog>
  );
}
