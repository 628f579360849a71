import { Input, Select } from 'antd';
import { contentCategories } from '../../../../shared/contracts/content.ts';
import { ageBands, friendStatuses, genders, incomeBands, ties } from '../../../../shared/contracts/friends.ts';
import { layerCodes } from '../../../../shared/contracts/layers.ts';
import type { TestOf } from '../../../../shared/contracts/segments.ts';
import { touchKinds } from '../../../../shared/contracts/touches.ts';
import { categoryWords, touchKindWords } from '../../../../shared/domain/words.ts';
import { layerName, useLayerWords } from '../../../lib/layer-words.ts';
import { levels, levelText } from '../../../lib/words.ts';
import { fieldLabel } from '../fields.ts';
import { codeText } from '../test-words.ts';
import { type Bounded, BoundsEditor, Days, Period, WhenEditor } from './amount-editors.tsx';
import type { EditorProps } from './editor-props.ts';
import { NamedSelect } from './named-select.tsx';

const size = 'small' as const;
const codes = { gender: genders, ageBand: ageBands, incomeBand: incomeBands, tie: ties, status: friendStatuses } as const;

/** Ticks some of a few values. */
function Choices<V extends string | number>(props: {
  label: string;
  options: { value: V; label: string }[];
  value: V[];
  onChange: (value: V[]) => void;
  placeholder: string;
  autoFocus: boolean;
}) {
  const { label, ...rest } = props;
  return <Select mode="multiple" size={size} className="rule-select" aria-label={label} optionFilterProp="label" {...rest} />;
}

/** 'none' stands for "not filled in" in lists that allow it. */
function CodeEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'gender' | 'ageBand' | 'incomeBand' | 'tie' | 'status'>>) {
  const list: readonly (string | null)[] = test.field === 'status' ? codes.status : [...codes[test.field], null];
  return (
    <Choices
      label={fieldLabel(test.field)}
      placeholder="选一个或几个"
      autoFocus={autoFocus}
      options={list.map((code) => ({ value: code ?? 'none', label: codeText(test.field, code) }))}
      value={(test.values as (string | null)[]).map((code) => code ?? 'none')}
      onChange={(values) => onChange({ values: values.map((code) => (code === 'none' ? null : code)) } as Parameters<typeof onChange>[0])}
    />
  );
}

function TouchEditor(props: EditorProps<TestOf<'touchCount'>>) {
  const { test, onChange, autoFocus } = props;
  return (
    <>
      <Choices
        label="触达的种类"
        placeholder="任何触达"
        autoFocus={autoFocus}
        options={touchKinds.map((kind) => ({ value: kind, label: touchKindWords[kind] }))}
        value={test.kinds}
        onChange={(kinds) => onChange({ kinds })}
      />
      <Select
        size={size}
        className="rule-kind short"
        aria-label="谁找谁"
        value={test.direction}
        onChange={(direction) => onChange({ direction })}
        options={[
          { value: 'out', label: '我找对方' },
          { value: 'in', label: '对方找我' },
          { value: 'any', label: '都算' },
        ]}
      />
      <BoundsEditor {...props} autoFocus={false} />
    </>
  );
}

function SeenEditor(props: EditorProps<TestOf<'seenCount'>>) {
  const { test, onChange, autoFocus } = props;
  return (
    <>
      <Choices
        label="内容的类别"
        placeholder="任何内容"
        autoFocus={autoFocus}
        options={contentCategories.map((category) => ({ value: category, label: categoryWords[category] }))}
        value={test.categories}
        onChange={(categories) => onChange({ categories })}
      />
      <BoundsEditor {...props} onChange={onChange as EditorProps<Bounded>['onChange']} autoFocus={false} />
    </>
  );
}

const birthdayKinds = [
  { value: 'thisMonth', label: '在本月' },
  { value: 'nextMonth', label: '在下个月' },
  { value: 'coming', label: '就在这几天' },
  { value: 'month', label: '在某个月' },
  { value: 'unknown', label: '没填' },
] as const;

function BirthdayEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'birthday'>>) {
  const { when } = test;
  return (
    <>
      <Select
        size={size}
        className="rule-kind"
        aria-label="生日：什么时候"
        autoFocus={autoFocus}
        value={when.kind}
        onChange={(kind) => onChange({ when: kind === 'month' ? { kind, month: 1 } : kind === 'coming' ? { kind, days: 7 } : { kind } })}
        options={birthdayKinds.map((option) => ({ ...option }))}
      />
      {when.kind === 'coming' && (
        <Days label="生日：今天起几天" value={when.days} onChange={(days) => onChange({ when: { kind: when.kind, days } })} />
      )}
      {when.kind === 'month' && (
        <Select
          size={size}
          className="rule-kind short"
          aria-label="生日：哪个月"
          value={when.month}
          onChange={(month) => onChange({ when: { kind: 'month', month } })}
          options={Array.from({ length: 12 }, (_, at) => ({ value: at + 1, label: `${at + 1} 月` }))}
        />
      )}
    </>
  );
}

function TagsEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'tags'>>) {
  return (
    <>
      <Select
        size={size}
        className="rule-kind"
        aria-label="怎么匹配标签"
        value={test.mode}
        onChange={(mode) => onChange({ mode })}
        options={[
          { value: 'any', label: '有任一个' },
          { value: 'all', label: '全部都有' },
          { value: 'none', label: '都没有' },
        ]}
      />
      <NamedSelect what="tag" label="标签" value={test.tagIds} autoFocus={autoFocus} onChange={(tagIds) => onChange({ tagIds })} />
    </>
  );
}

function TextEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'region' | 'source' | 'text'>>) {
  const hints = { region: '如 成都', source: '如 扫一扫', text: '名字、备注、拼音、微信号、手机' };
  return (
    <Input
      size={size}
      className="rule-text"
      aria-label={fieldLabel(test.field)}
      placeholder={hints[test.field]}
      maxLength={100}
      autoFocus={autoFocus}
      value={test.text}
      onChange={(event) => onChange({ text: event.target.value })}
    />
  );
}

function InterestEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'interest'>>) {
  return (
    <Select
      mode="tags"
      size={size}
      className="rule-select"
      aria-label="兴趣"
      placeholder="写一个兴趣，按 Enter"
      autoFocus={autoFocus}
      open={false}
      suffixIcon={null}
      tokenSeparators={['、', '，', ',']}
      value={test.values}
      onChange={(values) => onChange({ values: values.map((word) => word.slice(0, 40)) })}
    />
  );
}

function LayerEditor({ test, onChange, autoFocus }: EditorProps<TestOf<'layer'>>) {
  const wordsOf = useLayerWords();
  return (
    <Choices
      label="分层"
      placeholder="选一层或几层"
      autoFocus={autoFocus}
      options={layerCodes.map((code) => ({ value: code, label: layerName(wordsOf(code), code) }))}
      value={test.values}
      onChange={(values) => onChange({ values })}
    />
  );
}

/** Things of the book by name: accounts, channels, imports, segments, products. */
function NamedEditor(props: EditorProps<TestOf<'account' | 'channel' | 'importBatch' | 'segment' | 'product'>>) {
  const { test, onChange, autoFocus, segmentId } = props;
  switch (test.field) {
    case 'account':
      return (
        <NamedSelect
          what="account"
          label="我的微信号"
          value={test.values}
          autoFocus={autoFocus}
          onChange={(values) => onChange({ values })}
        />
      );
    case 'channel':
      return (
        <NamedSelect
          what="channel"
          label="渠道"
          value={test.values.map((id) => id ?? 0)}
          autoFocus={autoFocus}
          onChange={(values) => onChange({ values: values.map((id) => (id === 0 ? null : id)) })}
        />
      );
    case 'importBatch':
      return (
        <NamedSelect
          what="batch"
          label="哪次导入"
          single
          value={test.batchId === 0 ? [] : [test.batchId]}
          autoFocus={autoFocus}
          onChange={([batchId]) => onChange({ batchId: batchId ?? 0 })}
        />
      );
    case 'segment':
      return (
        <NamedSelect
          what="segment"
          label="人群"
          without={segmentId}
          value={test.segmentIds}
          autoFocus={autoFocus}
          onChange={(segmentIds) => onChange({ segmentIds })}
        />
      );
    case 'product':
      return (
        <>
          <NamedSelect
            what="product"
            label="商品"
            value={test.productIds}
            autoFocus={autoFocus}
            onChange={(productIds) => onChange({ productIds })}
          />
          <Period test={test} onChange={onChange} />
        </>
      );
  }
}

/** The fields of one condition. */
export function TestEditor({ test, ...rest }: EditorProps) {
  const { onChange, autoFocus } = rest;
  switch (test.field) {
    case 'gender':
    case 'ageBand':
    case 'incomeBand':
    case 'tie':
    case 'status':
      return <CodeEditor test={test} {...rest} />;
    case 'region':
    case 'source':
    case 'text':
      return <TextEditor test={test} {...rest} />;
    case 'interest':
      return <InterestEditor test={test} {...rest} />;
    case 'birthday':
      return <BirthdayEditor test={test} {...rest} />;
    case 'tags':
      return <TagsEditor test={test} {...rest} />;
    case 'level':
      return (
        <Choices
          label="信任等级"
          placeholder="选一个或几个"
          autoFocus={autoFocus}
          options={levels.map((level) => ({ value: level as number, label: levelText(level) }))}
          value={test.values}
          onChange={(values) => onChange({ values: [...values].sort() })}
        />
      );
    case 'account':
    case 'channel':
    case 'importBatch':
    case 'segment':
    case 'product':
      return <NamedEditor test={test} {...rest} />;
    case 'layer':
      return <LayerEditor test={test} {...rest} />;
    case 'touchCount':
      return <TouchEditor test={test} {...rest} />;
    case 'seenCount':
      return <SeenEditor test={test} {...rest} />;
    default:
      return 'when' in test ? <WhenEditor test={test} {...rest} /> : <BoundsEditor test={test} {...rest} />;
  }
}
