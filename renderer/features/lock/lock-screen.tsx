import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { client, toAppError, trpc } from '../../lib/api.ts';
import { textOfFailure } from '../../lib/error-text.ts';
import { now } from '../../lib/now.ts';
import { takeOutOfSight, thereEvent } from '../../lib/out-of-sight.ts';
import './lock.css';

/** Somebody is there: told no more often than this, ms. */
const tellEveryMs = 15_000;
const signs = ['pointerdown', 'keydown', 'wheel', thereEvent] as const;

/**
 * Whether the program is locked; while it is not, the host hears that somebody is there. What was refused meanwhile is asked again.
 * @param book there is a book that can be asked; a rescue knows no lock
 */
export function useLocked(book: boolean): boolean {
  const { data } = useQuery({ ...trpc.lock.state.queryOptions(), enabled: book });
  const queryClient = useQueryClient();
  const locked = data?.locked ?? false;
  const watching = data?.enabled === true && !locked;
  const wasLocked = useRef(locked);
  useEffect(() => {
    if (wasLocked.current && !locked) void queryClient.invalidateQueries();
    wasLocked.current = locked;
  }, [locked, queryClient]);
  useEffect(() => {
    if (!watching) return;
    let toldAt = Number.NEGATIVE_INFINITY;
    const onSign = () => {
      if (now() - toldAt < tellEveryMs) return;
      toldAt = now();
      // refused = locked meanwhile, and the screen says so by itself
      client.lock.seen.mutate().catch(() => {});
    };
    for (const sign of signs) document.addEventListener(sign, onSign, { capture: true, passive: true });
    return () => {
      for (const sign of signs) document.removeEventListener(sign, onSign, { capture: true });
    };
  }, [watching]);
  return locked;
}

/** Stands alone in the document: what else there is, dialogs too, waits outside of it as it was. */
export function LockScreen() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [place] = useState(() => document.createElement('div'));
  const [forgotten, setForgotten] = useState(false);
  useLayoutEffect(() => {
    document.body.append(place);
    const putBack = takeOutOfSight(place);
    dialog.current?.showModal();
    return () => {
      place.remove();
      putBack();
    };
  }, [place]);
  return createPortal(
    <dialog
      ref={dialog}
      className="lock-screen"
      aria-labelledby="lock-title"
      onCancel={(event) => event.preventDefault()}
      // no key reaches what is behind it
      onKeyDown={(event) => {
        if (event.key === 'Escape') event.preventDefault();
        event.stopPropagation();
      }}
    >
      <div className="lock-card">
        <h1 id="lock-title">铁粉簿锁着</h1>
        {forgotten ? <Recover onBack={() => setForgotten(false)} /> : <Unlock onForgotten={() => setForgotten(true)} />}
      </div>
    </dialog>,
    place,
  );
}

/** What can be done about a wrong code from outside. */
const codeHints: Record<string, string> = {
  codeDiffers: '请照着抄下的那张纸再输一遍。',
  backupsNotSetUp: '没有给备份设过密码，就没有恢复码。用下面的办法打开。',
};

function Failure({ error }: { error: unknown }) {
  if (!error) return null;
  const { title, hint: usual } = textOfFailure(error);
  const hint = codeHints[toAppError(error).kind] ?? usual;
  return (
    <p className="lock-wrong" role="alert">
      {title}。{hint}
    </p>
  );
}

function Unlock({ onForgotten }: { onForgotten: () => void }) {
  const [passphrase, setPassphrase] = useState('');
  const unlock = useMutation(trpc.lock.unlock.mutationOptions({ onError: () => setPassphrase('') }));
  const open = () => passphrase !== '' && !unlock.isPending && unlock.mutate({ passphrase });
  return (
    <>
      <Input.Password
        autoFocus
        size="large"
        aria-label="密码"
        autoComplete="current-password"
        maxLength={200}
        value={passphrase}
        onChange={(event) => setPassphrase(event.target.value)}
        onPressEnter={open}
      />
      <Failure error={unlock.error} />
      <Button type="primary" size="large" loading={unlock.isPending} onClick={open}>
        打开
      </Button>
      <p>
        <button type="button" className="link-button" onClick={onForgotten}>
          忘了密码
        </button>
      </p>
    </>
  );
}

function Recover({ onBack }: { onBack: () => void }) {
  const [code, setCode] = useState('');
  const recover = useMutation(trpc.lock.recover.mutationOptions());
  const open = () => code.trim() !== '' && !recover.isPending && recover.mutate({ code });
  return (
    <>
      <p>输入备份的恢复码（八组，每组四个字）。对了就打开，锁也拿掉，可以重新设。</p>
      <Input
        autoFocus
        size="large"
        aria-label="恢复码"
        maxLength={200}
        value={code}
        onChange={(event) => setCode(event.target.value)}
        onPressEnter={open}
      />
      <Failure error={recover.error} />
      <Button type="primary" size="large" loading={recover.isPending} onClick={open}>
        用恢复码打开
      </Button>
      <p>没有恢复码：退出铁粉簿，把资料文件夹里的 lock.json 删掉，再打开。</p>
      <p>
        <button type="button" className="link-button" onClick={onBack}>
          想起密码了
        </button>
      </p>
    </>
  );
}
