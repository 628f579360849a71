import { Button, Input } from 'antd';
import { useState } from 'react';
import type { BackupLook, BackupPlace, FoundBackup } from '../../../../shared/contracts/backups.ts';
import type { JobProgress } from '../../../../shared/events.ts';
import { toAppError } from '../../../lib/api.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count, dateText, fileSize, fullTime, spokenTime } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { cancelJob, newJobId, useFoundBackups, useInspect, useRestore } from '../queries.ts';
import { kindWords } from '../words.ts';
import { BackupProgress } from './backup-progress.tsx';
import { BringPeople, BringPosts } from './bring-back.tsx';

export interface RestoreDialogProps {
  place: BackupPlace;
  jobs: Record<string, JobProgress>;
  onClose: () => void;
}

/** From a list to a look inside, and only then to a restore. */
export function RestoreDialog({ place, jobs, onClose }: RestoreDialogProps) {
  const [chosen, setChosen] = useState<FoundBackup | null>(null);
  const [look, setLook] = useState<BackupLook | null>(null);
  const [some, setSome] = useState<'people' | 'posts' | null>(null);
  const title = look ? `${fullTime(look.madeAt)} 的备份` : chosen ? '打开这份备份' : '有哪些备份';
  return (
    <Dialog open title={title} onClose={onClose} width={620}>
      {look && some === 'people' ? (
        <BringPeople lookId={look.lookId} onBack={() => setSome(null)} />
      ) : look && some === 'posts' ? (
        <BringPosts lookId={look.lookId} onBack={() => setSome(null)} />
      ) : look ? (
        <Inside look={look} jobs={jobs} onBack={() => setLook(null)} onSome={setSome} onDone={onClose} />
      ) : chosen ? (
        <Opening place={place} backup={chosen} jobs={jobs} onBack={() => setChosen(null)} onLook={setLook} />
      ) : (
        <Found place={place} onChoose={setChosen} />
      )}
    </Dialog>
  );
}

const reasonWords: Partial<Record<NonNullable<FoundBackup['reason']>, string>> = { import: '导入前', update: '更新前' };

function verdictOf({ own, verifiedAt, closed, reason }: FoundBackup): string {
  const whose = own ? (verifiedAt === null ? '没有查过' : '查过，能打开') : '别的电脑做的';
  const when = reason === null ? undefined : reasonWords[reason];
  return [when, whose, closed ? undefined : '没加密'].filter((word) => word !== undefined).join('，');
}

function Found({ place, onChoose }: { place: BackupPlace; onChoose: (backup: FoundBackup) => void }) {
  const found = useFoundBackups(place);
  if (found.error) return <ErrorState error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <LoadingSkeleton rows={4} />;
  const { folder, backups, others } = found.data;
  return (
    <>
      <p className="dialog-text backup-found-folder">{folder}</p>
      {backups.length === 0 && <p className="backup-none">这里还没有铁粉簿的备份。</p>}
      <ul className="backup-found" aria-label="备份">
        {backups.map((backup) => (
          <li key={backup.name}>
            <button type="button" onClick={() => onChoose(backup)}>
              <b>{spokenTime(backup.madeAt)}</b>
              <span>{verdictOf(backup)}</span>
              <small>{fileSize(backup.bytes)}</small>
            </button>
          </li>
        ))}
      </ul>
      {others > 0 && (
        <p className="dialog-note">还有 {count(others)} 个文件认不出来：写了一半、损坏了，或者是更新版本的铁粉簿做的。没有动它们。</p>
      )}
    </>
  );
}

interface OpeningProps {
  place: BackupPlace;
  backup: FoundBackup;
  jobs: Record<string, JobProgress>;
  onBack: () => void;
  onLook: (look: BackupLook) => void;
}

