import { count } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { ErrorState } from '../../../ui/states.tsx';
import { useRunRules } from '../mutations.ts';
import { useDryRun } from '../queries.ts';
import { notTouched } from './outcome.tsx';

const names = (rows: readonly { name: string }[], of: number): string =>
  rows.length === 0 ? '' : `：${rows.map(({ name }) => name).join('、')}${of > rows.length ? ' 等' : ''}`;

/** Before the rules run: what each would do. */
export function RunDialog({ onClose }: { onClose: () => void }) {
  const { data, error } = useDryRun();
  const run = useRunRules();
  const isIdle = data !== undefined && data.added + data.removed === 0;
  return (
    <ConfirmDialog
      open
      title="现在运行全部规则？"
      confirmLabel={isIdle || !data ? '运行' : `打上 ${count(data.added)} 个，拿掉 ${count(data.removed)} 个`}
      busy={run.isPending || (!data && !error)}
      onConfirm={() => run.mutate(undefined, { onSuccess: onClose })}
      onClose={onClose}
    >
      {error && <ErrorState error={error} />}
      {!data && !error && '正在试算…'}
      {isIdle && '试算过了：没有要打的，也没有要拿掉的。'}
      {data && (
        <ul className="tag-rule-dry" aria-label="试算">
          {data.rules.map((rule) => (
            <li key={rule.ruleId}>
              <b>{rule.name}</b>
              {rule.gets.count > 0 && (
                <p>
                  打上 {count(rule.gets.count)} 位{names(rule.gets.rows, rule.gets.count)}
                </p>
              )}
              {rule.loses.count > 0 && (
                <p>
                  拿掉 {count(rule.loses.count)} 位{names(rule.loses.rows, rule.loses.count)}
                </p>
              )}
              <p className="rule-hint">{notTouched({ ...rule, already: 0, declined: 0 }).join('；')}</p>
            </li>
          ))}
        </ul>
      )}
      <p>这一次做的可以整个撤销。你手工打的标签不会被拿掉。</p>
    </ConfirmDialog>
  );
}
