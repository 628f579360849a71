import { count, spokenDuration } from '../lib/format.ts';
import './progress.css';

export interface ProgressBarProps {
  label: string;
  done: number;
  /** 0 = not known yet */
  total: number;
  elapsedMs: number;
  /** word behind the numbers: 行, 位 */
  unit?: string;
  onCancel?: (() => void) | undefined;
}

/** Long work: how far, how quick, how long still, and a way out. */
export function ProgressBar({ label, done, total, elapsedMs, unit = '行', onCancel }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  const rate = elapsedMs > 300 ? (done / elapsedMs) * 1000 : 0;
  const left = rate > 0 && total > 0 ? ((total - done) / rate) * 1000 : 0;
  return (
    <div className="progress">
      <div className="progress-line">
        <span>{label}</span>
        <span>
          {total > 0 ? `${count(done)} / ${count(total)} ${unit}` : `${count(done)} ${unit}`}
          {rate > 0 && ` · 每秒 ${count(Math.round(rate))} ${unit}`}
          {left > 0 && ` · 还要${spokenDuration(left)}`}
        </span>
        {onCancel && (
          <button type="button" className="link-button" onClick={onCancel}>
            取消
          </button>
        )}
      </div>
      <div
        className={total > 0 ? 'progress-track' : 'progress-track unknown'}
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(total > 0 ? { 'aria-valuenow': Math.round(share * 100) } : {})}
      >
        <i style={{ width: total > 0 ? `${share * 100}%` : '30%' }} />
      </div>
    </div>
  );
}
