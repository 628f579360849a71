import { useState } from 'react';
import type { Post } from '../../../../shared/contracts/calendar.ts';
import { postWords } from '../../../../shared/domain/post-words.ts';
import { bridge } from '../../../lib/bridge.ts';
import { keyCaps } from '../../../lib/keys.ts';
import { CheckIcon, CopyIcon } from '../../../ui/icons.tsx';
import { Kbd } from '../../../ui/kbd.tsx';
import { QrDialog } from '../../../ui/qr-dialog.tsx';
import { SaveAssetButton } from '../../content/index.ts';
import { type CopyStep, nextStep, picturesOf, stepsOf, useCopying } from '../copying.ts';
import './copy-stepper.css';

function labelOf(step: CopyStep, pictures: number): string {
  return step.kind === 'text' ? '文字' : `图 ${step.place}/${pictures}`;
}

function nextLabel(step: CopyStep | undefined, at: number): string {
  if (!step) return '没有可以复制的';
  if (step.kind === 'text') return '复制文字';
  return at === 0 || step.place === 1 ? `复制第 ${step.place} 张图` : '复制下一张图';
}

/** The clipboard takes nothing: her words to be copied by hand or by the phone, the picture to be had as a file. */
function OtherWays({ post, step }: { post: Post; step: CopyStep }) {
  const [qr, setQr] = useState(false);
  const { text } = postWords(post.text);
  const picture = step.kind === 'picture' ? post.assets.find(({ id }) => id === step.assetId) : undefined;
  return (
    <section className="copy-refused" aria-label="没有复制成功">
      <p role="alert">没有复制成功，剪贴板还是原来的内容。请点一下这个窗口，再按 c。</p>
      {picture ? (
        <p>
          还是不行，把这张图存下来，再从文件夹拖进微信。
          <SaveAssetButton asset={picture} />
        </p>
      ) : (
        <>
          <p>
            还是不行，点下面的文字（已经全选），按 {keyCaps('mod+c').join('+')} 自己复制；或者用手机扫。
            <button type="button" className="link-button" onClick={() => setQr(true)}>
              二维码
            </button>
          </p>
          <textarea
            readOnly
            rows={2}
            aria-label="自己复制的文字"
            value={text}
            onFocus={({ target }) => target.select()}
            onKeyDown={({ key, currentTarget }) => key === 'Escape' && currentTarget.blur()}
          />
        </>
      )}
      {qr && <QrDialog what="这条的文字" text={text} onClose={() => setQr(false)} />}
    </section>
  );
}

/** 文字 ✓ → 图 1/3 → 图 2/3 …: which parts have been on the clipboard, which is there now; each can be copied again. */
export function CopyStepper({ post, compact = false }: { post: Post; compact?: boolean }) {
  const { progress, copy } = useCopying(post);
  const steps = stepsOf(post);
  if (steps.length === 0) return null;
  const next = nextStep(progress, steps.length);
  const allDone = progress.done >= steps.length;
  const canCopyPictures = bridge().capabilities.clipboardImage;
  return (
    <div className={compact ? 'copy-stepper compact' : 'copy-stepper'}>
      <button type="button" className="copy-next" onClick={() => void copy()}>
        <CopyIcon width="14" height="14" />
        {allDone ? '再复制一遍' : nextLabel(steps[next], next)}
        {!compact && <Kbd keys="c" />}
      </button>
      <ol aria-label="复制进度">
        {steps.map((step, at) => {
          const label = labelOf(step, picturesOf(post).length);
          const isDone = at < progress.done;
          const isCurrent = at === progress.current;
          const disabled = step.kind === 'picture' && !canCopyPictures;
          return (
            <li key={step.kind === 'text' ? 'text' : step.place}>
              <button
                type="button"
                className={`copy-step${isDone ? ' done' : ''}${isCurrent ? ' current' : ''}`}
                disabled={disabled}
                aria-current={isCurrent ? 'step' : undefined}
                aria-label={`复制${label}${isCurrent ? '，现在在剪贴板上' : isDone ? '，复制过了' : ''}`}
                title={disabled ? '这个浏览器不能复制图片，请用桌面版' : `复制${label}`}
                onClick={() => void copy(at)}
              >
                {label}
                {isDone && <CheckIcon width="12" height="12" />}
              </button>
            </li>
          );
        })}
      </ol>
      {progress.refused && <OtherWays post={post} step={progress.refused} />}
    </div>
  );
}
