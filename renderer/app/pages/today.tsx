import { useNavigate } from 'react-router';
import { LastBackup } from '../../features/backups/index.ts';
import { OpenQueues } from '../../features/sending/index.ts';
import { OpenSuggestions } from '../../features/suggestions/index.ts';
import { TodayScreen } from '../../features/today/index.ts';

import { useSendPost } from '../use-send-post.ts';

/** 今日, with how safe the book is the levels that evidence would change, and the queues that may go on; a friend is opened in the list of friends. */
export default function TodayPage() {
  const navigate = useNavigate();
  const send = useSendPost();
  return (
    <TodayScreen
      lead={
        <>
          <LastBackup onOpen={() => void navigate('/backup')} />
          <OpenSuggestions onOpen={() => void navigate('/trust?tab=suggestions')} />
          <OpenQueues onOpen={(id) => void navigate(`/sending?queue=${id}`)} />
        </>
      }
      onSend={send}
      onOpenFriend={(id) => void navigate(`/friends?id=${id}`)}
    />
  );
}
