import { useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useDemoStatus, useLoadDemo } from '../features/demo/index.ts';
import { useSetting } from '../features/settings/index.ts';
import { ImportIcon, NoteIcon, PeopleIcon } from '../ui/icons.tsx';
import { LadderGlyph } from '../ui/level.tsx';
import { pageOf, pages } from './pages/index.ts';
import './first-run.css';

/** Whether she still has to choose how to begin. A book with friends in it never asks. */
export function useFirstRun(): { state: 'unknown' | 'choose' | 'done'; finish: () => void } {
  const [done, setDone] = useSetting('app.firstRunDone');
  const status = useDemoStatus();
  const finish = () => setDone(true);
  if (done || status.isError) return { state: 'done', finish };
  if (!status.data) return { state: 'unknown', finish };
  return { state: status.data.bookEmpty ? 'choose' : 'done', finish };
}

/** The first screen of the first day: three ways to begin. */
export function FirstRun({ onDone }: { onDone: () => void }) {
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const [chosen, setChosen] = useState(false);
  const [goal, setGoal] = useState<string | null>(null);
  // only where she wanted to go is the first run over: before that the start page would draw and lead away
  useEffect(() => {
    if (goal !== null && pathname === goal) onDone();
  }, [goal, pathname, onDone]);
  const go = (path: string) => {
    setGoal(path);
    void navigate(path);
  };
  const home = pages[0]?.path ?? '/';
  const load = useLoadDemo();
  const showDemo = () => {
    setChosen(true);
    // by promise: this screen is gone as soon as the book is no longer empty, and callbacks of the hook with it
    load.mutateAsync().then(
      () => {
        onDone();
        void navigate(home);
      },
      () => setChosen(false),
    );
  };
  return (
    <main className="first-run" aria-label="第一次使用">
      <div className="first-run-mark">
        <LadderGlyph level={6} size={44} />
      </div>
      <h1>怎么开始？</h1>
      <p>铁粉簿把微信好友一步步变成铁粉。所有资料只存在这台电脑上，不用注册，也不联网。</p>
      <div className="first-run-choices">
        {pageOf('import') && (
          <button type="button" className="first-run-choice primary" onClick={() => go('/import')}>
            <ImportIcon width="22" height="22" />
            <b>导入我的好友</b>
            <span>从 Excel、CSV 或一份名单开始，几分钟就好</span>
          </button>
        )}
        <button type="button" className="first-run-choice" disabled={chosen} onClick={showDemo}>
          <PeopleIcon width="22" height="22" />
          <b>{chosen ? '正在准备…' : '先看演示数据'}</b>
          <span>约 600 位虚构的好友，随便试，一键移除</span>
        </button>
        <button type="button" className="first-run-choice" onClick={() => go(pageOf('friends')?.path ?? home)}>
          <NoteIcon width="22" height="22" />
          <b>从空白开始</b>
          <span>自己一位一位记，之后随时可以导入</span>
        </button>
      </div>
      {pageOf('backup') && (
        <p className="first-run-other">
          换了电脑，手上有备份？
          <button type="button" className="link-button" onClick={() => go('/backup')}>
            从备份恢复
          </button>
        </p>
      )}
    </main>
  );
}
