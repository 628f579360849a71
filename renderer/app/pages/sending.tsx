import { useNavigate, useSearchParams } from 'react-router';
import { QueueScreen, QueuesScreen } from '../../features/sending/index.ts';

/** 发送: all queues, or the one of the address. */
export default function SendingPage() {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const queueId = Number(params.get('queue'));
  const open = (id: number) => void navigate(`/sending?queue=${id}`);
  return queueId > 0 ? (
    <QueueScreen
      key={queueId}
      queueId={queueId}
      onBack={() => void navigate('/sending')}
      onOpen={open}
      onOpenFriend={(id) => void navigate(`/friends?id=${id}`)}
    />
  ) : (
    <QueuesScreen onOpen={open} />
  );
}
