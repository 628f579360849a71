import { type ReactNode, useId } from 'react';
import './setting-group.css';

/** Settings that belong together, under their name. */
export function SettingGroup({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className="setting-group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div>{children}</div>
    </section>
  );
}

/** One setting: its name, what it does, and the control. */
export function SettingLine({ title, hint, children }: { title: string; hint?: ReactNode; children?: ReactNode }) {
  return (
    <div className="setting-line">
      <div>
        <h3>{title}</h3>
        {hint !== undefined && <p>{hint}</p>}
      </div>
      {children}
    </div>
  );
}
