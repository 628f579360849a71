import { beforeImportJob } from '../../shared/contracts/backups.ts';
import type { JobProgress } from '../../shared/events.ts';
import { byteSteps } from '../lib/format.ts';
import { ProgressBar } from '../ui/progress.tsx';
import { useJobs } from './event-bridge.ts';

const names: Record<string, string> = {
  'imports.inspect': '正在读文件',
  'imports.preview': '正在核对',
  'imports.commit': '正在导入好友',
  'imports.undo': '正在撤回导入',
  'importQueue.open': '正在看是什么文件',
  'importQueue.unlock': '正在打开加密的文件',
  'importQueue.openContacts': '正在读好友名单',
  'chatImport.scan': '正在看聊天文件',
  'chatImport.commit': '正在导入聊天',
  'orderImport.scan': '正在核对订单',
  'orderImport.commit': '正在导入订单',
  'exports.friends': '正在导出',
  'exports.everything': '正在导出全部',
  'exports.person': '正在导出',
  'backups.run': '正在备份',
  [beforeImportJob]: '导入之前，先备份',
  'backups.inspect': '正在打开备份',
  'backups.restore': '正在取回备份',
  'backups.drill': '正在试着恢复',
  'backups.bringBack': '正在从备份里带回',
  'demo.load': '正在载入演示数据',
};

/** These count bytes. */
const inBytes = new Set([
  'importQueue.open',
  'chatImport.scan',
  'chatImport.commit',
  'backups.run',
  beforeImportJob,
  'backups.inspect',
  'backups.restore',
  'backups.drill',
]);
/** The same words as on the page where the work was begun. */
const units: Record<string, string> = { 'exports.friends': '条', 'exports.everything': '条', 'exports.person': '条' };
/** How far a job is, with the word behind its numbers. */
function stepsOf({ name, done, total }: Pick<JobProgress, 'name' | 'done' | 'total'>): {
  done: number;
  total: number;
  unit?: string;
} {
  const unit = units[name];
  return inBytes.has(name) ? byteSteps(done, total) : { done, total, ...(unit ? { unit } : {}) };
}

/** Long work that goes on wherever she is in the program. */
export function RunningJobs({ compact }: { compact: boolean }) {
  const jobs = useJobs((state) => state.jobs);
  const running = Object.values(jobs).filter((job) => job.state === 'running');
  if (running.length === 0) return null;
  return (
    <div className={compact ? 'running-jobs compact' : 'running-jobs'} role="status" aria-label="正在进行">
      {running.map((job) => (
        <ProgressBar key={job.jobId} label={names[job.name] ?? '正在处理'} {...stepsOf(job)} elapsedMs={0} />
      ))}
    </div>
  );
}
