import { Button, Switch } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { Link } from 'react-router';
import type { BackupPlace, BackupsState, DrillReport } from '../../../shared/contracts/backups.ts';
import type { JobProgress } from '../../../shared/events.ts';
import { useCommands } from '../../lib/commands.ts';
import { count, dateText, fileSize, fullTime, spokenTime } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { ShieldIcon, WarningIcon } from '../../ui/icons.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { placeText, useErasuresKept } from '../erasure/index.ts';
import { BackupProgress } from './components/backup-progress.tsx';
import { FolderAsk } from './components/folder-ask.tsx';
import { CheckDialog, NewCodeDialog, PassphraseDialog } from './components/keys-dialogs.tsx';
import { RestoreDialog } from './components/restore-dialog.tsx';
import { SetUpDialog } from './components/set-up-dialog.tsx';
import { Targets } from './components/targets.tsx';
import {
  cancelJob,
  newJobId,
  useBackUpNow,
  useBackupsState,
  useCancelRestore,
  useDrill,
  useSetSchedule,
  useUndoRestore,
} from './queries.ts';
import { keptText, standingOf } from './words.ts';
import './backups.css';

type Open =
  | { kind: 'setUp'; replace: boolean }
  | { kind: 'passphrase' | 'newCode' | 'check' }
  | { kind: 'restore'; place: BackupPlace }
  | null;

function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="backup-group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

function Line({ title, hint, children }: { title: string; hint: ReactNode; children?: ReactNode }) {
  return (
    <div className="backup-line">
      <div>
        <h3>{title}</h3>
        <p>{hint}</p>
      </div>
      {children}
    </div>
  );
}

/** How safe she is now, and the one button that makes her safer. */
function Verdict({ state, jobs }: { state: BackupsState; jobs: Record<string, JobProgress> }) {
  const { running, nextDueAt } = state;
  const never = state.targets.length === 0 ? '先选一个放备份的地方，就会每天自己备份。' : '现在不会自己备份。';
  const next = nextDueAt === null ? never : `下一次自己备份：${spokenTime(nextDueAt)}。`;
  const { age, word } = standingOf(state);
  const Sign = age === 'ok' ? ShieldIcon : WarningIcon;
  return (
    <section className="backup-verdict" data-age={age} aria-label="最近的备份">
      <Sign width="26" height="26" />
      <div>
        <h2>{word}</h2>
        <p>{next}</p>
        {running && <BackupProgress job={jobs[running.jobId] ?? running} onCancel={() => cancelJob(running.jobId)} />}
      </div>
    </section>
  );
}

function Schedule({ state }: { state: BackupsState }) {
  const save = useSetSchedule();
  const { daily, atQuit, beforeImports } = state.schedule;
  return (
    <Group title="自己备份">
      <Line title="每天一次" hint="铁粉簿开着就行，备份时照样用，不用等。">
        <Switch aria-label="每天一次" checked={daily} onChange={(on) => save.mutate({ ...state.schedule, daily: on })} />
      </Line>
      <Line title="关掉铁粉簿的时候" hint="最多等 5 秒，来不及就下次打开再备份。">
        <Switch aria-label="关掉铁粉簿的时候" checked={atQuit} onChange={(on) => save.mutate({ ...state.schedule, atQuit: on })} />
      </Line>
      <Line title="导入很多内容之前" hint="超过 2,000 条的导入，先把现在的样子抄下来，再开始；加密和放到备份的地方，和导入一起进行。">
        <Switch
          aria-label="导入很多内容之前"
          checked={beforeImports}
          onChange={(on) => save.mutate({ ...state.schedule, beforeImports: on })}
        />
      </Line>
      <Line title="铁粉簿更新之前" hint="新版本要改资料的存法时，先把原来的样子备份好再改；放不到的地方不会耽误打开。" />
    </Group>
  );
}

