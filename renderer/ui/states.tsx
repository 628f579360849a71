import { Button } from 'antd';
import { type ReactNode, useEffect, useState } from 'react';
import { textOfFailure } from '../lib/error-text.ts';
import { WarningIcon } from './icons.tsx';
import './states.css';

export interface EmptyStateProps {
  title: string;
  hint?: ReactNode;
  /** the one button that does what the text says, and at most one quieter beside it */
  action?: ReactNode;
  icon?: ReactNode;
}

/** Nothing here yet: says what to do, with the button that does it. */
export function EmptyState({ title, hint, action, icon }: EmptyStateProps) {
  return (
    <div className="state" role="status">
      {icon && <div className="state-icon">{icon}</div>}
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {action && <div className="state-action">{action}</div>}
    </div>
  );
}

/** What failed, what is safe, what to do. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const text = textOfFailure(error);
  return (
    <div className="state" role="alert">
      <div className="state-icon danger">
        <WarningIcon width="22" height="22" />
      </div>
      <h2>{text.title}</h2>
      <p>{text.hint}</p>
      {onRetry && (
        <div className="state-action">
          <Button onClick={onRetry}>再试一次</Button>
        </div>
      )}
    </div>
  );
}

/** True once `ms` have passed: quick answers never flash a skeleton. */
export function useAfter(ms: number): boolean {
  const [passed, setPassed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setPassed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return passed;
}

/** Grey lines in place of rows, after 150 ms. */
export function LoadingSkeleton({ rows = 8, height = 38 }: { rows?: number; height?: number }) {
  const visible = useAfter(150);
  return (
    <div className="skeleton" role="status" aria-label="正在读取">
      {visible &&
        Array.from({ length: rows }, (_, row) => (
          <div key={row} className="skeleton-row" style={{ height }}>
            <i style={{ width: `${18 + ((row * 7) % 12)}%` }} />
            <i style={{ width: `${8 + ((row * 5) % 7)}%` }} />
            <i style={{ width: `${24 + ((row * 11) % 20)}%` }} />
          </div>
        ))}
    </div>
  );
}
