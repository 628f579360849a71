import { useCallback, useRef, useState } from 'react';
import { maxPostPictures } from '../../../shared/contracts/calendar.ts';
import type { Asset } from '../../../shared/contracts/content.ts';
import { AppError } from '../../../shared/errors.ts';
import { client } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';

/** The pictures among pasted or dropped things. */
export function filesOf(data: DataTransfer | null): File[] {
  return data ? [...data.files] : [];
}

async function takeIn(file: File): Promise<Asset> {
  const staged = await bridge().stageFile(file);
  return client.posts.addAsset.mutate({ fileId: staged.fileId });
}

/**
 * Copies chosen, dropped or pasted pictures into the book, one after another in their order, at most nine in all.
 * One that is no picture is named and left out; the others come in.
 */
export function useAddPictures(pictures: readonly Asset[], onAdd: (asset: Asset) => void) {
  const [waiting, setWaiting] = useState(0);
  const latest = useRef({ count: pictures.length, onAdd });
  latest.current = { count: pictures.length, onAdd };
  const add = useCallback(async (files: readonly File[]) => {
    let room = maxPostPictures - latest.current.count;
    if (files.length > room) notify.failed(new AppError('tooManyPictures'));
    const taken = files.slice(0, Math.max(0, room));
    setWaiting((old) => old + taken.length);
    for (const file of taken) {
      try {
        const asset = await takeIn(file);
        room -= 1;
        latest.current.onAdd(asset);
      } catch (error) {
        notify.failed(error);
      }
      setWaiting((old) => old - 1);
    }
  }, []);
  return { waiting, add };
}
