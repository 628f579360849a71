import type { SegmentRule } from '../../../../shared/contracts/segments.ts';
import { complete } from '../rule-edit.ts';
import { useFound } from '../use-found.ts';
import { RuleBuilder } from './rule-builder.tsx';
import '../rule-builder.css';

export interface RuleFieldProps {
  rule: SegmentRule;
  /** changes the rule as it is by then */
  onChange: (change: (rule: SegmentRule) => SegmentRule) => void;
}

/** Writes a condition over friends for others than segments, counted as it is written. */
export function RuleField({ rule, onChange }: RuleFieldProps) {
  const found = useFound(rule, complete(rule).rule !== null);
  return <RuleBuilder rule={rule} segmentId={0} counts={found.counts} broken={found.broken} onChange={onChange} />;
}
