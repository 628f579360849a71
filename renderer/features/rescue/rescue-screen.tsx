import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import type { RescueBackup, RescueKept, RescueSnapshot, RescueState, SalvageReport } from '../../../shared/contracts/rescue.ts';
import type { JobProgress } from '../../../shared/events.ts';
import { rescueTrpc } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { byteSteps, count, fileSize, fullTime } from '../../lib/format.ts';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress.tsx';
import { ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { notify } from '../../ui/toast.tsx';
import { SalvageResult } from './salvage-result.tsx';
import './rescue.css';

/** The book is open again: the page begins anew, as the program it belongs to does. */
const begin = () => location.reload();

const phases: Record<string, string> = {
  read: '正在一页一页读',
  mend: '正在整理',
  check: '正在检查救回来的',
  fetch: '正在取备份',
  open: '正在打开备份，整份查一遍',
};
/** These count bytes. */
const inBytes = new Set(['fetch', 'open']);

interface Words {
  title: string;
  /** what happened, and to what file */
  happened: (file: string) => string;
  /** what the salvage is called here; null = there is none */
  salvage: string | null;
}

const words: Record<RescueState['reason'], Words> = {
  damaged: {
    title: '资料文件坏了，多半能救回来',
    happened: (file) => `资料打不开了，常见的原因是突然断电，或被别的程序改过：${file}。`,
    salvage: '先试着救',
  },
  disk: {
    title: '硬盘没有把资料读出来',
    happened: (file) =>
      `资料文件还在，可是硬盘有一段没有读出来：${file}。多半是硬盘、插头或数据线的事，不是资料坏了。先插紧再打开一次；还不行，先把整个数据文件夹复制到好的盘上，不要在这块盘上反复试。`,
    salvage: '把读得出的先救出来',
  },
  migration: {
    title: '资料没能升级到新版本',
    happened: (file) =>
      `新版本要把资料换一种格式存，这一步没有成功，已经全部退回：${file}。可以先用原来的版本，也可以在这里整理一遍再升级。`,
    salvage: '整理一遍看看',
  },
  newer: {
    title: '资料是更新版本的铁粉簿写的',
    happened: (file) =>
      `这个版本读不懂它，所以没有打开：${file}。装上新版本再打开，什么都不少。一定要用这个版本的话，可以回到升级前自己存的那一份。`,
    salvage: null,
  },
};

function title({ reason }: RescueState, report: SalvageReport | null): string {
  if (report) return report.readable ? '救回来了，先看看再决定' : '这个文件里读不出资料';
  return words[reason].title;
}

/** The only screen while there is no book: what happened, what is safe, what can be done. `job` = progress of the salvage. */
export function RescueScreen({ job }: { job: JobProgress | undefined }) {
  // from then on how far the rescue is is not asked any more: the book that answers next knows no such question
  const [bookAsked, setBookAsked] = useState(false);
  const state = useQuery({ ...rescueTrpc.rescue.state.queryOptions(), enabled: !bookAsked });
  const { refetch } = state;
  const over = job !== undefined && job.state !== 'running' && !bookAsked;
  useEffect(() => {
    if (over) void refetch();
  }, [over, refetch]);
  return (
    <main className="rescue">
      <div className="rescue-card">
        {state.data ? (
          <Choices state={state.data} job={job} refetch={() => void refetch()} onBookAsked={setBookAsked} />
        ) : state.error ? (
          <ErrorState error={state.error} onRetry={() => void refetch()} />
        ) : (
          <LoadingSkeleton rows={5} />
        )}
      </div>
    </main>
  );
}

interface ChoicesProps {
  state: RescueState;
  job: JobProgress | undefined;
  refetch: () => void;
  /** true = the book was asked for; false = it did not come */
  onBookAsked: (asked: boolean) => void;
}

function Choices({ state, job, refetch, onBookAsked }: ChoicesProps) {
  const done = {
    onMutate: () => onBookAsked(true),
    onSuccess: begin,
    onError: (error: unknown) => {
      onBookAsked(false);
      notify.failed(error);
      refetch();
    },
  };
  const salvage = useMutation(rescueTrpc.rescue.salvage.mutationOptions({ onError: notify.failed, onSettled: refetch }));
  const goOn = useMutation(rescueTrpc.rescue.useSalvaged.mutationOptions(done));
  const again = useMutation(rescueTrpc.rescue.reopen.mutationOptions(done));
  const back = useMutation(rescueTrpc.rescue.useSnapshot.mutationOptions(done));
  const backup = useMutation(rescueTrpc.rescue.useBackup.mutationOptions(done));
  const kept = useMutation(rescueTrpc.rescue.useKept.mutationOptions(done));
  const { report } = state;
  const working = salvage.isPending || backup.isPending || (state.working && job?.state === 'running');
  const busy = working || goOn.isPending || again.isPending || back.isPending || kept.isPending || state.working;
  return (
    <>
      <h1>{title(state, report)}</h1>
      <p>{words[state.reason].happened(`${state.dataDir}（${fileSize(state.bytes)}）`)}</p>
      <p className="rescue-safe">原文件原样留着：救的时候只读不写，换上新的以后，旧的也收在资料文件夹里，不会删。</p>
      {working && <Progress job={job} />}
      {!working && report?.readable && <Saved report={report} busy={busy} opening={goOn.isPending} onGoOn={() => goOn.mutate()} />}
      {!working && report?.readable === false && (
        <p role="status">
          一条也没有读出来：它可能被别的文件盖掉了。
          {state.backups.length + state.kept.length + state.snapshots.length > 0 ? '下面的还是好的。' : ''}
          请把整个资料文件夹复制一份留好，不要删，再请帮你装软件的人看看。
        </p>
      )}
      {!working && !report && (
        <FirstStep reason={state.reason} busy={busy} onSalvage={() => salvage.mutate()} onAgain={() => again.mutate()} />
      )}
      {!working && <Backups backups={state.backups} busy={busy} onUse={(choice) => backup.mutate(choice)} />}
      {!working && <Kept kept={state.kept} busy={busy} onUse={(id) => kept.mutate({ id })} />}
      {!working && <Snapshots snapshots={state.snapshots} busy={busy} onUse={(name) => back.mutate({ name })} />}
      {!working && state.reason !== 'newer' && (state.reason !== 'disk' || report) && (
        <p className="rescue-again">
          插好了硬盘、腾出了空位？
          <button type="button" className="link-button" disabled={busy} onClick={() => again.mutate()}>
            再打开一次原来的
          </button>
        </p>
      )}
    </>
  );
}

interface FirstStepProps {
  reason: RescueState['reason'];
  busy: boolean;
  onSalvage: () => void;
  onAgain: () => void;
}

/** What to try first: to read what can be read; where only the disk gave no answer, to open the book once more before that. */
function FirstStep({ reason, busy, onSalvage, onAgain }: FirstStepProps) {
  const { salvage } = words[reason];
  if (!salvage) return null;
  const isDisk = reason === 'disk';
  return (
    <div className="rescue-act">
      {isDisk && (
        <Button type="primary" size="large" disabled={busy} onClick={onAgain} autoFocus>
          插紧了，再打开一次
        </Button>
      )}
      <Button type={isDisk ? 'default' : 'primary'} size="large" disabled={busy} onClick={onSalvage} autoFocus={!isDisk}>
        {salvage}
      </Button>
      <span>把还能读的都读出来，放进一份新的资料；资料大的话要几分钟。看过结果再决定用不用。</span>
    </div>
  );
}

function Progress({ job }: { job: JobProgress | undefined }) {
  const phase = job?.phase ?? 'read';
  const steps = inBytes.has(phase) ? byteSteps(job?.done ?? 0, 0) : { done: job?.done ?? 0, total: 0, unit: '条' };
  return <ProgressBar label={phases[phase] ?? ''} {...steps} elapsedMs={job?.elapsedMs ?? 0} />;
}

function Saved({ report, busy, opening, onGoOn }: { report: SalvageReport; busy: boolean; opening: boolean; onGoOn: () => void }) {
  const save = useMutation(
    rescueTrpc.rescue.export.mutationOptions({
      onSuccess: async ({ fileId, name }) => {
        const saved = await bridge().saveExport(fileId, name);
        if (saved) notify.done(`已导出：${saved.savedAs}`);
      },
      onError: notify.failed,
    }),
  );
  return (
    <>
      <SalvageResult report={report} />
      <div className="rescue-act">
        <Button type="primary" size="large" disabled={busy || save.isPending} loading={opening} onClick={onGoOn}>
          用救回来的这份继续
        </Button>
        <Button size="large" disabled={busy} loading={save.isPending} onClick={() => save.mutate({ format: 'xlsx' })}>
          导出救回来的（Excel）
        </Button>
      </div>
    </>
  );
}

/** A book that can take the place of the damaged one. */
interface Older {
  key: string;
  at: number;
  /** how many are in it, how large it is, where it lies */
  facts: string;
  use: () => void;
}

/** Older books to go back to, each after a question. */
function OlderBooks({ title, hint, books, busy }: { title: string; hint: string; books: Older[]; busy: boolean }) {
  const [asked, setAsked] = useState<Older | null>(null);
  if (books.length === 0) return null;
  return (
    <section className="rescue-snapshots" aria-label={title}>
      <h2>{title}</h2>
      <p>{hint}</p>
      <ul>
        {books.map((one) => (
          <li key={one.key}>
            <span>
              {fullTime(one.at)} · {one.facts}
            </span>
            <Button disabled={busy} onClick={() => setAsked(one)}>
              回到这一份
            </Button>
          </li>
        ))}
      </ul>
      {asked && (
        <ConfirmDialog
          open
          title={`回到 ${fullTime(asked.at)} 的那一份？`}
          confirmLabel="回到这一份"
          onClose={() => setAsked(null)}
          onConfirm={() => {
            setAsked(null);
            asked.use();
          }}
        >
          那以后记下的不在里面。现在的文件原样收进资料文件夹，以后还能再救。
        </ConfirmDialog>
      )}
    </section>
  );
}

function Backups({
  backups,
  busy,
  onUse,
}: {
  backups: RescueBackup[];
  busy: boolean;
  onUse: (choice: Pick<RescueBackup, 'sequence' | 'targetId'>) => void;
}) {
  const books = backups.map(({ sequence, targetId, folder, at, bytes, friends }) => ({
    key: `${sequence}-${targetId}`,
    at,
    facts: `${count(friends)} 位好友 · ${fileSize(bytes)} · ${folder}`,
    use: () => onUse({ sequence, targetId }),
  }));
  const hint = '查过能打开的，最新的在上面。先插好 U 盘、连好共享盘；取回来会再整份查一遍，查过才换上。';
  return <OlderBooks title="备份" hint={hint} books={books} busy={busy} />;
}

function Kept({ kept, busy, onUse }: { kept: RescueKept[]; busy: boolean; onUse: (id: number) => void }) {
  const books = kept.map(({ id, at, friends, bytes }) => ({
    key: String(id),
    at,
    facts: `${count(friends)} 位好友 · ${fileSize(bytes)}`,
    use: () => onUse(id),
  }));
  const hint = '从备份恢复时换下来的，就在这台电脑里，留 30 天。里面是换下来那一刻的资料，恢复以后记下的不在里面。';
  return <OlderBooks title="恢复以前的簿子" hint={hint} books={books} busy={busy} />;
}

function Snapshots({ snapshots, busy, onUse }: { snapshots: RescueSnapshot[]; busy: boolean; onUse: (name: string) => void }) {
  const books = snapshots.map(({ name, at, friends, bytes }) => ({
    key: name,
    at,
    facts: `${count(friends)} 位好友 · ${fileSize(bytes)}`,
    use: () => onUse(name),
  }));
  const hint = '铁粉簿升级时自己存的。回到它，那以后记下的就没有了。';
  return <OlderBooks title="升级前的那一份" hint={hint} books={books} busy={busy} />;
}
