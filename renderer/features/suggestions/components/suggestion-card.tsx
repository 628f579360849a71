import { Button } from 'antd';
import type { FriendSuggestion, SuggestionAnswer } from '../../../../shared/contracts/suggestions.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { wayText } from '../words.ts';
import { type OpenProof, RuleProofs } from './proofs.tsx';

const days = (value: number) => `${Math.round(value * 10) / 10} 天`;

/** One suggestion with all it rests on, and the three answers. */
export function SuggestionCard({
  one,
  onOpen,
  onAnswer,
}: {
  one: FriendSuggestion;
  onOpen: OpenProof;
  onAnswer: (answer: SuggestionAnswer) => void;
}) {
  return (
    <article className="suggestion-card" aria-label={`建议${wayText(one)}`}>
      <h3>
        <LevelPill level={one.fromLevel} />
        <span aria-hidden="true">→</span>
        <LevelPill level={one.toLevel} />
      </h3>
      {one.isDisputed && <p className="suggestion-note">升和降都有理由，看清楚再定。这样的不会自动调。</p>}
      {one.rhythm && (
        <p className="suggestion-note">
          平常隔 {days(one.rhythm.days)}有来有往，这次已经 {one.rhythm.silent} 天没动静。
        </p>
      )}
      {one.evidence.map((proof) => (
        <RuleProofs key={proof.rule} {...proof} onOpen={onOpen} />
      ))}
      <div className="suggestion-answers">
        <Button type="primary" size="small" title="采纳（A）" onClick={() => onAnswer('accepted')}>
          {wayText(one)}
        </Button>
        <Button size="small" title="以后再说（L）" onClick={() => onAnswer('later')}>
          以后再说
        </Button>
        <Button size="small" title="不再提（D）" onClick={() => onAnswer('never')}>
          不再提
        </Button>
      </div>
    </article>
  );
}
