import type { FriendSelection } from '../../../../shared/contracts/friends.ts';
import { count } from '../../../lib/format.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSegmentHours } from '../queries.ts';
import { HourMap } from './hour-map.tsx';

interface SegmentHoursProps {
  /** whose hours */
  selection: FriendSelection;
  /** how many they are */
  chosen: number;
  onClose: () => void;
}

/** When these friends write, all together: the hours to send something to all of them. */
export function SegmentHours({ selection, chosen, onClose }: SegmentHoursProps) {
  const { data: hours, error, refetch } = useSegmentHours(selection);
  return (
    <Dialog open title={`这 ${count(chosen)} 位什么时候说话`} width={480} onClose={onClose}>
      {error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!hours && error === null && <LoadingSkeleton rows={5} />}
      {hours && <HourMap hours={hours} of="segment" />}
      {hours && <p className="hour-map-note">只看导入的私聊里对方写的消息，按北京时间。</p>}
    </Dialog>
  );
}
