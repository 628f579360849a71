import type { ReactNode } from 'react';
import { SaveChart, type SaveChartProps } from '../../../ui/save-chart.tsx';

interface ChartSectionProps extends Omit<SaveChartProps, 'table'> {
  /** null = there is nothing to be handed out yet */
  table: SaveChartProps['table'] | null;
  /** what else stands in its first line */
  tools?: ReactNode;
  /** what it says is told below in a way of its own */
  tellsItself?: boolean;
  children: ReactNode;
}

/** A chart of 洞察: what it is, of when and of how many, what it says, the way out as picture and table. */
export function ChartSection({ tools, tellsItself = false, table, children, ...chart }: ChartSectionProps) {
  return (
    <section className="insight" aria-label={chart.title} data-chart>
      <header>
        <h2>{chart.title}</h2>
        <small className="chart-basis">{chart.basis}</small>
        {tools}
        {table && <SaveChart {...chart} table={table} />}
      </header>
      {!tellsItself && chart.sentence !== '' && <p className="chart-sentence">{chart.sentence}</p>}
      {children}
    </section>
  );
}

/** The first line of a view that is one chart: what it says. The way out draws what stands in `data-chart` around it. */
export function ChartSummary(chart: SaveChartProps) {
  return (
    <p className="layers-summary">
      <span>{chart.sentence}</span>
      <small>{chart.basis}</small>
      <SaveChart {...chart} />
    </p>
  );
}
