import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { TagRuleInput } from '../../../shared/contracts/tag-rules.ts';
import { trpc } from '../../lib/api.ts';

/** The rules in their order, the groups of which a friend has only one, and what was done. */
export const useTagRules = () => useQuery(trpc.tagRules.list.queryOptions());

/** What a rule would do as it is written now; null = it is not written yet. */
export function usePreview(id: number | null, values: TagRuleInput | null) {
  return useQuery({
    ...trpc.tagRules.preview.queryOptions({ id, values: values! }),
    enabled: values !== null,
    placeholderData: keepPreviousData,
  });
}

/** What all rules would do now. */
export const useDryRun = () => useQuery({ ...trpc.tagRules.dryRun.queryOptions(), staleTime: 0 });
