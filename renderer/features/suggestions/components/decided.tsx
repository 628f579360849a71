import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { type Decision, type SuggestionAnswer, suggestionAnswers } from '../../../../shared/contracts/suggestions.ts';
import { suggestionAnswerWords, trustRuleWords } from '../../../../shared/domain/words.ts';
import { count, fullTime, spokenAgo } from '../../../lib/format.ts';
import { LevelPill } from '../../../ui/level.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useAskAgain } from '../mutations.ts';
import { useDecided } from '../queries.ts';
import { type OpenProof, ProofList } from './proofs.tsx';

const shown = 100;
const noneWords: Record<SuggestionAnswer, string> = {
  accepted: '还没有采纳过建议',
  later: '没有放到以后的',
  never: '没有不再提的',
};

interface OneProps {
  one: Decision;
  answer: SuggestionAnswer;
  onFriend: (id: number) => void;
  onOpen: OpenProof;
}

function One({ one, answer, onFriend, onOpen }: OneProps) {
  const askAgain = useAskAgain();
  return (
    <li>
      <div className="decided-head">
        <button type="button" className="suggestion-name" onClick={() => onFriend(one.friendId)}>
          {one.name}
        </button>
        <LevelPill level={one.fromLevel} short />
        <span aria-hidden="true">→</span>
        <LevelPill level={one.toLevel} />
        <span>{trustRuleWords[one.rule]}</span>
        {one.author === 'rule' && <small>规则自动</small>}
        {one.untilOn && <small>{one.untilOn} 再提</small>}
        <time title={fullTime(one.at)}>{spokenAgo(one.at)}</time>
        {answer !== 'accepted' && (
          <Button size="small" onClick={() => askAgain.mutate({ ids: [one.id] })}>
            重新提
          </Button>
        )}
      </div>
      <ProofList proofs={one.proofs} label={`${one.name} 当时的依据`} onOpen={onOpen} />
      {one.gone > 0 && <p className="suggestion-note">当时的依据有 {count(one.gone)} 条已经不在了。</p>}
    </li>
  );
}

/** 回答过的: what was accepted, put off or refused, with what it rested on. */
export function Decided({ onFriend, onOpen }: { onFriend: (id: number) => void; onOpen: OpenProof }) {
  const [answer, setAnswer] = useState<SuggestionAnswer>('accepted');
  const { data, error, refetch } = useDecided(answer, shown);
  return (
    <div className="decided">
      <Segmented<SuggestionAnswer>
        aria-label="回答"
        value={answer}
        onChange={setAnswer}
        options={suggestionAnswers.map((value) => ({ value, label: suggestionAnswerWords[value] }))}
      />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <LoadingSkeleton />}
      {data?.total === 0 && <EmptyState title={noneWords[answer]} />}
      {data && data.total > 0 && (
        <>
          <p className="suggestion-note">
            共 {count(data.total)} 个{data.total > data.rows.length && `，列出最近的 ${count(data.rows.length)} 个`}。
          </p>
          <ul aria-label={suggestionAnswerWords[answer]}>
            {data.rows.map((one) => (
              <One key={one.id} one={one} answer={answer} onFriend={onFriend} onOpen={onOpen} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
