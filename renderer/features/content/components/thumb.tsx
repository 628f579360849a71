import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type Asset, isVideo } from '../../../../shared/contracts/content.ts';
import { client, trpc } from '../../../lib/api.ts';
import { bridge } from '../../../lib/bridge.ts';
import { VideoIcon, WarningIcon } from '../../../ui/icons.tsx';
import { keepThumb } from '../thumbs.ts';
import { durationText } from '../words.ts';
import './thumb.css';

/** The small picture of an asset as an address for <img>; of one that has none it is drawn once and kept. */
function useThumb(asset: Asset) {
  const queryClient = useQueryClient();
  return useQuery({
    // the bytes of an id never change
    queryKey: ['thumb', asset.id, asset.hasThumb],
    gcTime: 600_000,
    queryFn: async () => {
      const { webp } = await client.content.thumb.query({ id: asset.id });
      if (webp !== null) return `data:image/webp;base64,${webp}`;
      // of a video only the part that is drawn is read
      const whole = isVideo(asset.mime) ? await bridge().assetUrl(asset.id) : await bridge().readAsset(asset.id);
      const drawn = await keepThumb(asset, whole);
      const made = drawn.hasThumb
        ? await queryClient.fetchQuery({ ...trpc.content.thumb.queryOptions({ id: asset.id }), staleTime: 0 })
        : null;
      if (made?.webp) return `data:image/webp;base64,${made.webp}`;
      return whole instanceof Blob ? whole : null;
    },
  });
}

/** A blob needs an address that is given back. */
function useAddress(found: string | Blob | null | undefined): string | null | undefined {
  const [made, setMade] = useState<string | null>(null);
  useEffect(() => {
    if (!(found instanceof Blob)) return;
    const url = URL.createObjectURL(found);
    setMade(url);
    return () => URL.revokeObjectURL(url);
  }, [found]);
  return found instanceof Blob ? made : found;
}

/** A picture or video, small, cut to fill its place. `alt` says which one it is; '' where its name stands beside it. */
export function Thumb({ asset, alt }: { asset: Asset; alt: string }) {
  const { data, isError } = useThumb(asset);
  const address = useAddress(data);
  const video = isVideo(asset.mime);
  return (
    <span className="thumb">
      {isError ? (
        <span className="thumb-lost" role="img" aria-label={`${alt || asset.name}：文件找不到了`} title="文件找不到了，请移除后重新加一次">
          <WarningIcon />
        </span>
      ) : address ? (
        <img src={address} alt={alt} draggable={false} decoding="async" />
      ) : (
        <span className="thumb-none" {...(alt ? { role: 'img', 'aria-label': alt } : { 'aria-hidden': true })}>
          {data === null && <VideoIcon width="22" height="22" />}
        </span>
      )}
      {video && (
        <span className="thumb-video" aria-hidden="true">
          <VideoIcon width="12" height="12" />
          {asset.durationMs === null ? '视频' : durationText(asset.durationMs)}
        </span>
      )}
    </span>
  );
}