/** The secret, where one is needed, and the work of fetching and opening. */
function Opening({ place, backup, jobs, onBack, onLook }: OpeningProps) {
  const [secret, setSecret] = useState('');
  const [jobId, setJobId] = useState<string | null>(null);
  const inspect = useInspect();
  const open = () => {
    const id = newJobId();
    setJobId(id);
    inspect.mutate({ place, name: backup.name, secret: backup.needsSecret ? secret : null, jobId: id }, { onSuccess: onLook });
  };
  const failure = inspect.error && toAppError(inspect.error).kind !== 'cancelled' ? textOfFailure(inspect.error) : null;
  if (inspect.isPending && jobId !== null) return <BackupProgress job={jobs[jobId]} onCancel={() => cancelJob(jobId)} />;
  const ready = !backup.needsSecret || secret.trim() !== '';
  return (
    <>
      <p className="dialog-text">
        {fullTime(backup.madeAt)} 做的，{fileSize(backup.bytes)}。先打开看看里面有什么，现在的资料不会动。
      </p>
      {backup.needsSecret && (
        <Input.Password
          autoFocus
          className="backup-secret"
          aria-label="这份备份的密码，或恢复码"
          placeholder="这份备份的密码，或恢复码"
          value={secret}
          onChange={(event) => setSecret(event.target.value)}
          onPressEnter={() => ready && open()}
        />
      )}
      {failure && (
        <p className="backup-refused" role="alert">
          {failure.title}。{failure.hint}
        </p>
      )}
      <div className="dialog-foot backup-step-foot">
        <Button onClick={onBack}>换一份</Button>
        <Button type="primary" disabled={!ready} autoFocus={!backup.needsSecret} onClick={open}>
          打开看看
        </Button>
      </div>
    </>
  );
}

function picturesText({ total, found }: BackupLook['assets']): string {
  if (total === 0) return '—';
  return found < total ? `找得到 ${count(found)} 个` : '都找得到';
}

/** What is in it, beside what is in the book now. */
function Contents({ look }: { look: BackupLook }) {
  const present = new Map(look.now.map((line) => [line.kind, line.count]));
  return (
    <table className="backup-contents">
      <thead>
        <tr>
          <th scope="col">有什么</th>
          <th scope="col">备份里</th>
          <th scope="col">现在</th>
          <th scope="col">备份里最新的</th>
        </tr>
      </thead>
      <tbody>
        {look.counts.map(({ kind, count: held, newestAt }) => (
          <tr key={kind}>
            <th scope="row">{kindWords[kind]}</th>
            <td>{count(held)}</td>
            <td>{count(present.get(kind) ?? 0)}</td>
            <td>{newestAt === null ? '—' : dateText(newestAt)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">图片和视频</th>
          <td>{count(look.assets.total)}</td>
          <td />
          <td>{picturesText(look.assets)}</td>
        </tr>
      </tbody>
    </table>
  );
}

interface InsideProps {
  look: BackupLook;
  jobs: Record<string, JobProgress>;
  onBack: () => void;
  onSome: (what: 'people' | 'posts') => void;
  onDone: () => void;
}

function Inside({ look, jobs, onBack, onSome, onDone }: InsideProps) {
  const [jobId, setJobId] = useState<string | null>(null);
  const restore = useRestore();
  const start = () => {
    const id = newJobId();
    setJobId(id);
    restore.mutate({ lookId: look.lookId, jobId: id }, { onSuccess: onDone });
  };
  return (
    <>
      <Contents look={look} />
      <p className="dialog-text backup-some">
        只少了几个人、几条内容？不用整份恢复：
        <button type="button" className="link-button" onClick={() => onSome('people')}>
          带回几位好友
        </button>
        <button type="button" className="link-button" onClick={() => onSome('posts')}>
          带回几条内容
        </button>
      </p>
      <p className="dialog-text">
        恢复以后，簿子就是那时候的样子；删除并抹掉的人不会回来。<strong>现在的这一份会另外留 30 天，随时可以换回来。</strong>
      </p>
      {restore.isPending && jobId !== null ? (
        <BackupProgress job={jobs[jobId]} onCancel={() => cancelJob(jobId)} />
      ) : (
        <div className="dialog-foot backup-step-foot">
          <Button onClick={onBack}>先不恢复</Button>
          <Button type="primary" danger onClick={start}>
            恢复成这一份
          </Button>
        </div>
      )}
    </>
  );
}
