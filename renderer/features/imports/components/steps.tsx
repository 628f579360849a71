/** Where she is in a walk of some steps; `at` null = all of them are done. */
export function Steps({ steps, at }: { steps: readonly { key: string; label: string }[]; at: string | null }) {
  const now = at === null ? steps.length : steps.findIndex((item) => item.key === at);
  return (
    <ol className="import-steps" aria-label="导入的步骤">
      {steps.map((item, index) => (
        <li
          key={item.key}
          className={index < now ? 'done' : index === now ? 'now' : 'later'}
          {...(index === now ? { 'aria-current': 'step' as const } : {})}
        >
          <i aria-hidden="true">{index < now ? '✓' : index + 1}</i>
          {item.label}
          {index < now && <span className="sr-only">（完成）</span>}
        </li>
      ))}
    </ol>
  );
}
