import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { bridge } from '../../../lib/bridge.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import './picture.css';

/** A stored picture, cut to fill its place. `alt` says which one it is. */
export function Picture({ assetId, alt }: { assetId: number; alt: string }) {
  // the bytes of an id never change; after five minutes out of sight they are let go
  const { data: blob, isError } = useQuery({
    queryKey: ['picture', assetId],
    queryFn: () => bridge().readAsset(assetId),
    gcTime: 300_000,
  });
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    if (!blob) return;
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  if (isError) {
    return (
      <span className="picture lost" role="img" aria-label={`${alt}：文件找不到了`} title="图片文件找不到了，请移除后重新加一次">
        <WarningIcon />
      </span>
    );
  }
  if (!url) return <span className="picture" role="img" aria-label={alt} />;
  return <img className="picture" src={url} alt={alt} draggable={false} decoding="async" />;
}
