import { useNavigate } from 'react-router';
import { FollowUpsScreen } from '../../features/follow-ups/index.ts';

/** 跟进: a friend is opened in the list of friends. */
export default function FollowUpsPage() {
  const navigate = useNavigate();
  return <FollowUpsScreen onFriend={(id) => void navigate(`/friends?id=${id}`)} />;
}
