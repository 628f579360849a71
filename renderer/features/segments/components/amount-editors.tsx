import { Checkbox, DatePicker, InputNumber, Select } from 'antd';
import dayjs from 'dayjs';
import type { SegmentTest, WhenTest } from '../../../../shared/contracts/segments.ts';
import { fieldLabel } from '../fields.ts';
import type { TestPatch } from '../rule-edit.ts';
import { unitOf } from '../test-words.ts';
import type { EditorProps } from './editor-props.ts';

const size = 'small' as const;

const whenKinds: { value: WhenTest['kind']; label: string }[] = [
  { value: 'within', label: '最近几天内' },
  { value: 'before', label: '几天以前' },
  { value: 'between', label: '在两天之间' },
  { value: 'ever', label: '有过' },
  { value: 'never', label: '从没有过' },
];
const alwaysThere = new Set(['createdAt', 'levelSince']);

function newWhen(kind: WhenTest['kind'], before: WhenTest): WhenTest {
  const days = 'days' in before ? before.days : 30;
  switch (kind) {
    case 'within':
      return { kind, days };
    case 'before':
      return { kind, days, orNever: false };
    case 'between':
      return { kind, fromOn: null, toOn: null };
    default:
      return { kind };
  }
}

/** Of what the test asks: all of another kind, or what changed of this one. */
type PartOfWhen = WhenTest | ({ kind: WhenTest['kind'] } & ({ days: number } | { orNever: boolean }));

/** So many days. */
export function Days({ value, onChange, label }: { value: number; onChange: (days: number) => void; label: string }) {
  return (
    <>
      <InputNumber
        size={size}
        className="rule-number"
        aria-label={label}
        min={1}
        max={3650}
        precision={0}
        value={value}
        onChange={(days) => onChange(days ?? 0)}
      />
      <span>天</span>
    </>
  );
}

/** A test of a moment. */
export function WhenEditor({ test, onChange, autoFocus }: EditorProps<Extract<SegmentTest, { when: WhenTest }>>) {
  const { when } = test;
  const label = fieldLabel(test.field);
  const set = (part: PartOfWhen) => onChange({ when: part } as Parameters<typeof onChange>[0]);
  return (
    <>
      <Select
        size={size}
        className="rule-kind"
        aria-label={`${label}：什么时候`}
        autoFocus={autoFocus}
        value={when.kind}
        onChange={(kind) => set(newWhen(kind, when))}
        options={whenKinds.filter(({ value }) => !alwaysThere.has(test.field) || (value !== 'ever' && value !== 'never'))}
      />
      {(when.kind === 'within' || when.kind === 'before') && (
        <Days label={`${label}：几天`} value={when.days} onChange={(days) => set({ kind: when.kind, days })} />
      )}
      {when.kind === 'before' && !alwaysThere.has(test.field) && (
        <Checkbox checked={when.orNever} onChange={(event) => set({ kind: when.kind, orNever: event.target.checked })}>
          从没有过的也算
        </Checkbox>
      )}
      {when.kind === 'between' && (
        <DatePicker.RangePicker
          size={size}
          allowEmpty={[true, true]}
          aria-label={`${label}：从哪天到哪天`}
          placeholder={['从', '到']}
          value={[when.fromOn ? dayjs(when.fromOn) : null, when.toOn ? dayjs(when.toOn) : null]}
          onChange={(range) =>
            set({ kind: 'between', fromOn: range?.[0]?.format('YYYY-MM-DD') ?? null, toOn: range?.[1]?.format('YYYY-MM-DD') ?? null })
          }
        />
      )}
    </>
  );
}

/** A test of a number. */
export type Bounded = Extract<SegmentTest, { min: number | null }>;
const boundKinds = [
  { value: 'atLeast', label: '至少' },
  { value: 'atMost', label: '最多' },
  { value: 'between', label: '介于' },
  { value: 'exactly', label: '正好' },
  { value: 'none', label: '没有' },
] as const;
type BoundKind = (typeof boundKinds)[number]['value'];

function boundKind({ min, max }: Bounded): BoundKind {
  if (max === 0 && (min === null || min === 0)) return 'none';
  if (min === null) return 'atMost';
  if (max === null) return 'atLeast';
  return min === max ? 'exactly' : 'between';
}

function newBounds(kind: BoundKind, { min, max }: Bounded, step: number): { min: number | null; max: number | null } {
  const near = min || max || step;
  return {
    atLeast: { min: near, max: null },
    atMost: { min: null, max: max || near },
    between: { min: min || step, max: (min || step) + step },
    exactly: { min: near, max: near },
    none: { min: null, max: 0 },
  }[kind];
}

/** A test of a number, or of money, with its period where it has one. */
export function BoundsEditor({ test, onChange, autoFocus }: EditorProps<Bounded>) {
  const label = fieldLabel(test.field);
  const isMoney = test.field === 'paidFen';
  const scale = isMoney ? 100 : 1;
  const kind = boundKind(test);
  const field = (name: string, value: number | null, put: (value: number | null) => Partial<Pick<Bounded, 'min' | 'max'>>) => (
    <InputNumber
      size={size}
      className="rule-number"
      aria-label={`${label}：${name}`}
      min={0}
      precision={isMoney ? 2 : 0}
      prefix={isMoney ? '¥' : undefined}
      value={value === null ? null : value / scale}
      onChange={(next) => onChange(put(next === null ? null : Math.round(next * scale)))}
    />
  );
  return (
    <>
      <Select
        size={size}
        className="rule-kind short"
        aria-label={`${label}：多少`}
        autoFocus={autoFocus}
        value={kind}
        onChange={(next) => onChange(newBounds(next, test, isMoney ? 10_000 : 1))}
        options={boundKinds.map((option) => ({ ...option }))}
      />
      {kind === 'exactly' && field('多少', test.min, (value) => ({ min: value, max: value }))}
      {(kind === 'atLeast' || kind === 'between') && field('至少', test.min, (min) => ({ min }))}
      {kind === 'between' && <span>到</span>}
      {(kind === 'atMost' || kind === 'between') && field('最多', test.max, (max) => ({ max }))}
      {kind !== 'none' && unitOf(test.field) !== '' && <span>{unitOf(test.field)}</span>}
      {'withinDays' in test && <Period test={test} onChange={onChange} />}
    </>
  );
}

type Dated = Extract<SegmentTest, { withinDays: number | null }>;

/** Ever, or only the last days. */
export function Period({ test, onChange }: { test: Dated; onChange: EditorProps<Dated>['onChange'] }) {
  const label = fieldLabel(test.field);
  const set = (withinDays: number | null) => onChange({ withinDays } as TestPatch<Dated>);
  return (
    <>
      {test.field !== 'seenCount' && (
        <Select
          size={size}
          className="rule-kind short"
          aria-label={`${label}：从什么时候算`}
          value={test.withinDays === null ? 'ever' : 'lately'}
          onChange={(kind) => set(kind === 'ever' ? null : 90)}
          options={[
            { value: 'ever', label: '一直以来' },
            { value: 'lately', label: '最近' },
          ]}
        />
      )}
      {test.field === 'seenCount' && <span>最近</span>}
      {test.withinDays !== null && <Days label={`${label}：最近几天`} value={test.withinDays} onChange={set} />}
    </>
  );
}
