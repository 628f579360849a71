import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { ExportBookFormat } from '../../../shared/contracts/exports.ts';
import type { JobProgress } from '../../../shared/events.ts';
import { client, toAppError } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { count } from '../../lib/format.ts';
import { now } from '../../lib/now.ts';
import { ProgressBar } from '../../ui/progress.tsx';
import { notify } from '../../ui/toast.tsx';

const formats: { value: ExportBookFormat; label: string }[] = [
  { value: 'xlsx', label: 'Excel 表格（.xlsx）' },
  { value: 'csv', label: 'CSV 表格（压缩包）' },
  { value: 'json', label: 'JSON（给程序用）' },
  { value: 'chatlab', label: '聊天记录（ChatLab 格式）' },
];

const stopped = (error: unknown): boolean => toAppError(error).kind === 'cancelled';

/** Chooses a format, writes the whole book to a file, and can be stopped meanwhile. `jobs` by job id, from whoever hears of them. */
export function ExportAll({ jobs }: { jobs: Record<string, JobProgress> }) {
  const [format, setFormat] = useState<ExportBookFormat>('xlsx');
  const [jobId, setJobId] = useState<string | null>(null);
  const run = useMutation({
    mutationFn: async (id: string) => {
      const file = await client.exports.everything.mutate({ format, jobId: id });
      return { file, saved: await bridge().saveExport(file.fileId, file.name) };
    },
    networkMode: 'always',
    onSuccess: ({ file, saved }) => {
      if (saved) notify.done(`已导出 ${count(file.count)} 条记录：${saved.savedAs}`);
    },
    onError: (error) => (stopped(error) ? notify.done('已停下，没有留下文件') : notify.failed(error)),
    onSettled: () => setJobId(null),
  });
  const start = () => {
    const id = `export-${now()}`;
    setJobId(id);
    run.mutate(id);
  };
  const job = jobId === null ? undefined : jobs[jobId];
  if (run.isPending)
    return (
      <div className="setting-export">
        <ProgressBar label="正在导出" done={job?.done ?? 0} total={job?.total ?? 0} unit="条" elapsedMs={job?.elapsedMs ?? 0} />
        <Button onClick={() => jobId !== null && void client.exports.cancel.mutate({ jobId }).catch(notify.failed)}>停下</Button>
      </div>
    );
  return (
    <>
      <Select<ExportBookFormat>
        aria-label="导出成什么格式"
        value={format}
        options={formats}
        onChange={setFormat}
        popupMatchSelectWidth={false}
      />
      <Button onClick={start}>{format === 'chatlab' ? '导出聊天' : '导出全部'}</Button>
    </>
  );
}
