import { useCallback } from 'react';
import { create } from 'zustand';
import { type Post, textLength } from '../../../shared/contracts/calendar.ts';
import { type Asset, isVideo } from '../../../shared/contracts/content.ts';
import { postWords } from '../../../shared/domain/post-words.ts';
import { AppError } from '../../../shared/errors.ts';
import { bridge } from '../../lib/bridge.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

/** One thing to put on the clipboard. */
export type CopyStep = { kind: 'text' } | { kind: 'picture'; assetId: number; place: number };

type Copyable = Pick<Post, 'id' | 'text' | 'assets'>;

interface Progress {
  /** steps already copied, from the first */
  done: number;
  /** the step that is on the clipboard now */
  current: number | null;
  /** the step that the system let not onto the clipboard */
  refused: CopyStep | null;
}

export const notStarted: Progress = { done: 0, current: null, refused: null };

const useCopies = create<{ byPost: Record<number, Progress> }>(() => ({ byPost: {} }));

/** A video cannot be put on the clipboard: she chooses it in WeChat herself. */
export const videoByHand = '视频不能复制，发的时候在微信里自己选';

/** What can be copied of a post's pictures and videos. */
export function picturesOf({ assets }: Pick<Post, 'assets'>): Asset[] {
  return assets.filter(({ mime }) => !isVideo(mime));
}

/** What a post has to copy, in the order in which WeChat is fed: the text, then each picture. */
export function stepsOf(post: Pick<Post, 'text' | 'assets'>): CopyStep[] {
  const text: CopyStep[] = post.text.trim() === '' ? [] : [{ kind: 'text' }];
  return [...text, ...picturesOf(post).map((asset, at) => ({ kind: 'picture' as const, assetId: asset.id, place: at + 1 }))];
}

/** The step that one more press of `c` copies; after the last it begins again. */
export function nextStep(progress: Progress, total: number): number {
  return total === 0 ? 0 : progress.done % total;
}

/** What exactly is on the clipboard now, and what comes next. */
export function clipboardSentence(post: Pick<Post, 'text' | 'assets'>, step: CopyStep): string {
  const pictures = picturesOf(post).length;
  if (step.kind === 'text') {
    const video = pictures < post.assets.length ? `。${videoByHand}` : '';
    const follows = pictures > 0 ? '，接着按 c 复制第 1 张图' : video;
    return `剪贴板：文字，${count(textLength(postWords(post.text).text))} 字${follows}`;
  }
  const last = step.place === pictures ? '，这是最后一张' : '';
  return `剪贴板：第 ${step.place} 张图，共 ${pictures} 张${last}`;
}

function set(postId: number, progress: Progress): void {
  useCopies.setState((state) => ({ byPost: { ...state.byPost, [postId]: progress } }));
}

async function putOnClipboard(post: Copyable, step: CopyStep): Promise<void> {
  if (step.kind === 'text') return bridge().copyText(postWords(post.text).text);
  if (!bridge().capabilities.clipboardImage) throw new AppError('unsupportedHere');
  return bridge().copyImage(step.assetId);
}

/**
 * Copies the text of a post, then its pictures one after another, and says what is on the clipboard. While variables in it are open nothing
 * of it is copied, and why is said.
 * Progress belongs to the post, so 今日 and the calendar show the same.
 */
export function useCopying(post: Copyable | null) {
  const progress = useCopies((state) => (post ? state.byPost[post.id] : undefined)) ?? notStarted;
  const copy = useCallback(
    async (at?: number) => {
      if (!post) return;
      const steps = stepsOf(post);
      const before = useCopies.getState().byPost[post.id] ?? notStarted;
      const index = at ?? nextStep(before, steps.length);
      const step = steps[index];
      if (!step) return notify.done(post.assets.length > 0 ? videoByHand : '这条还没有文字和图片，没有可以复制的');
      try {
        const { open } = postWords(post.text);
        if (open.length > 0) throw new AppError('postUnfilled', { open });
        await putOnClipboard(post, step);
        set(post.id, { done: index + 1, current: index, refused: null });
        notify.done(clipboardSentence(post, step));
      } catch (error) {
        // told beside the steps, with other ways
        if (error instanceof AppError && error.kind === 'clipboardRefused') set(post.id, { ...before, refused: step });
        else notify.failed(error);
      }
    },
    [post],
  );
  return { progress, copy };
}
