import type { LayersReport } from '../../../shared/contracts/layers.ts';
import type { LayerCode } from '../../../shared/domain/layers.ts';

export { dayWords } from './words.ts';

/** 近 180 天 */
export const periodText = ({ days }: LayersReport): string => (days === 365 ? '近一年' : `近 ${days} 天`);

export type LayerRow = LayersReport['layers'][number];

/** One layer of the report. */
export const layerOf = ({ layers }: LayersReport, code: LayerCode): LayerRow => layers.find((layer) => layer.code === code)!;
