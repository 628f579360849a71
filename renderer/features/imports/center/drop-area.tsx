import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type DroppedFiles, droppedFiles } from '../../../lib/dropped-files.ts';
import { inTextField } from '../../../lib/keys.ts';
import { showFailure } from './store.ts';

/** Takes what is dropped anywhere on it: files, several files, folders. */
export function DropArea({ active, onDrop, children }: { active: boolean; onDrop: (dropped: DroppedFiles) => void; children: ReactNode }) {
  const [over, setOver] = useState(false);
  // leaving a child is not leaving the area
  const depth = useRef(0);
  const files = (transfer: DataTransfer) => active && [...transfer.types].includes('Files');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one more way in; the buttons inside do the same by keyboard
    <div
      className={over ? 'center-area over' : 'center-area'}
      onDragEnter={(event) => {
        if (!files(event.dataTransfer)) return;
        depth.current += 1;
        setOver(true);
      }}
      onDragOver={(event) => {
        if (!files(event.dataTransfer)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDragLeave={() => {
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      }}
      onDrop={(event) => {
        depth.current = 0;
        setOver(false);
        if (!files(event.dataTransfer)) return;
        event.preventDefault();
        droppedFiles(event.dataTransfer).then(onDrop, showFailure);
      }}
    >
      {children}
    </div>
  );
}

/** A file or a text pasted anywhere on the page is taken; what is pasted into a field stays there. */
export function usePaste(active: boolean, onFiles: (dropped: DroppedFiles) => void, onText: (text: string) => void): void {
  const latest = useRef({ onFiles, onText });
  useEffect(() => {
    latest.current = { onFiles, onText };
  });
  useEffect(() => {
    if (!active) return;
    const onPaste = (event: ClipboardEvent) => {
      const data = event.clipboardData;
      if (!data || inTextField(event.target)) return;
      if (data.files.length > 0) {
        event.preventDefault();
        droppedFiles(data).then(latest.current.onFiles, showFailure);
        return;
      }
      const text = data.getData('text/plain');
      if (text.trim() !== '') latest.current.onText(text);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [active]);
}