function drillText(drill: DrillReport | null): string {
  if (!drill) return '每周自己试一次：取一份备份回来，打开，一条一条对过，再扔掉。还没有试过。';
  const { at, madeAt, folder, rows, pictures, error } = drill;
  const what = `${spokenTime(at)} 拿 ${spokenTime(madeAt)} 的备份（${folder}）试过`;
  return error
    ? `${what}，没有成：${keptText(error).title}。${keptText(error).hint}`
    : `${what}：${count(rows)} 条${pictures > 0 ? `，连同抽查的 ${count(pictures)} 张图片和视频` : ''}都取得回来。每周自己试一次。`;
}

function Drill({ state }: { state: BackupsState }) {
  const drill = useDrill();
  const none = state.lastVerifiedAt === null;
  return (
    <Group title="试着恢复">
      <Line title="备份真的能用吗？" hint={drillText(state.drill)}>
        <Button loading={drill.isPending} disabled={none} onClick={() => drill.mutate(newJobId())}>
          现在试一次
        </Button>
      </Line>
    </Group>
  );
}

function Keys({ vault, onOpen }: { vault: BackupsState['vault']; onOpen: (open: Open) => void }) {
  if (vault.kind === 'none') return null;
  if (vault.kind === 'open')
    return (
      <Group title="加密">
        <Line title="没有加密" hint="谁拿到备份，都能看到好友的电话和聊天。">
          <Button onClick={() => onOpen({ kind: 'setUp', replace: true })}>以后加密</Button>
        </Line>
      </Group>
    );
  return (
    <Group title="密码和恢复码">
      {!vault.confirmed && (
        <Line title="恢复码还没有核对过" hint="忘了密码就全靠它。找出那张纸输一遍；找不到，就换一个新的。">
          <Button type="primary" onClick={() => onOpen({ kind: 'check' })}>
            核对恢复码
          </Button>
        </Line>
      )}
      <Line title="密码" hint="打开备份要用密码或恢复码，有一样就行。两样都丢了，谁也打不开。">
        <Button onClick={() => onOpen({ kind: 'passphrase' })}>换密码</Button>
        <Button onClick={() => onOpen({ kind: 'newCode' })}>换恢复码</Button>
      </Line>
      <Line title="两样都丢了" hint="簿子还在，可以重新设。以后的备份用新的，以前的打不开了。">
        <Button onClick={() => onOpen({ kind: 'setUp', replace: true })}>重新设</Button>
      </Line>
    </Group>
  );
}

/** A backup brings the book back, not the account: what to do for that is on a page of its own. */
function BanDay() {
  return (
    <Group title="微信号被封">
      <Line title="封号急救" hint="备份救得了簿子，救不了微信号。看看封了以后还找得到谁，先做一份急救包。">
        <Link to="/accounts?ban=0">去准备</Link>
      </Line>
    </Group>
  );
}

function Restoring({ state, onOpen }: { state: BackupsState; onOpen: (open: Open) => void }) {
  const undo = useUndoRestore();
  const cancel = useCancelRestore();
  return (
    <Group title="恢复">
      {state.restoring && (
        <Line
          title={state.restoring.kind === 'undo' ? '关掉铁粉簿再打开，就换回来了' : '关掉铁粉簿再打开，就恢复好了'}
          hint={`打开以后是 ${fullTime(state.restoring.madeAt)} 的那一份。现在还是原来的样子。`}
        >
          <Button loading={cancel.isPending} onClick={() => cancel.mutate()}>
            不换了
          </Button>
        </Line>
      )}
      {state.undos.map(({ id, keptAt, untilAt, bytes }) => (
        <Line
          key={id}
          title={`${fullTime(keptAt)} 恢复之前的那一份`}
          hint={`${fileSize(bytes)}，留到 ${dateText(untilAt)}。换回来以后，现在的这一份也会再留 30 天。`}
        >
          <Button loading={undo.isPending} onClick={() => undo.mutate({ id })}>
            换回来
          </Button>
        </Line>
      ))}
      <Line title="别的地方的备份" hint="换了电脑，或者备份在另一个 U 盘里：选那个文件夹，看看里面有什么。">
        <FolderAsk
          label="找备份"
          hint="选放着备份的那个文件夹：里面有 tiefen 开头、.tfb 结尾的文件。"
          onChoice={async (place) => onOpen({ kind: 'restore', place })}
        />
      </Line>
    </Group>
  );
}

