import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { SegmentRule } from '../../../shared/contracts/segments.ts';
import { trpc } from '../../lib/api.ts';
import { complete } from './rule-edit.ts';

/** what is written is asked for after this pause */
const pauseMs = 250;

/** A value that follows after a pause. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the draft finds: counts by the paths of the draft. Nobody at once when it asks nothing any more. */
export function useFound(draft: SegmentRule, asks: boolean) {
  const settled = useDeferredValue(useSettled(draft));
  const whole = useMemo(() => complete(settled), [settled]);
  const { data } = useQuery({
    ...trpc.segments.count.queryOptions({ rule: whole.rule ?? draft }),
    enabled: whole.rule !== null,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    if (!asks) return { rule: null, told: undefined, counts: {}, broken: [] };
    const told = whole.rule === null ? undefined : data;
    const counts = Object.fromEntries(
      [...whole.pathOf].flatMap(([path, from]) => (told && path in told.counts ? [[from, told.counts[path] ?? null]] : [])),
    );
    const broken = told?.broken.map((ref) => ({ ...ref, path: whole.pathOf.get(ref.path) ?? ref.path })) ?? [];
    return { rule: whole.rule, told, counts, broken };
  }, [whole, data, asks]);
}
