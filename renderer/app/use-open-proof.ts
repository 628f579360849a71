import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { OpenProof } from '../features/suggestions/index.ts';

/** Opens what a suggestion rests on where it lies: the message in its chat, the order in its list. */
export function useOpenProof(): OpenProof {
  const navigate = useNavigate();
  return useCallback<OpenProof>(
    (proof) => {
      if (proof.kind === 'order') void navigate(`/orders?o=${proof.orderId}`);
      else if (proof.kind === 'message' || proof.kind === 'day') void navigate(`/chats?c=${proof.conversationId}&m=${proof.messageId}`);
    },
    [navigate],
  );
}
