import { useRef } from 'react';
import { client } from '../lib/api.ts';
import { bridge } from '../lib/bridge.ts';
import { dateText } from '../lib/format.ts';
import { now } from '../lib/now.ts';
import { type ChartTable, type ChartWords, drawChart } from './chart-picture.ts';
import { ArrowDownIcon } from './icons.tsx';
import { Menu } from './menu.tsx';
import { notify } from './toast.tsx';
import { useSendOnce } from './use-send-once.ts';
import './icon-button.css';

export interface SaveChartProps extends ChartWords {
  table: () => ChartTable;
}

const kinds = [
  [
    { key: 'picture', label: '存成图片' },
    { key: 'table', label: '存成表格' },
  ],
] as const;

async function stagePicture(words: ChartWords, table: ChartTable, drawn: readonly SVGSVGElement[]) {
  const png = await drawChart(words, table, drawn, dateText(now(), 0));
  const { fileId } = await bridge().stageFile(new File([png], 'chart.png', { type: 'image/png' }));
  return client.exports.picture.mutate({ name: words.title, fileId });
}

/** The drawings of a chart, without those of a chart within it. */
function drawingsAround(place: Element | null): SVGSVGElement[] {
  const chart = place?.closest('[data-chart]');
  return [...(chart?.querySelectorAll<SVGSVGElement>('svg[data-picture]') ?? [])].filter((svg) => svg.closest('[data-chart]') === chart);
}

/**
 * Hands out a chart: as a picture (the drawings marked `data-picture` of the part of the page marked `data-chart` around it, and its
 * numbers) or as a table (CSV).
 */
export function SaveChart({ table, ...words }: SaveChartProps) {
  const place = useRef<HTMLSpanElement>(null);
  const send = useSendOnce(true);
  const save = async (as: 'picture' | 'table') => {
    try {
      const chart = table();
      const file =
        as === 'picture'
          ? await stagePicture(words, chart, drawingsAround(place.current))
          : await client.exports.table.mutate({
              name: words.title,
              header: [...chart.header],
              rows: chart.rows.map((row) => row.map(String)),
            });
      const saved = await bridge().saveExport(file.fileId, file.name);
      if (saved) notify.done(`存好了：${saved.savedAs}`);
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <span ref={place} className="save-chart">
      <Menu sections={kinds} onChoose={(as) => void send(() => save(as))}>
        {(button) => (
          <button type="button" {...button} className="icon-button small" aria-label={`存下「${words.title}」`} title="存成图片或表格">
            <ArrowDownIcon />
          </button>
        )}
      </Menu>
    </span>
  );
}
