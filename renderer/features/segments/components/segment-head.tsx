import { Button, Input } from 'antd';
import { useState } from 'react';
import type { Segment } from '../../../../shared/contracts/segments.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { CopyIcon, TagIcon, TrashIcon } from '../../../ui/icons.tsx';
import { useDeleteSegment } from '../mutations.ts';
import { segmentsActions } from '../store.ts';
import type { SegmentEditorProps } from './editor-props.ts';
import { TagFromSet } from './tag-from-set.tsx';

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

export interface SegmentHeadProps extends Pick<SegmentEditorProps, 'segment' | 'draft' | 'changed' | 'onDraft' | 'onGo'> {
  saving: { save: () => void; ready: boolean; busy: boolean };
}

/** Name and note of a segment, and what can be done with it. */
export function SegmentHead({ segment, draft, changed, onDraft, onGo, saving }: SegmentHeadProps) {
  const { save, ready, busy } = saving;
  const drop = () => {
    segmentsActions.forget(segment?.id ?? 0);
    if (!segment) onGo(null);
  };
  return (
    <>
      <div className="segment-head">
        <Input
          className="segment-title"
          aria-label="人群的名字"
          autoFocus={segment === null}
          placeholder="给人群起个名字"
          maxLength={40}
          value={draft.name}
          onChange={({ target }) => onDraft((now) => ({ ...now, name: target.value }))}
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
        onChange={({ target }) => onDraft((now) => ({ ...now, note: target.value }))}
      />
    </>
  );
}
