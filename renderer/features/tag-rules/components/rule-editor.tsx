import { Button, Checkbox, Input, InputNumber, Radio, Select, Switch } from 'antd';
import { useId, useState } from 'react';
import { type TagRule, type TagRuleEnds, type TagRuleInput, tagRuleInput } from '../../../../shared/contracts/tag-rules.ts';
import { emptyRule } from '../../../../shared/domain/segment-rule.ts';
import { useTagBook } from '../../../lib/book.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { complete, RuleField, useSettled } from '../../segments/index.ts';
import { tellSaved, useCreateRule, useDeleteRule, useOrderRules, useSetOn, useUpdateRule } from '../mutations.ts';
import { usePreview, useTagRules } from '../queries.ts';
import { Outcome } from './outcome.tsx';

export interface RuleEditorProps {
  /** null = a new one */
  rule: TagRule | null;
  /** ids of all rules in their order */
  order: readonly number[];
  onGo: (id: number | null) => void;
  onFriend: (id: number) => void;
}

const blank: TagRuleInput = { name: '', rule: emptyRule(), tagIds: [], ends: 'while', days: null, forEveryone: false };
const writtenOf = ({ name, rule, tagIds, ends, days, forEveryone }: TagRuleInput): TagRuleInput => ({
  ...{ name, rule, tagIds, ends, days, forEveryone },
});

const endWords: Record<TagRuleEnds, string> = { while: '不再符合条件时', days: '过几天', stays: '不拿掉' };

/** What is written as it would be sent; null = not whole yet. A name is not needed to see who would get it. */
function wholeOf(draft: TagRuleInput, name: string): TagRuleInput | null {
  const { rule } = complete(draft.rule);
  const read = rule && tagRuleInput.safeParse({ ...draft, name, rule });
  return read?.success ? read.data : null;
}

/** When the tag comes off again. */
function Ends({ draft, onDraft }: { draft: TagRuleInput; onDraft: (values: Partial<TagRuleInput>) => void }) {
  return (
    <div className="tag-rule-ends">
      <Radio.Group
        aria-label="什么时候拿掉"
        value={draft.ends}
        onChange={({ target }) => onDraft({ ends: target.value as TagRuleEnds, days: target.value === 'days' ? 30 : null })}
        options={(Object.keys(endWords) as TagRuleEnds[]).map((value) => ({ value, label: endWords[value] }))}
      />
      {draft.ends === 'days' && (
        <InputNumber
          aria-label="几天后拿掉"
          min={1}
          max={3650}
          precision={0}
          value={draft.days}
          onChange={(days) => onDraft({ days })}
          suffix="天后"
        />
      )}
    </div>
  );
}

/** Its place among the others, on or off, deleting it. */
function Handling({ rule, order, onGo }: { rule: TagRule; order: readonly number[]; onGo: RuleEditorProps['onGo'] }) {
  const setOn = useSetOn(rule.name);
  const remove = useDeleteRule(rule.name);
  const move = useOrderRules();
  const at = order.indexOf(rule.id);
  const swap = (by: number) => {
    const ids = [...order];
    [ids[at], ids[at + by]] = [ids[at + by]!, ids[at]!];
    move.mutate({ ids });
  };
  return (
    <div className="tag-rule-handling">
      <Switch
        aria-label="在用"
        checkedChildren="在用"
        unCheckedChildren="停着"
        checked={rule.isOn}
        loading={setOn.isPending}
        onChange={(on) => setOn.mutate({ id: rule.id, on })}
      />
      <Button size="small" disabled={at <= 0} onClick={() => swap(-1)}>
        往前
      </Button>
      <Button size="small" disabled={at < 0 || at === order.length - 1} onClick={() => swap(1)}>
        往后
      </Button>
      <Button
        size="small"
        danger
        loading={remove.isPending}
        onClick={() => remove.mutate({ id: rule.id }, { onSuccess: () => onGo(null) })}
      >
        删除
      </Button>
    </div>
  );
}

