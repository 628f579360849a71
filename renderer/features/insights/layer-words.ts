import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { LayerCode } from '../../../shared/domain/layers.ts';
import { middleScore } from '../../../shared/domain/rfm.ts';

export { dayWords } from './words.ts';

/** 近 180 天 */
export const periodText = ({ days }: LayersReport): string => (days === 365 ? '近一年' : `近 ${days} 天`);

export type LayerRow = LayersReport['layers'][number];

/** One layer of the report. */
export const layerOf = ({ layers }: LayersReport, code: LayerCode): LayerRow => layers.find((layer) => layer.code === code)!;

const partNames = { recency: '最近一次买的日子（R）', frequency: '买的次数（F）', money: '付的钱（M）' } as const;

/** Where "above the mean" says nothing, since everybody is alike: what was done instead. */
export function sameScores({ buyers, by, scored }: Pick<LayersReport, 'buyers' | 'by' | 'scored'>): string[] {
  return (['recency', 'frequency', 'money'] as const).flatMap((part) => {
    const { by: partBy, alike } = scored[part];
    if (alike !== null && buyers > 1)
      return `${partNames[part]}大家都是 ${alike} 分，没有谁高过平均：不比平均，${alike > middleScore ? '4 分以上都记 1' : '不到 4 分都记 0'}。`;
    return alike === null && partBy !== by ? `${partNames[part]}差不多人人一样，名次分不出高低，改按固定的线打分。` : [];
  });
}
