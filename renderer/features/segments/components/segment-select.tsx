import { Select } from 'antd';
import { count } from '../../../lib/format.ts';
import { useSegmentSizes, useSegments } from '../queries.ts';

export interface SegmentSelectProps {
  value: readonly number[];
  onChange: (segmentIds: number[]) => void;
  /** segments that must not be offered, such as the one that is being made */
  without?: readonly number[];
  label?: string;
  placeholder?: string;
  /** of the field, in px; absent = as the place has it */
  width?: number;
}

/** Chooses saved segments, with how many are in each; broken ones can be seen and taken out, not chosen. */
export function SegmentSelect({ value, onChange, without = [], label = '人群', placeholder = '选人群', width }: SegmentSelectProps) {
  const { list, byId, ready } = useSegments();
  const sizeOf = useSegmentSizes();
  const shown = list.filter(({ id }) => !without.includes(id));
  const gone = ready ? value.filter((id) => !byId.has(id)) : [];
  return (
    <Select
      mode="multiple"
      size={width === undefined ? 'small' : 'middle'}
      className="segment-select"
      style={width === undefined ? undefined : { width }}
      maxTagCount={width === undefined ? undefined : 1}
      maxTagTextLength={width === undefined ? undefined : 6}
      allowClear={width !== undefined}
      aria-label={label}
      placeholder={placeholder}
      value={[...value]}
      onChange={onChange}
      optionFilterProp="label"
      notFoundContent={list.length === 0 ? '还没有人群' : '没有这个名字'}
      options={[
        ...shown.map(({ id, name, broken }) => {
          const size = sizeOf(id);
          const after = broken.length > 0 ? '（坏了）' : size === undefined || size === null ? '' : `（${count(size)} 位）`;
          return { value: id, label: `${name}${after}`, disabled: broken.length > 0 && !value.includes(id) };
        }),
        ...gone.map((id) => ({ value: id, label: '已删除的人群', disabled: false })),
      ]}
    />
  );
}
