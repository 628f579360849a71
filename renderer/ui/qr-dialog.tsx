import { type ReactNode, useMemo, useState } from 'react';
import { count } from '../lib/format.ts';
import { Dialog } from './dialog.tsx';
import { qrParts, qrPath } from './qr.ts';
import './qr.css';

interface QrDialogProps {
  /** what it is the code of: 给「张姐」的话 */
  what: string;
  text: string;
  footer?: ReactNode;
  onClose: () => void;
}

/** Words as codes for the phone: scan, hold, copy. A long text comes in several codes. */
export function QrDialog({ what, text, footer, onClose }: QrDialogProps) {
  const parts = useMemo(() => qrParts(text), [text]);
  const [at, setAt] = useState(0);
  const part = parts[at] ?? '';
  const code = useMemo(() => (part === '' ? null : qrPath(part)), [part]);
  return (
    <Dialog open title={`扫到手机上：${what}`} onClose={onClose} width={380} footer={footer}>
      {code ? (
        <div className="qr">
          <svg viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={`二维码，第 ${at + 1} 张，共 ${parts.length} 张`}>
            <rect width={code.size} height={code.size} fill="#fff" />
            <path d={code.path} fill="#000" shapeRendering="crispEdges" />
          </svg>
          <p>用微信扫一扫，长按文字复制，再发出去。</p>
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
