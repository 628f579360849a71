import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { firstLayerWords, flowCodes, type LayerCode, type LayerWords, rfmLayers } from '../../shared/domain/layers.ts';
import { trpc } from './api.ts';

/** What each layer is called, who is in it, and what she does for it: her own words where she wrote some. */
export function useLayerWords(): (code: LayerCode) => LayerWords {
  const own = useQuery(trpc.settings.all.queryOptions()).data?.['layers.words'];
  return useMemo(() => (code) => ({ ...firstLayerWords[code], ...own?.[code] }), [own]);
}

/** '111': last bought, how often, how much, 1 = more than most; null = no class of RFM */
export const rfmCode = (code: LayerCode): string | null => (code.startsWith('rfm') ? code.slice(3) : null);

/** The label with the code that stands behind it, for lists in which nothing else explains it. */
export const layerName = ({ label }: LayerWords, code: LayerCode): string => {
  const rfm = rfmCode(code);
  return rfm === null ? label : `${label} ${rfm}`;
};

const groups: readonly (readonly [string, readonly LayerCode[]])[] = [
  ['最近、次数、金额', [...rfmLayers]],
  ['走到哪一步', ['A', 'I', 'P', 'L']],
  ['这段时间怎么走的', flowCodes],
];

/** Under which heading a layer stands in a list. */
export const layerGroup = (code: LayerCode): string => groups.find(([, codes]) => codes.includes(code))?.[0] ?? '钱、话、关系';
