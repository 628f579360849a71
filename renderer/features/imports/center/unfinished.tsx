import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { trpc } from '../../../lib/api.ts';
import { count, spokenTime } from '../../../lib/format.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { notify } from '../../../ui/toast.tsx';
import { baseName } from './words.ts';

/** The import that the program died over: nothing of it came in, its files are still here. */
export function UnfinishedImport({ onResume }: { onResume: (name: string) => void }) {
  const { data: found } = useQuery(trpc.importQueue.unfinished.queryOptions());
  const giveUp = useMutation(trpc.importQueue.giveUp.mutationOptions({ onError: notify.failed }));
  if (!found) return null;
  const first = baseName(found.files[0] ?? '');
  const name = found.count > 1 ? `「${first}」等 ${count(found.count)} 个文件` : `「${first}」`;
  return (
    <section className="import-refused unfinished" aria-label="没导完的">
      <WarningIcon width="20" height="20" />
      <div>
        <h2>{name}没有导完，程序就停了</h2>
        <p>{spokenTime(found.at)} 开始导的。一条也没有写进去，铁粉簿和导入前一样；文件还留着，可以接着导入。</p>
      </div>
      <Button disabled={giveUp.isPending} onClick={() => giveUp.mutate()}>
        不要了
      </Button>
      <Button type="primary" disabled={giveUp.isPending} onClick={() => onResume(first)}>
        接着导入
      </Button>
    </section>
  );
}
