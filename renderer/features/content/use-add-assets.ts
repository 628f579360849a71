import { useCallback, useRef, useState } from 'react';
import { type Asset, isVideo, maxPiecePictures, maxVideoBytes } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import { notify } from '../../ui/toast.tsx';
import { takeIn } from './thumbs.ts';

/** Whether another one may join: nine pictures, or one video by itself. */
function refusal(held: readonly Asset[], mime: string): AppError | null {
  if (held.length > 0 && (mime.startsWith('video/') || held.some(({ mime }) => isVideo(mime)))) return new AppError('videoAlone');
  return held.length >= maxPiecePictures ? new AppError('tooManyPictures') : null;
}

/**
 * Takes chosen, dropped or pasted pictures and videos in, one after another in their order. One that cannot be is named and left out;
 * the others come in. `held`: what is there already.
 */
export function useAddAssets(held: readonly Asset[], onChange: (assets: Asset[]) => void) {
  const [waiting, setWaiting] = useState(0);
  const latest = useRef({ held, onChange });
  latest.current = { held, onChange };
  const add = useCallback(async (files: readonly File[]) => {
    const taken = files.slice(0, maxPiecePictures);
    if (files.length > taken.length) notify.failed(new AppError('tooManyPictures'));
    setWaiting((old) => old + taken.length);
    for (const file of taken) {
      try {
        // both said before 200 MB were copied; what a file calls itself may be wrong, so it is asked again below
        const early = file.type.startsWith('video/') && refusal(latest.current.held, file.type);
        if (early) throw early;
        if (file.size > maxVideoBytes) throw new AppError('fileTooLarge', { name: file.name, maxBytes: maxVideoBytes, what: 'media' });
        const asset = await takeIn(file);
        const refused = refusal(latest.current.held, asset.mime);
        if (refused) throw refused;
        // the next one comes before this was drawn
        latest.current.held = [...latest.current.held, asset];
        latest.current.onChange([...latest.current.held]);
      } catch (error) {
        notify.failed(error);
      }
      setWaiting((old) => old - 1);
    }
  }, []);
  return { waiting, add };
}
