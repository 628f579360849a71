import { type Asset, isVideo } from '../../../../shared/contracts/content.ts';
import { videoByHand } from '../copying.ts';

/** With a video: that it is no part of what is copied. */
export function VideoNote({ assets }: { assets: readonly Asset[] }) {
  if (!assets.some(({ mime }) => isVideo(mime))) return null;
  return <p className="field-note">{videoByHand}。</p>;
}
