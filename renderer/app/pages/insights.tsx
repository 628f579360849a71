import { useNavigate } from 'react-router';
import { InsightsScreen } from '../../features/insights/index.ts';
import { useResultsDue } from '../../features/publishing/index.ts';
import { dayText } from '../../lib/format.ts';

/** 洞察; what is to be written or told leads to the calendar. */
export default function InsightsPage() {
  const navigate = useNavigate();
  const { data: due = [] } = useResultsDue();
  const [first] = due;
  return (
    <InsightsScreen
      onWrite={(on, category, slot) =>
        void navigate(`/calendar?on=${on}&write=${category}${slot ? `&at=${slot.at}&account=${slot.accountId}` : ''}`)
      }
      due={
        first
          ? { posts: due.length, onOpen: () => void navigate(`/calendar?on=${dayText(first.settledAt)}&post=${first.postId}&tell=1`) }
          : null
      }
    />
  );
}