function useSaving({ rule, onGo }: RuleEditorProps, whole: TagRuleInput | null) {
  const create = useCreateRule();
  const update = useUpdateRule();
  const { refetch } = useTagRules();
  const sendOnce = useSendOnce(true);
  const save = () => {
    if (!whole) return;
    void sendOnce(async () => {
      const saved = rule ? await update.mutateAsync({ id: rule.id, values: whole }) : await create.mutateAsync(whole);
      // only what is in the list can be shown as saved
      await refetch();
      onGo(saved.id);
      tellSaved(saved.undoId, whole.name, rule === null);
    });
  };
  return { save, busy: create.isPending || update.isPending };
}

/** One rule being written: condition, tags, when they come off, and at the side whom it would concern. */
export function RuleEditor(props: RuleEditorProps) {
  const { rule, order, onGo, onFriend } = props;
  const { tags, byId } = useTagBook();
  const [written, setWritten] = useState<TagRuleInput | null>(null);
  const kept = rule ? writtenOf(rule) : blank;
  const draft = written ?? kept;
  const onDraft = (values: Partial<TagRuleInput>) => setWritten((now) => ({ ...(now ?? kept), ...values }));
  const changed = written !== null && JSON.stringify(written) !== JSON.stringify(kept);
  const whole = wholeOf(draft, draft.name.trim());
  const asked = useSettled(JSON.stringify(wholeOf(draft, draft.name.trim() || '新规则')));
  const preview = usePreview(rule?.id ?? null, JSON.parse(asked) as TagRuleInput | null);
  const { save, busy } = useSaving(props, whole);
  useShortcuts('自动规则', [{ keys: 'mod+s', label: '保存规则', run: save, inFields: true, enabled: changed }]);
  const [nameField, tagField] = [useId(), useId()];
  const everybody = preview.data?.trouble?.why === 'everyone' || draft.forEveryone;
  return (
    <div className="tag-rule-editor">
      <section className="tag-rule-form" aria-label={rule ? `规则「${rule.name}」` : '新规则'}>
        {rule && <Handling rule={rule} order={order} onGo={onGo} />}
        <label htmlFor={nameField}>名字</label>
        <Input
          id={nameField}
          autoFocus={rule === null}
          maxLength={40}
          placeholder="如 宁波的老客"
          value={draft.name}
          onChange={(event) => onDraft({ name: event.target.value })}
        />
        <h3>谁符合</h3>
        <RuleField rule={draft.rule} onChange={(change) => setWritten((now) => ({ ...(now ?? kept), rule: change((now ?? kept).rule) }))} />
        <label htmlFor={tagField}>就打上</label>
        <Select
          id={tagField}
          mode="multiple"
          maxCount={10}
          placeholder="选标签"
          optionFilterProp="label"
          value={draft.tagIds}
          onChange={(tagIds: number[]) => onDraft({ tagIds })}
          notFoundContent={tags.length === 0 ? '还没有标签，先在「标签」里建一个' : '没有这个名字'}
          options={[
            ...tags.map(({ id, name }) => ({ value: id, label: name })),
            ...draft.tagIds.filter((id) => !byId.has(id)).map((id) => ({ value: id, label: '已删除的标签' })),
          ]}
        />
        <h3>什么时候拿掉</h3>
        <Ends draft={draft} onDraft={onDraft} />
        {everybody && (
          <Checkbox checked={draft.forEveryone} onChange={({ target }) => onDraft({ forEveryone: target.checked })}>
            就是要给所有人打
          </Checkbox>
        )}
        <div className="tag-rule-save">
          <Button type="primary" disabled={whole === null || !(changed || rule === null)} loading={busy} onClick={save}>
            保存规则
          </Button>
          {written !== null && rule !== null && changed && <Button onClick={() => setWritten(null)}>不改了</Button>}
        </div>
      </section>
      <aside className="tag-rule-preview" aria-label="先看看" aria-live="polite">
        <Outcome preview={asked === 'null' ? undefined : preview.data} onFriend={onFriend} />
      </aside>
    </div>
  );
}
