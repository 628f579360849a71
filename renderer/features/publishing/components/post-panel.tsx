import { Tooltip } from 'antd';
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import type { Asset } from '../../../../shared/contracts/content.ts';
import { friendsSee, isOneByOne } from '../../../../shared/domain/post-reach.ts';
import { useAccounts, usualAccount } from '../../../lib/book.ts';
import { fullTime } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { CopyIcon, TrashIcon } from '../../../ui/icons.tsx';
import { PanelForm, usePanelKeys } from '../../../ui/panel-form.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { AssetGrid, AssetViewer, CategoryField, useAddAssets } from '../../content/index.ts';
import { useSetting } from '../../settings/index.ts';
import { useCopying } from '../copying.ts';
import { useDeletePost } from '../mutations.ts';
import { copiedValues, newValues, type PostEdits, type PostValues } from '../post-form.ts';
import { usePost } from '../queries.ts';
import { usePostForm } from '../use-post-form.ts';
import { isSettled, whenText } from '../words.ts';
import { ChannelField } from './channel-field.tsx';
import { CopyStepper } from './copy-stepper.tsx';
import { HourHint } from './hour-hint.tsx';
import { StateMark } from './marks.tsx';
import { AudienceField, PlaceFields, PromiseField, TextField } from './post-fields.tsx';
import { ReachFacts } from './reach-facts.tsx';
import { PostResult } from './result-form.tsx';
import { SettleBar } from './settle-bar.tsx';
import { VideoNote } from './video-note.tsx';
import './post-panel.css';

/** What stands in the panel: a post of the book, or a new one for a moment (ms), perhaps a copy of another. */
export type PanelTarget =
  /** `telling`: she comes to say what came of it */
  | { kind: 'post'; id: number; telling?: boolean }
  /** `begin`: what it begins with, e.g. the account and category of a slot */
  | { kind: 'new'; at: number; copyOf?: Post; begin?: PostEdits };

/** What stands beside the time of a post: written by whoever opens the panel, knows what is being written and can change it. */
export interface PostToolsSlot {
  /** null = a new one */
  post: Post | null;
  values: PostValues;
  change: (part: PostEdits) => void;
  dirty: boolean;
}

export interface PostPanelProps {
  target: PanelTarget;
  onOpen: (target: PanelTarget) => void;
  onClose: () => void;
  tools?: (slot: PostToolsSlot) => ReactNode;
  /** a private post goes to its friends one by one */
  onSend: (post: Post) => void;
}

/** A post beside the calendar or the list: written, saved, copied, marked. */
export function PostPanel(props: PostPanelProps) {
  const { target, onClose } = props;
  const post = usePost(target.kind === 'post' ? target.id : null);
  const accounts = useAccounts();
  if (target.kind === 'post' && !post.data) {
    return (
      <PanelFrame header={<h2>排期</h2>} onClose={onClose}>
        {post.error ? <ErrorState error={post.error} onRetry={() => void post.refetch()} /> : <LoadingSkeleton rows={6} />}
      </PanelFrame>
    );
  }
  if (!accounts.ready) return null;
  const key = target.kind === 'post' ? `post-${target.id}` : `new-${target.copyOf?.id ?? 0}-${JSON.stringify(target.begin ?? null)}`;
  const saved = target.kind === 'post' ? (post.data ?? null) : null;
  return <PostEditor key={key} {...props} post={saved} />;
}

function PanelFrame({ header, onClose, children }: { header: React.ReactNode; onClose: () => void; children: React.ReactNode }) {
  const [width, setWidth] = useSetting('calendar.panelWidth');
  return (
    <SidePanel label="排期" width={width} onWidth={setWidth} onClose={onClose} header={header} minWidth={340} maxWidth={640}>
      {children}
    </SidePanel>
  );
}

/** What a new post begins with: the account of the filter, else the usual one. */
function useInitial(target: PanelTarget): PostValues {
  const accounts = useAccounts();
  const [wanted] = useSetting('calendar.accountId');
  const first = accounts.active.find((account) => account.id === wanted) ?? usualAccount(accounts.active);
  const at = target.kind === 'new' ? target.at : 0;
  const { copyOf, begin } = target.kind === 'new' ? target : {};
  return useMemo(() => {
    return copyOf ? copiedValues(copyOf, at) : { ...newValues(at, first?.id ?? null), ...begin };
  }, [at, copyOf, begin, first?.id]);
}

interface EditorProps extends PostPanelProps {
  post: Post | null;
}

