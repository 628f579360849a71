import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Input, Select } from 'antd';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { Segment, SegmentInput } from '../../../../shared/contracts/segments.ts';
import { trpc } from '../../../lib/api.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { CopyIcon, TagIcon, TrashIcon } from '../../../ui/icons.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { tellCreated, tellUpdated, useCreateSegment, useDeleteSegment, useUpdateSegment } from '../mutations.ts';
import { useSegments } from '../queries.ts';
import { complete } from '../rule-edit.ts';
import { segmentsActions } from '../store.ts';
import { PeoplePanel } from './people-panel.tsx';
import { RuleBuilder } from './rule-builder.tsx';
import { Starters } from './starters.tsx';
import { TagFromSet } from './tag-from-set.tsx';
import { Trend } from './trend.tsx';

export interface SegmentEditorProps {
  /** null = a new one */
  segment: Segment | null;
  draft: SegmentInput;
  changed: boolean;
  onDraft: (draft: SegmentInput) => void;
  /** where to go next: a segment, or nowhere */
  onGo: (id: number | null) => void;
  onPeople: (segmentId: number, archived: 'no' | 'only' | 'any') => void;
  onFriend: (id: number) => void;
}

/** what is written is asked for after this pause */
const pauseMs = 250;

/** A value that follows after a pause. */
function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/** What the draft finds: counts by the paths of the draft. */
function useFound(draft: SegmentInput) {
  const settled = useDeferredValue(useSettled(draft.rule));
  const whole = useMemo(() => complete(settled), [settled]);
  const { data } = useQuery({
    ...trpc.segments.count.queryOptions({ rule: whole.rule ?? draft.rule }),
    enabled: whole.rule !== null,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => {
    const told = whole.rule === null ? undefined : data;
    const counts = Object.fromEntries(
      [...whole.pathOf].flatMap(([path, from]) => (told && path in told.counts ? [[from, told.counts[path] ?? null]] : [])),
    );
    const broken = told?.broken.map((ref) => ({ ...ref, path: whole.pathOf.get(ref.path) ?? ref.path })) ?? [];
    return { rule: whole.rule, open: whole.open, told, counts, broken };
  }, [whole, data]);
}

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
      const saved = segment ? await update.mutateAsync({ id, values }) : await create.mutateAsync(values);
      // only what is in the list can be shown as saved
      await retry();
      segmentsActions.forget(id);
      onGo(saved.id);
      (segment ? tellUpdated : tellCreated)(saved, values.name);
    });
  };
  return { save, ready, busy: create.isPending || update.isPending };
}

/** Copy, tag, delete: what is done with a saved segment. */
function SavedActions({ segment, onGo }: { segment: Segment; onGo: (id: number | null) => void }) {
  const [asking, setAsking] = useState<'delete' | 'tag' | null>(null);
  const remove = useDeleteSegment(segment.name);
  const { name, note, rule, usedBy, broken } = segment;
  const copy = () => {
    segmentsActions.write(0, { name: `${name} 副本`.slice(0, 40), note, rule });
    onGo(0);
  };
  return (
    <>
      <Button size="small" icon={<CopyIcon />} onClick={copy}>
        复制
      </Button>
      <Button size="small" icon={<TagIcon />} disabled={broken.length > 0} onClick={() => setAsking('tag')}>
        打成标签
      </Button>
      <Button size="small" icon={<TrashIcon />} onClick={() => setAsking('delete')}>
        删除
      </Button>
      <ConfirmDialog
        open={asking === 'delete'}
        title={`删除人群「${name}」？`}
        confirmLabel="删除这个人群"
        danger
        busy={remove.isPending}
        onClose={() => setAsking(null)}
        onConfirm={() =>
          remove.mutate(
            { id: segment.id },
            {
              onSuccess: () => {
                segmentsActions.forget(segment.id);
                onGo(null);
              },
            },
          )
        }
      >
        <p>里面的好友都还在，可以按 Ctrl+Z 撤销。</p>
        {usedBy.length > 0 && <p>{usedBy.map((other) => `「${other}」`).join('、')}用到了它，删掉以后会变成「坏了」，不算任何人。</p>}
      </ConfirmDialog>
      {asking === 'tag' && <TagFromSet what="segment" id={segment.id} onClose={() => setAsking(null)} />}
    </>
  );
}

function Growth({ segment }: { segment: Segment }) {
  const { sizes } = segment;
  if (sizes.length < 2) return null;
  return (
    <figure className="segment-growth">
      <Trend sizes={sizes} width={280} height={56} />
      <figcaption className="rule-hint">
        {sizes[0]!.on} 到 {sizes.at(-1)!.on} 的人数，每天数到时记一次
      </figcaption>
    </figure>
  );
}

/** One segment being looked at or written: its rule in the middle, its people beside it. */
export function SegmentEditor(props: SegmentEditorProps) {
  const { segment, draft, changed, onDraft, onGo, onPeople, onFriend } = props;
  const found = useFound(draft);
  const now = complete(draft.rule);
  const { save, ready, busy } = useSaving(props, now.rule);
  useShortcuts('人群', [{ keys: 'mod+s', label: '保存人群', run: save, inFields: true, enabled: changed }]);
  const isBroken = found.broken.length > 0;
  const drop = () => {
    segmentsActions.forget(segment?.id ?? 0);
    if (!segment) onGo(null);
  };
  return (
    <div className="segment-editor">
      <section className="segment-rule" aria-label={segment ? `人群「${segment.name}」` : '新人群'}>
        <div className="segment-head">
          <Input
            className="segment-title"
            aria-label="人群的名字"
            placeholder="给人群起个名字"
            maxLength={40}
            value={draft.name}
            onChange={(event) => onDraft({ ...draft, name: event.target.value })}
          />
          {changed && (
            <>
              <Button
                type="primary"
                size="small"
                disabled={!ready}
                loading={busy}
                title={ready ? '保存（Ctrl+S）' : '先起名字、选好条件'}
                onClick={save}
              >
                保存
              </Button>
              <Button size="small" onClick={drop}>
                {segment ? '不改了' : '不要了'}
              </Button>
            </>
          )}
          {segment && !changed && <SavedActions segment={segment} onGo={onGo} />}
        </div>
        <Input
          className="segment-note"
          size="small"
          variant="borderless"
          aria-label="说明"
          placeholder="说明：这些人是谁，打算怎么对他们（可不填）"
          maxLength={500}
          value={draft.note}
          onChange={(event) => onDraft({ ...draft, note: event.target.value })}
        />
        {segment === null && draft.rule.root.items.length === 0 && (
          <div className="segment-start">
            <p className="rule-hint">从现成的开始，再照自己的意思改；或者在下面一条条加。</p>
            <Starters onPick={onDraft} />
          </div>
        )}
        <RuleBuilder
          rule={draft.rule}
          segmentId={segment?.id ?? 0}
          counts={found.counts}
          broken={found.broken}
          onChange={(rule) => onDraft({ ...draft, rule })}
        />
        <div className="segment-archived">
          已归档的好友
          <Select
            size="small"
            aria-label="已归档的好友"
            value={draft.rule.archived}
            onChange={(archived) => onDraft({ ...draft, rule: { ...draft.rule, archived } })}
            options={[
              { value: 'no', label: '不算' },
              { value: 'any', label: '也算' },
              { value: 'only', label: '只看他们' },
            ]}
          />
        </div>
        {found.open > 0 && changed && <p className="rule-hint">还没选好的条件不会存进去。</p>}
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
