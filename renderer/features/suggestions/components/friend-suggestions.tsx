import { useState } from 'react';
import type { FriendSuggestion } from '../../../../shared/contracts/suggestions.ts';
import { DayDialog, laterDays } from '../../../ui/day-dialog.tsx';
import { useAnswer } from '../mutations.ts';
import { useSuggestionsOf } from '../queries.ts';
import type { OpenProof } from './proofs.tsx';
import { SuggestionCard } from './suggestion-card.tsx';
import '../suggestions.css';

/** What is proposed of one friend, beside everything else about her. Nothing when there is nothing. */
export function FriendSuggestions({ friendId, onOpen }: { friendId: number; onOpen: OpenProof }) {
  const { data = [] } = useSuggestionsOf(friendId);
  const [later, setLater] = useState<FriendSuggestion | null>(null);
  const answering = useAnswer();
  const picks = ({ toLevel }: FriendSuggestion) => ({ by: 'picks' as const, picks: [{ friendId, toLevel }] });
  if (data.length === 0) return null;
  return (
    <section className="friend-suggestions" aria-label="升降级建议">
      <h3>升降级建议</h3>
      {data.map((one) => (
        <SuggestionCard
          key={one.toLevel}
          one={one}
          onOpen={onOpen}
          onAnswer={(answer) => {
            if (answer === 'later') setLater(one);
            else answering.mutate({ selection: picks(one), answer, untilOn: null });
          }}
        />
      ))}
      {later && (
        <DayDialog
          title={`「${later.name}」的建议，以后再说`}
          choices={laterDays}
          onClose={() => setLater(null)}
          onPick={(untilOn) => {
            setLater(null);
            answering.mutate({ selection: picks(later), answer: 'later', untilOn });
          }}
        />
      )}
    </section>
  );
}
