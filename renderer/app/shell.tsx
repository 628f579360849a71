import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Outlet, useLocation, useNavigate } from 'react-router';
import { MissedUpdateDialog, TakenBackDialog } from '../features/backups/index.ts';
import { EraseDialog } from '../features/erasure/index.ts';
import { useSetting } from '../features/settings/index.ts';
import { redo, undo } from '../features/undo/index.ts';
import { bridge } from '../lib/bridge.ts';
import { useCommands } from '../lib/commands.ts';
import { listenForKeys, runShortcut, useShortcuts } from '../lib/keys.ts';
import { leaveToasts, notify, setUndoHandler, Toaster } from '../ui/toast.tsx';
import { CommandPalette } from './command-palette.tsx';
import { ConnectionScreen } from './connection-screen.tsx';
import { DemoBanner } from './demo-banner.tsx';
import { useJobs } from './event-bridge.ts';
import { FirstRun, useFirstRun } from './first-run.tsx';
import { KeyMap } from './key-map.tsx';
import { pageOf, pages } from './pages/index.ts';
import { Sidebar } from './sidebar.tsx';
import './shell.css';

type Overlay = 'palette' | 'keys' | 'order' | null;
const NewOrder = lazy(() => import('./new-order.tsx'));

/** Where the search over messages and friends stands. */
const findInChats = '/chats?find=1';

function useGlobalKeys(setOverlay: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  useEffect(listenForKeys, []);
  useEffect(() => {
    setUndoHandler((undoId) => void undo(undoId));
    return () => setUndoHandler(null);
  }, []);
  useShortcuts('到处都能用', [
    { keys: 'mod+k', label: '搜索或跳转', inFields: true, run: () => setOverlay('palette') },
    ...(pageOf('chats') ? [{ keys: 'mod+shift+f', label: '搜聊天记录和好友', inFields: true, run: () => void navigate(findInChats) }] : []),
    { keys: 'mod+z', label: '撤销', run: () => void undo() },
    { keys: ['mod+shift+z', 'mod+y'], label: '重做', run: () => void redo() },
    { keys: '?', label: '看所有快捷键', run: () => setOverlay('keys') },
  ]);
}

function useHostCommands(setOverlay: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  useEffect(
    () =>
      bridge().onCommand((command) => {
        if (command === 'undo') void undo();
        else if (command === 'redo') void redo();
        else if (command === 'palette') setOverlay('palette');
        else if (command === 'keys') setOverlay('keys');
        else if (command === 'search') {
          if (!runShortcut('/')) setOverlay('palette');
        } else {
          const id = command.slice('page:'.length);
          const page = pages.find((entry) => entry.id === id);
          if (page) void navigate(page.path);
        }
      }),
    [navigate, setOverlay],
  );
}

/** A new page takes the focus, so that its keys answer and a screen reader reads on from there. */
function useFocusOnPage(): void {
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    leaveToasts();
    const main = document.getElementById('main');
    // a page that opened with a field to write in keeps the focus there: its effects ran before this one
    if (main && !main.contains(document.activeElement)) main.focus({ preventScroll: true });
  }, [pathname]);
}

const importJobs: ReadonlySet<string> = new Set(['imports.commit', 'chatImport.commit', 'orderImport.commit']);

/** An import that ends while she is elsewhere says so; its report waits on its page. */
function useImportsTold(): void {
  const { pathname } = useLocation();
  const isElsewhere = useRef(false);
  useEffect(() => {
    isElsewhere.current = pathname !== pageOf('import')?.path;
  }, [pathname]);
  useEffect(
    () =>
      useJobs.subscribe(({ jobs }, before) => {
        const ended = Object.values(jobs).some((job) => job !== before.jobs[job.jobId] && job.state === 'done' && importJobs.has(job.name));
        if (ended && isElsewhere.current) notify.done('导入好了，结果在「导入」里等你看');
      }),
    [],
  );
}

/** Remembers where she was, for the next start. */
function useLastPage(): void {
  const { pathname } = useLocation();
  const [last, setLast] = useSetting('app.lastPage');
  // what this window wrote itself: another window's page must not be written over and over
  const written = useRef(last);
  useEffect(() => {
    if (pathname === '/' || pathname === written.current) return;
    written.current = pathname;
    setLast(pathname);
  }, [pathname, setLast]);
}

function useShellCommands(setOverlay: (overlay: Overlay) => void): void {
  const navigate = useNavigate();
  const [theme, setTheme] = useSetting('app.theme');
  const themes = { system: '跟随系统', light: '浅色', dark: '深色' } as const;
  const next = ({ system: 'dark', dark: 'light', light: 'system' } as const)[theme];
  useCommands([
    ...(pageOf('import') ? [{ id: 'go-import', label: '导入我的好友', words: 'daoru drhy', run: () => void navigate('/import') }] : []),
    {
      id: 'layers',
      label: '先照顾谁（分层）',
      words: 'xianzhaogushei xzgs fenceng fc rfm',
      run: () => void navigate('/insights?t=layers'),
    },
    { id: 'write-order', label: '记一单', words: 'jiyidan jyd dingdan dd', run: () => setOverlay('order') },
    ...(pageOf('chats')
      ? [
          {
            id: 'find-messages',
            label: '搜聊天记录和好友',
            words: 'sousuo ss liaotian lt xiaoxi xx',
            keys: 'mod+shift+f',
            run: () => void navigate(findInChats),
          },
        ]
      : []),
    { id: 'undo', label: '撤销上一步', words: 'chexiao cx undo', keys: 'mod+z', run: () => void undo() },
    { id: 'redo', label: '重做', words: 'chongzuo cz redo', keys: 'mod+shift+z', run: () => void redo() },
    { id: 'theme', label: `外观改为${themes[next]}`, words: 'waiguan wg theme shense qianse', run: () => setTheme(next) },
    { id: 'keys', label: '看所有快捷键', words: 'kuaijiejian kjj', keys: '?', run: () => setOverlay('keys') },
  ]);
}

/** Everything that stands around a page. */
export function Shell() {
  const [overlay, setOverlay] = useState<Overlay>(null);
  const navigate = useNavigate();
  const firstRun = useFirstRun();
  useGlobalKeys(setOverlay);
  useHostCommands(setOverlay);
  useLastPage();
  useImportsTold();
  useFocusOnPage();
  useShellCommands(setOverlay);
  if (firstRun.state === 'unknown') return null;
  return (
    <>
      {firstRun.state === 'choose' ? (
        <FirstRun onDone={firstRun.finish} />
      ) : (
        <div className="shell">
          <button type="button" className="skip-link" onClick={() => document.getElementById('main')?.focus()}>
            跳到内容
          </button>
          <Sidebar onPalette={() => setOverlay('palette')} onKeys={() => setOverlay('keys')} />
          <main id="main" className="shell-main" tabIndex={-1}>
            <DemoBanner />
            <div className="shell-page">
              <Outlet />
            </div>
          </main>
        </div>
      )}
      <CommandPalette open={overlay === 'palette'} onClose={() => setOverlay(null)} />
      <KeyMap open={overlay === 'keys'} onClose={() => setOverlay(null)} />
      {overlay === 'order' && (
        <Suspense fallback={null}>
          <NewOrder onClose={() => setOverlay(null)} />
        </Suspense>
      )}
      <EraseDialog />
      <TakenBackDialog onBackups={() => void navigate('/backup')} />
      <MissedUpdateDialog onBackups={() => void navigate('/backup')} />
      <Toaster />
      <ConnectionScreen />
    </>
  );
}
