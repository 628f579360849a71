import type { ReactNode } from 'react';
import type { MixReport } from '../../../../shared/contracts/insights.ts';
import { type MixClass, mixClasses } from '../../../../shared/domain/content-mix.ts';
import { count, percent } from '../../../lib/format.ts';
import { mixColors, mixWords } from '../words.ts';

const [radius, middle] = [54, 70];
/** left free behind each part */
const gap = 1.5 / (2 * Math.PI * radius);

/** A point of the ring, clockwise from the top; 1 = all the way round. */
const pointAt = (turn: number): string =>
  `${middle + radius * Math.sin(2 * Math.PI * turn)} ${middle - radius * Math.cos(2 * Math.PI * turn)}`;
/** In two halves: an arc that is a whole circle would be nothing. */
const arc = (from: number, to: number): string =>
  [(from + to) / 2, to].reduce((path, turn) => `${path}A${radius} ${radius} 0 0 1 ${pointAt(turn)}`, `M${pointAt(from)}`);

interface MixRingProps {
  mix: MixReport['past'];
  /** what it counts: 最近发过的 */
  name: string;
  /** opens the posts of a class, or (null) all of them */
  onOpen: (mixClass: MixClass | null) => void;
}

/** Shares of the five classes as a ring, with their names and numbers beside it; each opens its posts. */
export function MixRing({ mix, name: whole, onOpen }: MixRingProps) {
  const parts = mixClasses.map((name) => ({ name, posts: mix.counts[name] ?? 0 }));
  const title = `${whole} ${count(mix.total)} 条`;
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
        <circle cx={middle} cy={middle} r={radius} className="mix-track" />
        {parts.map(({ name, posts }) => {
          if (posts === 0) return null;
          const from = before;
          before += posts / mix.total;
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: the row beside it is the button
            <path
              key={name}
              d={arc(from, Math.max(from, before - gap))}
              data-tag-color={mixColors[name]}
              className="mix-part"
              onClick={() => onOpen(name)}
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
        <b>
          {whole}{' '}
          <PostsButton label={`看${whole}全部 ${count(mix.total)} 条`} posts={mix.total} onOpen={() => onOpen(null)}>
            {count(mix.total)}
          </PostsButton>{' '}
          条
        </b>
        <ul>
          {parts.map(({ name, posts }) => (
            <li key={name}>
              <PostsButton label={`看${whole}「${mixWords[name]}」${count(posts)} 条`} posts={posts} onOpen={() => onOpen(name)}>
                <i data-tag-color={mixColors[name]} aria-hidden="true" />
                {mixWords[name]} <span>{count(posts)}</span>
              </PostsButton>
            </li>
          ))}
        </ul>
      </figcaption>
    </figure>
  );
}

interface PostsButtonProps {
  label: string;
  posts: number;
  onOpen: () => void;
  children: ReactNode;
}

/** None lead nowhere. */
function PostsButton({ label, posts, onOpen, children }: PostsButtonProps) {
  if (posts === 0) return children;
  return (
    <button type="button" className="link-button" aria-label={label} onClick={onOpen}>
      {children}
    </button>
  );
}

const shareText = ({ livingShare }: MixReport['past']) => (livingShare === null ? '–' : percent(livingShare));
