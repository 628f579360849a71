import { useNavigate } from 'react-router';
import { SegmentsScreen } from '../../features/segments/index.ts';

/** 人群: sets of friends by rule; their people open in the list of friends. */
export default function SegmentsPage() {
  const navigate = useNavigate();
  return (
    <SegmentsScreen
      onPeople={(id, archived) => void navigate(`/friends?seg=${id}${archived === 'no' ? '' : '&ar=any'}`)}
      onFriend={(id) => void navigate(`/friends?id=${id}`)}
    />
  );
}
