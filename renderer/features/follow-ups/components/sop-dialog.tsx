import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { followUpKinds, type SopStep, sopKeys, sopStops } from '../../../../shared/domain/follow-up.ts';
import { sopFault, sopFaultSentence } from '../../../../shared/domain/sop-faults.ts';
import { firstSops } from '../../../../shared/domain/sop-starters.ts';
import { parseTemplate, problemSentence } from '../../../../shared/domain/template.ts';
import { sopWords } from '../../../../shared/domain/words.ts';
import { useTagBook } from '../../../lib/book.ts';
import { now } from '../../../lib/now.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import type { SopDraft } from '../mutations.ts';
import { kindWords, sopHints, stopWords } from '../words.ts';

const mostSteps = 10;

/** A key that no step of the template has; what was done with an old one must not count for a new one. */
function freshKey(steps: readonly SopStep[]): string {
  let n = now();
  while (steps.some(({ key }) => key === `own${n}`)) n++;
  return `own${n}`;
}

const freshStep = (steps: readonly SopStep[]): SopStep => ({
  ...{ key: freshKey(steps), days: steps.length === 0 ? 0 : Math.max(...steps.map(({ days }) => days)) + 1 },
  ...{ title: steps.length === 0 ? '' : '再问一次', words: '', kind: 'ordinary', minutes: 2 },
});

/** A template of her own that is to be written. */
export const freshSop = (): SopDraft => ({
  id: null,
  name: '',
  trigger: 'signed',
  isOn: true,
  stops: [],
  tags: [],
  steps: [freshStep([])],
});

interface StepFieldsProps {
  step: SopStep;
  place: number;
  onChange: (part: Partial<SopStep>) => void;
  onRemove: (() => void) | null;
}

function StepFields({ step, place, onChange, onRemove }: StepFieldsProps) {
  const named = `第 ${place + 1} 步`;
  const [problem] = parseTemplate(step.words).problems;
  return (
    <li className="sop-step">
      <div>
        <InputNumber
          aria-label={`${named}：第几天，负数是提前`}
          suffix="天"
          precision={0}
          min={-60}
          max={365}
          value={step.days}
          onChange={(days) => days !== null && onChange({ days })}
        />
        <Input
          aria-label={`${named}：做什么`}
          maxLength={40}
          value={step.title}
          onChange={(event) => onChange({ title: event.target.value })}
        />
        <Select
          aria-label={`${named}：算哪种联系`}
          value={step.kind}
          onChange={(kind) => onChange({ kind })}
          options={followUpKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
        />
        <InputNumber
          aria-label={`${named}：要几分钟`}
          suffix="分钟"
          precision={0}
          min={1}
          max={60}
          value={step.minutes}
          onChange={(minutes) => minutes !== null && onChange({ minutes })}
        />
        <button type="button" className="icon-button" aria-label={`去掉${named}`} disabled={!onRemove} onClick={onRemove ?? undefined}>
          <CloseIcon />
        </button>
      </div>
      <Input.TextArea
        aria-label={`${named}：话术`}
        placeholder="话术（可以不写）"
        maxLength={1000}
        rows={2}
        status={problem ? 'error' : ''}
        value={step.words}
        onChange={(event) => onChange({ words: event.target.value })}
      />
      {problem && <small role="alert">{problemSentence(problem)}</small>}
    </li>
  );
}

interface SopDialogProps {
  saved: SopDraft;
  /** names of her other templates */
  others: readonly string[];
  onSave: (draft: SopDraft, name: string) => Promise<void>;
  onClose: () => void;
}

/** What a template counts from, its steps, and what ends it. */
export function SopDialog({ saved, others, onSave, onClose }: SopDialogProps) {
  const [value, setValue] = useState(saved);
  const { tags } = useTagBook();
  const send = useSendOnce();
  const { id, steps, trigger } = value;
  const isFirst = id === trigger;
  const name = isFirst ? sopWords[trigger] : value.name.trim();
  const setSteps = (next: SopStep[]) => setValue({ ...value, steps: next });
  const fault = sopFault(isFirst ? { ...value, name: null } : value, others);
  return (
    <Dialog
      open
      title={id === null ? '加模板' : `${name || '模板'}：步子和话术`}
      width={680}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          {isFirst && (
            <Button onClick={() => setValue({ ...value, ...firstSops[trigger], isOn: value.isOn, tags: value.tags })}>恢复默认</Button>
          )}
          <Button onClick={onClose}>取消</Button>
          <Button
            type="primary"
            disabled={fault !== null}
            onClick={() => void send(() => onSave({ ...value, steps: [...steps].sort((a, b) => a.days - b.days) }, name))}
          >
            保存
          </Button>
        </div>
      }
    >
      {!isFirst && (
        <div className="sop-head">
          <Input
            aria-label="模板的名字"
            placeholder="模板的名字，比如：问问空瓶"
            autoFocus
            maxLength={20}
            value={value.name}
            onChange={(event) => setValue({ ...value, name: event.target.value })}
          />
          <Select
            aria-label="从哪件事算起"
            disabled={id !== null}
            title={id === null ? '' : '从哪件事算起定了就不改，要换就另写一个'}
            value={trigger}
            onChange={(next) => setValue({ ...value, trigger: next })}
            options={sopKeys.map((key) => ({ value: key, label: `从「${sopWords[key]}」算起` }))}
          />
        </div>
      )}
      <p className="follow-up-note">
        {isFirst && sopHints[trigger]}话里的 {'{称呼}'}、{'{上次购买}'} 会换成这位好友的。
      </p>
      <ol className="sop-steps">
        {steps.map((step, place) => (
          <StepFields
            key={step.key}
            step={step}
            place={place}
            onChange={(part) => setSteps(steps.map((one) => (one.key === step.key ? { ...one, ...part } : one)))}
            onRemove={steps.length > 1 ? () => setSteps(steps.filter((one) => one !== step)) : null}
          />
        ))}
      </ol>
      <Button
        size="small"
        icon={<PlusIcon width="12" height="12" />}
        disabled={steps.length >= mostSteps}
        onClick={() => setSteps([...steps, freshStep(steps)])}
      >
        加一步
      </Button>
      <div className="sop-stops">
        {sopStops.map((stop) => (
          <Checkbox
            key={stop}
            checked={value.stops.includes(stop)}
            onChange={(event) =>
              setValue({ ...value, stops: sopStops.filter((one) => (one === stop ? event.target.checked : value.stops.includes(one))) })
            }
          >
            {stopWords[stop]}
          </Checkbox>
        ))}
      </div>
      {trigger === 'tagged' && (
        <Select
          mode="multiple"
          aria-label="打上哪些标签"
          placeholder="打上哪些标签"
          className="sop-tags"
          value={value.tags}
          onChange={(names: string[]) => setValue({ ...value, tags: names.slice(0, 20) })}
          options={tags.map(({ name }) => ({ value: name, label: name }))}
        />
      )}
      {fault && (
        <p className="follow-up-note" role="status">
          {sopFaultSentence(fault)}
        </p>
      )}
    </Dialog>
  );
}
