import type { MixReport } from '../../../../shared/contracts/insights.ts';
import { mixClasses } from '../../../../shared/domain/content-mix.ts';
import { count, percent } from '../../../lib/format.ts';
import { mixColors, mixWords } from '../words.ts';

const radius = 54;
const length = 2 * Math.PI * radius;

/** Shares of the five classes as a ring, with their names and numbers beside it. */
export function MixRing({ mix, title }: { mix: MixReport['past']; title: string }) {
  const parts = mixClasses.map((name) => ({ name, posts: mix.counts[name] ?? 0 }));
  let before = 0;
  return (
    <figure className="mix-ring">
      <svg
        viewBox="0 0 140 140"
        width="140"
        height="140"
        role="img"
        aria-label={`${title}：活人内容${shareText(mix)}`}
        data-picture={title}
      >
        <circle cx="70" cy="70" r={radius} className="mix-track" />
        {parts.map(({ name, posts }) => {
          const share = mix.total === 0 ? 0 : posts / mix.total;
          const offset = -before * length;
          before += share;
          return share === 0 ? null : (
            <circle
              key={name}
              cx="70"
              cy="70"
              r={radius}
              data-tag-color={mixColors[name]}
              className="mix-part"
              strokeDasharray={`${Math.max(0, share * length - 1.5)} ${length}`}
              strokeDashoffset={offset}
              transform="rotate(-90 70 70)"
            />
          );
        })}
        <text x="70" y="68" textAnchor="middle" className="mix-share">
          {shareText(mix)}
        </text>
        <text x="70" y="86" textAnchor="middle" className="mix-caption">
          活人内容
        </text>
      </svg>
      <figcaption>
        <b>{title}</b>
        <ul>
          {parts.map(({ name, posts }) => (
            <li key={name}>
              <i data-tag-color={mixColors[name]} aria-hidden="true" />
              {mixWords[name]} <span>{count(posts)}</span>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

const shareText = ({ livingShare }: MixReport['past']) => (livingShare === null ? '–' : percent(livingShare));
