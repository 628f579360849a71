import { type Asset, isVideo, maxThumbBytes, maxThumbSide } from '../../../shared/contracts/content.ts';
import { client } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';

/** Longer side of a small picture in px: sharp on a card of 240 px, light in a list of hundreds. */
const side = 360;

/** What can be drawn of a file: a picture as it is, a video (by its address) somewhere behind its first moment. null = this browser cannot. */
async function drawable(
  file: Blob | string,
): Promise<{ source: CanvasImageSource; width: number; height: number; done: () => void } | null> {
  if (typeof file !== 'string') {
    const bitmap = await createImageBitmap(file).catch(() => null);
    return bitmap && { source: bitmap, width: bitmap.width, height: bitmap.height, done: () => bitmap.close() };
  }
  const element = document.createElement('video');
  element.muted = true;
  element.preload = 'auto';
  element.src = file;
  const ready = await new Promise<boolean>((resolve) => {
    // a file that never gets ready must not keep her waiting
    const timer = setTimeout(() => resolve(false), 8000);
    const settle = (isReady: boolean) => {
      clearTimeout(timer);
      resolve(isReady);
    };
    element.onerror = () => settle(false);
    element.onloadeddata = () => {
      element.onseeked = () => settle(true);
      element.currentTime = Math.min(1, (element.duration || 0) / 3);
    };
  });
  const done = () => {
    element.removeAttribute('src');
    element.load();
  };
  if (ready && element.videoWidth > 0) return { source: element, width: element.videoWidth, height: element.videoHeight, done };
  done();
  return null;
}

/** A small WebP of a file; null where the browser cannot make one. */
async function smallPicture(file: Blob | string): Promise<Blob | null> {
  const found = await drawable(file);
  if (!found) return null;
  const scale = Math.min(1, side / Math.max(found.width, found.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.min(maxThumbSide, Math.max(1, Math.round(found.width * scale)));
  canvas.height = Math.min(maxThumbSide, Math.max(1, Math.round(found.height * scale)));
  canvas.getContext('2d')?.drawImage(found.source, 0, 0, canvas.width, canvas.height);
  found.done();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.8));
  // a browser that has no WebP gives PNG
  return blob && blob.type === 'image/webp' && blob.size <= maxThumbBytes ? blob : null;
}

/**
 * Draws the small picture of an asset and keeps it in the book. Whatever fails, the asset itself is whole: lists show it then.
 * @param file a picture's bytes; a video's address, so that only a part of it is read
 */
export async function keepThumb(asset: Asset, file: Blob | string): Promise<Asset> {
  try {
    const small = await smallPicture(file);
    if (!small) return asset;
    const staged = await bridge().stageFile(new File([small], 'thumb.webp', { type: 'image/webp' }));
    return await client.content.setThumb.mutate({ assetId: asset.id, fileId: staged.fileId });
  } catch {
    return asset;
  }
}

/** Takes a file into the book, with its small picture. @throws AppError as content.addAsset */
export async function takeIn(file: File): Promise<Asset> {
  const staged = await bridge().stageFile(file);
  const asset = await client.content.addAsset.mutate({ fileId: staged.fileId });
  if (asset.hasThumb) return asset;
  if (!isVideo(asset.mime)) return keepThumb(asset, file);
  const url = URL.createObjectURL(file);
  const kept = await keepThumb(asset, url);
  URL.revokeObjectURL(url);
  return kept;
}
