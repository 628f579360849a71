import type { Step } from '../store.ts';

const steps: readonly { key: Step; label: string }[] = [
  { key: 'choose', label: '选名单' },
  { key: 'columns', label: '对一对列' },
  { key: 'preview', label: '看一眼' },
  { key: 'commit', label: '导入' },
];

/** Where she is in the four steps. */
export function Steps({ step }: { step: Step }) {
  const at = step === 'report' ? steps.length : steps.findIndex((item) => item.key === step);
  return (
    <ol className="import-steps" aria-label="导入的步骤">
      {steps.map((item, index) => (
        <li
          key={item.key}
          className={index < at ? 'done' : index === at ? 'now' : 'later'}
          {...(index === at ? { 'aria-current': 'step' as const } : {})}
        >
          <i aria-hidden="true">{index < at ? '✓' : index + 1}</i>
          {item.label}
          {index < at && <span className="sr-only">（完成）</span>}
        </li>
      ))}
    </ol>
  );
}
