import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Asset, isVideo } from '../../../../shared/contracts/content.ts';
import { bridge } from '../../../lib/bridge.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { assetTitle } from '../words.ts';
import './asset-viewer.css';

function Whole({ asset }: { asset: Asset }) {
  const { data, error } = useQuery({ queryKey: ['asset', asset.id], queryFn: () => bridge().readAsset(asset.id), gcTime: 0 });
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!data) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  if (error) return <ErrorState error={error} />;
  if (!url) return <LoadingSkeleton rows={4} />;
  return isVideo(asset.mime) ? (
    // biome-ignore lint/a11y/useMediaCaption: her own video, which has no captions
    <video className="asset-whole" src={url} controls autoPlay aria-label={asset.name} />
  ) : (
    <img className="asset-whole" src={url} alt={asset.name} />
  );
}

/** One picture or video, as large as the window takes it. */
export function AssetViewer({ asset, onClose }: { asset: Asset | null; onClose: () => void }) {
  return (
    <Dialog open={asset !== null} title={asset?.name ?? ''} width={860} onClose={onClose}>
      {asset && (
        <figure className="asset-viewer">
          <Whole asset={asset} />
          <figcaption>{assetTitle(asset)}</figcaption>
        </figure>
      )}
    </Dialog>
  );
}
