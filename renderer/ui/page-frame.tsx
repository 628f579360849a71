import type { ReactNode } from 'react';
import './page-frame.css';

export interface PageFrameProps {
  /** the question this page answers */
  title: string;
  /** one line beside it: how many, which period */
  summary?: ReactNode;
  actions?: ReactNode;
  /** a bar under the title: search, filters */
  toolbar?: ReactNode;
  /** the body scrolls as a whole; a page with its own scrolling list says false */
  scroll?: boolean;
  children: ReactNode;
}

/** Frame of every page: its question, its actions, its body. */
export function PageFrame({ title, summary, actions, toolbar, scroll = true, children }: PageFrameProps) {
  return (
    <section className="page" aria-label={title}>
      <header className="page-head">
        <div className="page-title">
          <h1>{title}</h1>
          {summary !== undefined && <p className="page-summary">{summary}</p>}
        </div>
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {toolbar && <div className="page-toolbar">{toolbar}</div>}
      <div className={scroll ? 'page-body scroll' : 'page-body'}>{children}</div>
    </section>
  );
}
