import type { ReactNode } from 'react';
import { CheckIcon } from './icons.tsx';
import './report-head.css';

export interface ReportHeadProps {
  /** what came in */
  title: string;
  /** where from; `hint` shows all of it where it is cut */
  children: ReactNode;
  hint?: string;
  /** where to go on */
  actions: ReactNode;
}

/** The first line of the report of an import. */
export function ReportHead({ title, children, hint, actions }: ReportHeadProps) {
  return (
    <header className="report-head">
      <span className="report-head-mark">
        <CheckIcon width="22" height="22" />
      </span>
      <div>
        <h2>{title}</h2>
        <p title={hint}>{children}</p>
      </div>
      <div className="report-head-actions">{actions}</div>
    </header>
  );
}