/** People who were erased and are still in older backups. */
function Erased() {
  const { data: erasures } = useErasuresKept();
  if (!erasures || erasures.length === 0) return null;
  return (
    <Group title="抹掉的人">
      {erasures.map(({ at, places }) => (
        <Line
          key={at}
          title={`${fullTime(at)} 抹掉的`}
          hint={
            <>
              {places.map((place) => (
                <span key={`${place.kind} ${place.folder}`} className="backup-erased">
                  {placeText(place)}
                </span>
              ))}
              恢复这些，对方也不会回来。
            </>
          }
        />
      ))}
    </Group>
  );
}

function Body({ state, jobs, onOpen }: { state: BackupsState; jobs: Record<string, JobProgress>; onOpen: (open: Open) => void }) {
  if (state.vault.kind === 'none')
    return (
      <>
        <EmptyState
          icon={<ShieldIcon width="22" height="22" />}
          title="还没有备份"
          hint="现在电脑坏了、丢了，好友、聊天和订单都找不回来。设一次，以后每天自己备份，还会自己打开检查。"
          action={
            <Button type="primary" onClick={() => onOpen({ kind: 'setUp', replace: false })}>
              设置备份
            </Button>
          }
        />
        <div className="backups">
          <Restoring state={state} onOpen={onOpen} />
          <Erased />
        </div>
      </>
    );
  return (
    <div className="backups">
      <Verdict state={state} jobs={jobs} />
      <Group title="放在哪里">
        <Targets targets={state.targets} onLook={({ id }) => onOpen({ kind: 'restore', place: { targetId: id } })} />
      </Group>
      <Schedule state={state} />
      <Drill state={state} />
      <Restoring state={state} onOpen={onOpen} />
      <BanDay />
      <Erased />
      <Keys vault={state.vault} onOpen={onOpen} />
    </div>
  );
}

function Dialogs({ open, jobs, onClose }: { open: Open; jobs: Record<string, JobProgress>; onClose: () => void }) {
  if (open?.kind === 'setUp') return <SetUpDialog replace={open.replace} onClose={onClose} />;
  if (open?.kind === 'passphrase') return <PassphraseDialog onClose={onClose} />;
  if (open?.kind === 'newCode') return <NewCodeDialog onClose={onClose} />;
  if (open?.kind === 'check') return <CheckDialog onClose={onClose} />;
  if (open?.kind === 'restore') return <RestoreDialog place={open.place} jobs={jobs} onClose={onClose} />;
  return null;
}

/** 备份: whether her book survives this computer. `jobs` by job id, from whoever hears of them. */
export function BackupsScreen({ jobs }: { jobs: Record<string, JobProgress> }) {
  const { data: state, error, refetch } = useBackupsState();
  const [open, setOpen] = useState<Open>(null);
  const { running, start } = useBackUpNow();
  const ready = state !== undefined && state.vault.kind !== 'none' && state.targets.length > 0;
  // a backup that began by itself gives way to this one
  const go = () => ready && !running && start();
  const standing = state && standingOf(state);
  useShortcuts('备份', [{ keys: 'b', label: '现在备份', enabled: ready && !running, run: go }]);
  useCommands(ready ? [{ id: 'back-up', label: '现在备份', words: 'beifen bf', keys: 'b', run: go }] : []);
  return (
    <>
      <PageFrame
        title="电脑坏了，资料还在吗？"
        summary={standing && <span className={`backup-summary ${standing.age}`}>{standing.text}</span>}
        actions={
          ready && (
            <Button type="primary" loading={running} onClick={go}>
              现在备份 <Kbd keys="b" />
            </Button>
          )
        }
      >
        {error && !state ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
        {!state && !error && <LoadingSkeleton rows={6} />}
        {state && <Body state={state} jobs={jobs} onOpen={setOpen} />}
      </PageFrame>
      <Dialogs open={open} jobs={jobs} onClose={() => setOpen(null)} />
    </>
  );
}
