import { Button, Select } from 'antd';
import type { TagRun } from '../../../../shared/contracts/tag-rules.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count, spokenTime } from '../../../lib/format.ts';
import { useSetExclusive } from '../mutations.ts';

/** Groups of which a friend has only one tag from rules. */
export function ExclusiveGroups({ groupIds }: { groupIds: readonly number[] }) {
  const { groups } = useTagBook();
  const set = useSetExclusive();
  if (groups.length === 0) return null;
  return (
    <section className="tag-rule-side" aria-label="每人只留一个的组">
      <h2>每人只留一个的组</h2>
      <Select
        mode="multiple"
        size="small"
        aria-label="每人只留一个的组"
        placeholder="如 阶段"
        value={[...groupIds]}
        onSelect={(groupId: number) => set.mutate({ groupId, on: true })}
        onDeselect={(groupId: number) => set.mutate({ groupId, on: false })}
        options={groups.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <p className="rule-hint">几条规则争一组，听排在前面的；你手工打的最大。</p>
    </section>
  );
}

/** What the rules did, run by run; each can be taken back whole. */
export function Runs({ runs, onUndo }: { runs: readonly TagRun[]; onUndo: (undoId: number) => void }) {
  if (runs.length === 0) return null;
  return (
    <section className="tag-rule-side" aria-label="做过什么">
      <h2>做过什么</h2>
      <ul>
        {runs.map(({ id, at, author, added, removed, rules, undoId }) => (
          <li key={id} title={rules.map(({ name }) => name).join('、')}>
            <span>
              {spokenTime(at)} {author === 'rule' ? '自动' : '手动'}：打上 {count(added)}、拿掉 {count(removed)}
            </span>
            {undoId === null ? (
              <span className="rule-hint">已撤销</span>
            ) : (
              <Button size="small" aria-label={`撤销 ${spokenTime(at)} 的运行`} onClick={() => onUndo(undoId)}>
                撤销
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
