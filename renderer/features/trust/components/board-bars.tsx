import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { levels, levelText, levelWords } from '../../../lib/words.ts';
import { CloseIcon } from '../../../ui/icons.tsx';
import { LadderGlyph } from '../../../ui/level.tsx';
import { type Moved, trustActions, useTrustStore } from '../store.ts';

/** How long the bar of a move stays when nobody touches it. */
const barLifeMs = 12_000;

/** What can be done to those who are selected, in place of the toolbar. */
export function SelectionStrip() {
  const selected = useTrustStore((state) => state.selected);
  if (selected.size === 0) return null;
  const people = () => [...selected].map(([id, name]) => ({ id, name }));
  return (
    <div className="trust-strip" role="toolbar" aria-label="选中的好友">
      <span>
        选中 <b>{count(selected.size)}</b> 位，移到
      </span>
      {levels.map((level) => (
        <button
          key={level}
          type="button"
          className="level-pill trust-strip-level"
          data-level={level}
          aria-label={`移到 ${levelText(level)}`}
          onClick={() => void trustActions.move(people(), level)}
        >
          <LadderGlyph level={level} />
          <span>
            <b>{level}</b> {levelWords[level]}
          </span>
        </button>
      ))}
      <Button size="small" type="text" onClick={trustActions.clear}>
        取消选中
      </Button>
    </div>
  );
}

function ReasonForm({ onSave, onLeave }: { onSave: (reason: string) => void; onLeave: () => void }) {
  const [reason, setReason] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() === '') onLeave();
        else onSave(reason.trim());
      }}
    >
      <input
        aria-label="移动的原因"
        // biome-ignore lint/a11y/noAutofocus: she has just asked to write
        autoFocus
        maxLength={300}
        placeholder="比如 问了价格、第二次下单"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
          event.stopPropagation();
          onLeave();
        }}
      />
      <button type="submit">记下</button>
    </form>
  );
}

function Bar({ moved, onUndo }: { moved: Moved; onUndo: (undoId: number) => void }) {
  const [writing, setWriting] = useState(false);
  const [held, setHeld] = useState(false);
  const before = useRef<Element | null>(null);
  useEffect(() => {
    if (held || writing) return;
    const timer = setTimeout(trustActions.dismiss, barLifeMs);
    return () => clearTimeout(timer);
  }, [held, writing]);
  const write = () => {
    before.current = document.activeElement;
    setWriting(true);
  };
  const leave = () => {
    setWriting(false);
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  useShortcuts('信任阶梯', [{ keys: 'w', label: '给刚才的移动写个原因', run: write }]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: resting the pointer on it only holds it longer
    <div className="trust-moved" onMouseEnter={() => setHeld(true)} onMouseLeave={() => setHeld(false)}>
      <span className="trust-moved-text" role="status">
        已把{moved.whom}移到「{levelText(moved.level)}」
      </span>
      {writing ? (
        <ReasonForm
          onLeave={leave}
          onSave={(reason) => {
            leave();
            void trustActions.explain(moved, reason);
          }}
        />
      ) : (
        <>
          <button type="button" title="写个原因（W）" onClick={write}>
            写个原因
          </button>
          <button
            type="button"
            onClick={() => {
              trustActions.dismiss();
              onUndo(moved.undoId);
            }}
          >
            撤销
          </button>
        </>
      )}
      <button type="button" className="trust-moved-close" aria-label="关闭提示" onClick={trustActions.dismiss}>
        <CloseIcon width="12" height="12" />
      </button>
    </div>
  );
}

/** After a move: what was done, room for a reason, and the way back. Nothing waits for it. */
export function MovedBar({ onUndo }: { onUndo: (undoId: number) => void }) {
  const moved = useTrustStore((state) => state.moved);
  return moved && <Bar key={moved.undoId} moved={moved} onUndo={onUndo} />;
}
