import { useNavigate } from 'react-router';
import { TodayScreen } from '../../features/today/index.ts';

/** 今日; a friend is opened in the list of friends. */
export default function TodayPage() {
  const navigate = useNavigate();
  return <TodayScreen onOpenFriend={(id) => void navigate(`/friends?id=${id}`)} />;
}
