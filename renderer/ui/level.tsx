import { levels, levelText, levelWords } from '../lib/words.ts';
import './level.css';

/** Six bars, the first `level` of them filled: the sign of the trust ladder. Decorative; its name stands beside it. */
export function LadderGlyph({ level, size = 14 }: { level: number; size?: number }) {
  return (
    <svg className="ladder-glyph" data-level={level} width={size} height={size} viewBox="0 0 17 14" aria-hidden="true" focusable="false">
      {levels.map((step) => (
        <rect
          key={step}
          x={(step - 1) * 3}
          y={11.5 - step * 1.9}
          width="2"
          height={2.5 + step * 1.9}
          rx="0.8"
          className={step <= level ? 'on' : 'off'}
        />
      ))}
    </svg>
  );
}

/** The bars of some steps as one line: two elements instead of six, in every row of a list. */
const bars = (steps: readonly number[]): string =>
  steps
    .map((step) => {
      const top = (12.3 - step * 1.9).toFixed(1);
      return `M${(step - 1) * 3} ${top}a.8.8 0 0 1 .8-.8h.4a.8.8 0 0 1 .8.8V13.2a.8.8 0 0 1-.8.8h-.4a.8.8 0 0 1-.8-.8z`;
    })
    .join('');
const barsUpTo = [0, ...levels].map((level) => ({
  on: bars(levels.filter((step) => step <= level)),
  off: bars(levels.filter((step) => step > level)),
}));

const plainGlyphs = barsUpTo.map(({ on, off }, level) => (
  <svg key={level} className="ladder-glyph" width={14} height={14} viewBox="0 0 17 14" aria-hidden="true" focusable="false">
    <path className="on" d={on} />
    <path className="off" d={off} />
  </svg>
));

/** Level as pill: glyph, number and name in the colours of the ladder. `short` leaves the name to screen readers. */
export function LevelPill({ level, short = false }: { level: number; short?: boolean }) {
  return (
    <span className="level-pill" data-level={level}>
      {plainGlyphs[level]}
      {short ? (
        <>
          <span aria-hidden="true">{level}</span>
          <span className="sr-only">{levelText(level)}</span>
        </>
      ) : (
        <span>
          <b>{level}</b> {levelWords[level]}
        </span>
      )}
    </span>
  );
}
