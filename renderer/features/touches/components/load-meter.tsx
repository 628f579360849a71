import type { GuardAnswer } from '../../../../shared/contracts/guard.ts';
import { fullTime } from '../../../lib/format.ts';
import { levelText } from '../../../lib/words.ts';
import { answerText, causeText, loadText } from '../guard-words.ts';
import { useGuardFriend } from '../queries.ts';
import './load-meter.css';

/** Load against cap as a bar with its words; colour only repeats what they say. */
export function LoadBar({ load, cap, answer }: { load: number; cap: number; answer: GuardAnswer['answer'] }) {
  const part = Math.min(1, cap > 0 ? load / cap : 1);
  return (
    <div className={`load-bar ${answer === 'ok' ? (part > 0.7 ? 'near' : 'free') : 'full'}`}>
      {/* biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn alike in both themes */}
      <div
        className="load-bar-track"
        role="meter"
        aria-label="打扰程度"
        aria-valuenow={Math.round(load * 10) / 10}
        aria-valuemin={0}
        aria-valuemax={cap}
        aria-valuetext={`${loadText(load)}，上限 ${loadText(cap)}`}
      >
        <span style={{ width: `${Math.round(part * 100)}%` }} />
      </div>
      <span className="load-bar-text">
        {loadText(load)} / {loadText(cap)}
      </span>
    </div>
  );
}

/** One friend's 打扰预算: how much is used up, by what, and when the next advert may go. */
export function LoadMeter({ friendId }: { friendId: number }) {
  const guard = useGuardFriend(friendId).data;
  if (!guard) return null;
  const { load, cap, trustLevel, causes, advert } = guard;
  return (
    <section className="load-meter" aria-label="打扰预算">
      <div className="panel-section-head">
        <h3>打扰预算</h3>
        <span className="load-meter-level" title={`上限按信任等级定：${levelText(trustLevel)} 是 ${loadText(cap)}`}>
          上限按等级
        </span>
      </div>
      <LoadBar load={load} cap={cap} answer={advert.answer} />
      <p className={`load-answer ${advert.answer}`} title={advert.answer === 'notBefore' ? fullTime(advert.at) : undefined}>
        广告：{answerText(advert)}
      </p>
      {causes.length > 0 && (
        <ul className="load-causes">
          {causes.slice(0, 5).map((cause) => (
            <li key={`${cause.source}-${cause.id ?? cause.at}-${cause.direction}`} title={fullTime(cause.at)}>
              <span>{causeText(cause)}</span>
              <b>{cause.direction === 'in' ? '减半' : `+${loadText(cause.left)}`}</b>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
