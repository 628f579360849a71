import { Segmented, Select } from 'antd';
import { useEffect } from 'react';
import type { BrokenRef, RuleCount, SegmentGroup, SegmentLeaf, SegmentRule } from '../../../../shared/contracts/segments.ts';
import { deepest, mostTests } from '../../../../shared/contracts/segments.ts';
import { isGroup, testsOf } from '../../../../shared/domain/segment-rule.ts';
import { count } from '../../../lib/format.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { fieldLabel, fields } from '../fields.ts';
import { childPath, groupOf, isComplete, leafOf, withAdded, withNode, withoutNode, withPatch } from '../rule-edit.ts';
import { segmentsActions, useSegmentsStore } from '../store.ts';
import { TestEditor } from './test-editor.tsx';

export interface RuleBuilderProps {
  rule: SegmentRule;
  /** changes the rule as it is by then */
  onChange: (change: (rule: SegmentRule) => SegmentRule) => void;
  /** the segment that is being written, 0 = a new one */
  segmentId: number;
  /** what each part finds alone, by its path in `rule` */
  counts: RuleCount['counts'];
  /** what is named and gone, by the same paths */
  broken: readonly BrokenRef[];
}

interface NodeProps extends RuleBuilderProps {
  path: string;
  /** 0 = the root */
  depth: number;
}

const groups = [...new Set(fields.map(({ group }) => group))];
const options = groups.map((group) => ({
  label: group,
  options: fields.filter((entry) => entry.group === group).map(({ field, label, also }) => ({ value: field, label, also })),
}));

/** Adds a condition: a field in which she types what it is about, and Enter. */
function AddTest({ rule, onChange, path, depth }: NodeProps) {
  const group = nodeAt(rule, path);
  const add = (field: string) => {
    const entry = fields.find((one) => one.field === field);
    if (!entry) return;
    segmentsActions.focus(childPath(path, group.items.length));
    onChange((now) => withAdded(now, path, leafOf(entry.blank())));
  };
  if (testsOf(rule).length >= mostTests) return <p className="rule-hint">一个人群最多 {mostTests} 个条件，再多就拆成两个人群。</p>;
  return (
    <div className="rule-add">
      <Select
        showSearch
        size="small"
        className="rule-add-field"
        aria-label="加条件"
        placeholder="＋ 加条件：写几个字，如 下单"
        value={null as string | null}
        onChange={(field: string | null) => field && add(field)}
        options={options}
        listHeight={360}
        popupMatchSelectWidth={260}
        filterOption={(text, option) =>
          option !== undefined && 'also' in option && `${option.label} ${option.also}`.toLowerCase().includes(text.trim().toLowerCase())
        }
        notFoundContent="没有这样的条件"
      />
      {depth + 2 < deepest && (
        <button type="button" className="link-button" onClick={() => onChange((now) => withAdded(now, path, groupOf()))}>
          ＋ 加一组
        </button>
      )}
    </div>
  );
}

function nodeAt(rule: SegmentRule, path: string): SegmentGroup {
  let node = rule.root;
  for (const at of path === '' ? [] : path.split('.')) {
    const next = node.items[Number(at)];
    if (next && isGroup(next)) node = next;
  }
  return node;
}

/** How many a part finds alone. */
function Heads({ size, waiting }: { size: number | null | undefined; waiting: boolean }) {
  if (size === undefined) return <span className="rule-count">{waiting ? '' : '…'}</span>;
  return <span className="rule-count">{size === null ? '—' : `${count(size)} 位`}</span>;
}

/** Says the opposite of what follows. */
function Not({ not, label, onChange }: { not: boolean; label: string; onChange: (not: boolean) => void }) {
  return (
    <button
      type="button"
      className={not ? 'rule-not on' : 'rule-not'}
      aria-pressed={not}
      aria-label={`反过来：${label}`}
      title={not ? '现在是：不符合这条的' : '反过来：只要不符合这条的'}
      onClick={() => onChange(!not)}
    >
      {not ? '不是' : '是'}
    </button>
  );
}

function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <button type="button" className="icon-button rule-remove" aria-label={label} title={label} onClick={onClick}>
      <CloseIcon width="12" height="12" />
    </button>
  );
}

function TestRow({ leaf, ...props }: NodeProps & { leaf: SegmentLeaf }) {
  const { onChange, path, segmentId, counts, broken } = props;
  const fresh = useSegmentsStore((state) => state.fresh) === path;
  const label = fieldLabel(leaf.test.field);
  const isBroken = broken.some((ref) => ref.path === path);
  const open = !isComplete(leaf.test);
  useEffect(() => {
    // once: whoever comes back to this place later did not just add it
    if (fresh) segmentsActions.focus(null);
  }, [fresh]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row in every engine
    <div className={isBroken ? 'rule-test broken' : 'rule-test'} role="group" aria-label={`条件：${label}`}>
      <Not not={leaf.not} label={label} onChange={(not) => onChange((now) => withNode(now, path, (node) => ({ ...node, not })))} />
      <span className="rule-label">{label}</span>
      <div className="rule-fields">
        <TestEditor
          test={leaf.test}
          autoFocus={fresh}
          segmentId={segmentId}
          onChange={(patch) => onChange((now) => withPatch(now, path, leaf.test.field, patch))}
        />
        {isBroken && <span className="rule-hint warn">用到的东西已经删除，请换一个</span>}
        {open && !isBroken && <span className="rule-hint">还没选好，先不算</span>}
      </div>
      <Heads size={open ? undefined : counts[path]} waiting={open} />
      <Remove label={`去掉条件：${label}`} onClick={() => onChange((now) => withoutNode(now, path))} />
    </div>
  );
}

function GroupBox({ group, ...props }: NodeProps & { group: SegmentGroup }) {
  const { onChange, path, depth, counts } = props;
  const name = depth === 0 ? '全部条件' : '这一组';
  return (
    // biome-ignore lint/a11y/useSemanticElements: as above
    <div className={depth === 0 ? 'rule-group root' : 'rule-group'} role="group" aria-label={depth === 0 ? '条件' : '一组条件'}>
      <div className="rule-group-head">
        {depth > 0 && (
          <Not not={group.not} label={name} onChange={(not) => onChange((now) => withNode(now, path, (node) => ({ ...node, not })))} />
        )}
        <Segmented
          size="small"
          aria-label={`${name}怎么算`}
          value={group.all ? 'all' : 'any'}
          onChange={(value) => onChange((now) => withNode(now, path, (node) => ({ ...node, all: value === 'all' })))}
          options={[
            { value: 'all', label: '都要符合' },
            { value: 'any', label: '符合一条就算' },
          ]}
        />
        {depth > 0 && (
          <>
            <span className="rule-space" />
            <Heads size={counts[path]} waiting={group.items.length === 0} />
            <Remove label="去掉这一组" onClick={() => onChange((now) => withoutNode(now, path))} />
          </>
        )}
      </div>
      {group.items.map((item, at) => {
        const inner = { ...props, path: childPath(path, at), depth: depth + 1 };
        return (
          <div key={inner.path} className="rule-item">
            <span className="rule-joint" aria-hidden="true">
              {at === 0 ? '' : group.all ? '并且' : '或者'}
            </span>
            {isGroup(item) ? <GroupBox {...inner} group={item} /> : <TestRow {...inner} leaf={item} />}
          </div>
        );
      })}
      <AddTest {...props} />
    </div>
  );
}

/** Writes a rule: groups of conditions, each with what it finds alone beside it. */
export function RuleBuilder(props: RuleBuilderProps) {
  return <GroupBox {...props} group={props.rule.root} path="" depth={0} />;
}