function PostEditor({ target, post, onOpen, onClose, tools, onSend }: EditorProps) {
  const root = useRef<HTMLFormElement>(null);
  const focusPanel = useCallback(() => root.current?.focus(), []);
  const form = usePostForm(post, useInitial(target), (id) => {
    onOpen({ kind: 'post', id });
    focusPanel();
  });
  const { values, change } = form;
  const [viewed, setViewed] = useState<Asset | null>(null);
  const setAssets = useCallback((assets: Asset[]) => change({ assets }), [change]);
  const adding = useAddAssets(values.assets, setAssets);
  usePanelKeys('排期', form.save, onClose, focusPanel);
  useCopyKey(post, form.dirty);
  return (
    <PanelFrame
      onClose={onClose}
      header={<PanelHead post={post} onCopy={(copyOf) => onOpen({ kind: 'new', at: copyOf.scheduledAt, copyOf })} onDeleted={onClose} />}
    >
      <PanelForm
        root={root}
        form={form}
        isNew={post === null}
        onFiles={(files) => void adding.add(files)}
        head={
          post && (
            <PublishBox
              post={post}
              dirty={form.dirty}
              telling={target.kind === 'post' && target.telling === true}
              onSave={() => void form.save()}
              onSend={() => onSend(post)}
            />
          )
        }
      >
        <ChannelField post={post} values={values} onChange={change} />
        <TextField values={values} onChange={change} autoFocus={post === null} />
        <AssetGrid
          assets={values.assets}
          waiting={adding.waiting}
          onChange={setAssets}
          onFiles={(files) => void adding.add(files)}
          onView={setViewed}
        />
        <VideoNote assets={values.assets} />
        <CategoryField value={values.category} onChange={(category) => change({ category })} />
        <PlaceFields values={values} onChange={change} post={post}>
          {tools?.({ post, values, change, dirty: form.dirty })}
        </PlaceFields>
        {!(post && isSettled(post)) && <PromiseField values={values} onChange={change} />}
        <ForWhom post={post} values={values} onChange={change} />
      </PanelForm>
      <AssetViewer asset={viewed} onClose={() => setViewed(null)} />
    </PanelFrame>
  );
}

interface ForWhomProps {
  post: Post | null;
  values: PostValues;
  onChange: (part: PostEdits) => void;
}

/** Who is to see it, when they write, what else they see. */
function ForWhom({ post, values, onChange }: ForWhomProps) {
  const { accountId } = values;
  const asks = hasReach(values) && !(post && isSettled(post));
  return (
    <>
      <AudienceField values={values} onChange={onChange} />
      {asks && accountId !== null && <HourHint values={{ ...values, accountId }} onChange={onChange} />}
      {asks && accountId !== null && <ReachFacts postId={post?.id ?? null} values={{ ...values, accountId }} />}
    </>
  );
}

/** It reaches friends who can be told one by one. */
const hasReach = (values: PostValues) => friendsSee(values) || isOneByOne(values);

function useCopyKey(post: Post | null, dirty: boolean): void {
  const { copy } = useCopying(post);
  useShortcuts('排期', [
    { keys: 'c', label: '复制文字，再按复制下一张图', enabled: post !== null && !isOneByOne(post) && !dirty, run: () => void copy() },
  ]);
}

function PanelHead({ post, onCopy, onDeleted }: { post: Post | null; onCopy: (post: Post) => void; onDeleted: () => void }) {
  const remove = useDeletePost();
  if (!post) return <h2 className="panel-title">写一条</h2>;
  return (
    <div className="post-panel-head">
      <h2 className="panel-title" title={fullTime(post.scheduledAt)}>
        {whenText(post.scheduledAt)}
      </h2>
      <StateMark state={post.state} />
      <span className="post-panel-tools">
        <Tooltip title="再写一条一样的">
          <button type="button" className="icon-button" aria-label="再写一条一样的" onClick={() => onCopy(post)}>
            <CopyIcon />
          </button>
        </Tooltip>
        <Tooltip title="删除（可以撤销）">
          <button
            type="button"
            className="icon-button"
            aria-label="删除这条"
            disabled={remove.isPending}
            onClick={() => {
              // closed first: what is gone must not be read again
              onDeleted();
              remove.mutate(post);
            }}
          >
            <TrashIcon />
          </button>
        </Tooltip>
      </span>
    </div>
  );
}

interface PublishBoxProps {
  post: Post;
  dirty: boolean;
  telling: boolean;
  onSave: () => void;
  onSend: () => void;
}

/** The way onto WeChat: copy, paste there, say that it is done. */
function PublishBox({ post, dirty, telling, onSave, onSend }: PublishBoxProps) {
  const isPrivate = isOneByOne(post);
  return (
    <section className="publish-box" aria-label="发出去">
      {dirty ? (
        <p className="publish-wait">
          有没保存的修改，先保存再{isPrivate ? '发' : '复制'}。
          <button type="button" className="link-button" onClick={onSave}>
            现在保存
          </button>
        </p>
      ) : (
        !isPrivate && <CopyStepper post={post} />
      )}
      <SettleBar post={post} onSend={dirty ? null : onSend} />
      {post.state === 'posted' && <PostResult postId={post.id} telling={telling} />}
    </section>
  );
}
