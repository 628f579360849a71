import { Select } from 'antd';
import type { Segment, SegmentInput } from '../../../../shared/contracts/segments.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { tellCreated, tellUpdated, useCreateSegment, useUpdateSegment } from '../mutations.ts';
import { useSegments } from '../queries.ts';
import { complete } from '../rule-edit.ts';
import { segmentsActions, useSegmentsStore } from '../store.ts';
import { useFound } from '../use-found.ts';
import type { SegmentEditorProps } from './editor-props.ts';
import { PeoplePanel } from './people-panel.tsx';
import { RuleBuilder } from './rule-builder.tsx';
import { SegmentHead } from './segment-head.tsx';
import { Starters } from './starters.tsx';
import { Trend } from './trend.tsx';

function useSaving({ segment, draft, onGo }: SegmentEditorProps, rule: SegmentInput['rule'] | null) {
  const create = useCreateSegment();
  const update = useUpdateSegment();
  const { retry } = useSegments();
  const sendOnce = useSendOnce(true);
  const id = segment?.id ?? 0;
  const ready = rule !== null && draft.name.trim() !== '';
  const save = () => {
    if (!ready) return;
    const values = { name: draft.name.trim(), note: draft.note, rule };
    void sendOnce(async () => {
      const { drafts } = useSegmentsStore.getState();
      const saved = segment ? await update.mutateAsync({ id, values }) : await create.mutateAsync(values);
      // only what is in the list can be shown as saved
      await retry();
      segmentsActions.settle(id, saved.id, drafts[id]);
      onGo(saved.id);
      (segment ? tellUpdated : tellCreated)(saved, values.name);
    });
  };
  return { save, ready, busy: create.isPending || update.isPending };
}

/** 11月3日 812 位 */
const spokenDate = ({ on, size }: Segment['sizes'][number]) => `${Number(on.slice(5, 7))}月${Number(on.slice(8))}日 ${count(size)} 位`;

function Growth({ segment }: { segment: Segment }) {
  const { sizes } = segment;
  if (sizes.length < 2) return null;
  return (
    <figure className="segment-growth">
      <Trend sizes={sizes} width={280} height={56} />
      <figcaption className="rule-hint">
        {spokenDate(sizes[0]!)} → {spokenDate(sizes.at(-1)!)}。每天数到时记一次
      </figcaption>
    </figure>
  );
}

type Kind = SegmentInput['rule']['archived'];

/** Whether archived friends count. */
function Archived({ value, onChange }: { value: Kind; onChange: (archived: Kind) => void }) {
  return (
    <div className="segment-archived">
      已归档的好友
      <Select
        size="small"
        aria-label="已归档的好友"
        value={value}
        onChange={onChange}
        options={[
          { value: 'no', label: '不算' },
          { value: 'any', label: '也算' },
          { value: 'only', label: '只看他们' },
        ]}
      />
    </div>
  );
}

/** One segment being looked at or written: its rule in the middle, its people beside it. */
export function SegmentEditor(props: SegmentEditorProps) {
  const { segment, draft, changed, onDraft, onGo, onPeople, onFriend } = props;
  const now = complete(draft.rule);
  const found = useFound(draft.rule, now.rule !== null);
  const { save, ready, busy } = useSaving(props, now.rule);
  useShortcuts('人群', [{ keys: 'mod+s', label: '保存人群', run: save, inFields: true, enabled: changed }]);
  const isBroken = found.broken.length > 0;
  return (
    <div className="segment-editor">
      <section className="segment-rule" aria-label={segment ? `人群「${segment.name}」` : '新人群'}>
        <SegmentHead segment={segment} draft={draft} changed={changed} onDraft={onDraft} onGo={onGo} saving={{ save, ready, busy }} />
        {segment === null && draft.rule.root.items.length === 0 && (
          <div className="segment-start">
            <p className="rule-hint">从现成的开始，再照自己的意思改；或者在下面一条条加。</p>
            <Starters onPick={({ name, note, rule }) => onDraft(() => ({ name, note, rule }))} />
          </div>
        )}
        <RuleBuilder
          rule={draft.rule}
          segmentId={segment?.id ?? 0}
          counts={found.counts}
          broken={found.broken}
          onChange={(change) => onDraft((now) => ({ ...now, rule: change(now.rule) }))}
        />
        <Archived value={draft.rule.archived} onChange={(archived) => onDraft((now) => ({ ...now, rule: { ...now.rule, archived } }))} />
        {now.open > 0 && changed && <p className="rule-hint">还没选好的条件不会存进去。</p>}
        {segment && <Growth segment={segment} />}
      </section>
      <PeoplePanel
        rule={found.rule}
        told={found.told}
        broken={isBroken}
        onOpen={segment && !changed ? () => onPeople(segment.id, segment.rule.archived) : null}
        onFriend={onFriend}
      />
    </div>
  );
}
