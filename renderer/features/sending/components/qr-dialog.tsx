import { useMemo, useState } from 'react';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { qrParts, qrPath } from '../qr.ts';

/** The words as codes for the phone: scan, hold, copy. A long text comes in several codes. */
export function QrDialog({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  const parts = useMemo(() => qrParts(text), [text]);
  const [at, setAt] = useState(0);
  const part = parts[at] ?? '';
  const code = useMemo(() => (part === '' ? null : qrPath(part)), [part]);
  return (
    <Dialog open title={`扫到手机上：给「${name}」的话`} onClose={onClose} width={380}>
      {code ? (
        <div className="qr">
          <svg viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={`二维码，第 ${at + 1} 张，共 ${parts.length} 张`}>
            <rect width={code.size} height={code.size} fill="#fff" />
            <path d={code.path} fill="#000" shapeRendering="crispEdges" />
          </svg>
          <p>用微信扫一扫，长按文字复制，再发给对方。</p>
          {parts.length > 1 && (
            <div className="qr-parts">
              <p>话太长，一张码放不下，分成 {count(parts.length)} 张，按顺序扫。</p>
              {parts.map((one, i) => (
                <button key={one} type="button" className="link-button" aria-current={i === at} onClick={() => setAt(i)}>
                  第 {i + 1} 张
                </button>
              ))}
            </div>
          )}
        </div>
      ) : (
        <p className="dialog-note">还没有文字可以做成二维码。</p>
      )}
    </Dialog>
  );
}
