import { Button } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import { bridge } from '../../../lib/bridge.ts';
import { thereEvent, useOutOfSight } from '../../../lib/out-of-sight.ts';
import { notify } from '../../../ui/toast.tsx';
import { canMini, clipboardOf, followLook, openPictureInPicture } from '../mini.ts';
import { MiniCard } from './mini-card.tsx';

function Small({ window: small, queueId }: { window: Window; queueId: number }) {
  const clipboard = useMemo(() => clipboardOf(small), [small]);
  useEffect(() => followLook(small), [small]);
  useEffect(() => {
    const tell = () => void document.dispatchEvent(new Event(thereEvent));
    for (const sign of ['pointerdown', 'keydown']) small.addEventListener(sign, tell);
    return () => {
      for (const sign of ['pointerdown', 'keydown']) small.removeEventListener(sign, tell);
    };
  }, [small]);
  return createPortal(<MiniCard queueId={queueId} clipboard={clipboard} keys={small.document} />, small.document.body);
}

/** Opens the small window that stays above WeChat: one of our own on the desktop, the browser's where it has one; else nothing is drawn. */
export function MiniButton({ queueId }: { queueId: number }) {
  const [small, setSmall] = useState<Window | null>(null);
  useEffect(() => {
    if (!small) return;
    const gone = () => setSmall(null);
    small.addEventListener('pagehide', gone);
    return () => {
      small.removeEventListener('pagehide', gone);
      small.close();
    };
  }, [small]);
  const locked = useOutOfSight(({ out }) => out);
  useEffect(() => {
    if (locked) setSmall(null);
  }, [locked]);
  if (!canMini()) return null;
  const open = async () => {
    try {
      if (!bridge().capabilities.miniWindow) return setSmall(await openPictureInPicture());
      const { shortcut } = await bridge().openMini(queueId);
      notify.done(shortcut === null ? '小窗开了。系统快捷键被别的程序占着，在小窗里按 c' : `小窗开了，在微信里按 ${shortcut} 就复制下一位`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <Button title="一个小窗，一直浮在微信上面" onClick={() => void open()}>
        小窗
      </Button>
      {small && <Small window={small} queueId={queueId} />}
    </>
  );
}
