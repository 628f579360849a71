import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import {
  ChannelsScreen,
  CohortsScreen,
  FunnelScreen,
  InsightsScreen,
  type InsightTab,
  InsightTabs,
  insightTabs,
  LayersScreen,
  PoolScreen,
  periodIn,
  periodParam,
} from '../../features/insights/index.ts';
import { useResultsDue } from '../../features/publishing/index.ts';
import { ReferralsScreen } from '../../features/referrals/index.ts';
import { sendingActions } from '../../features/sending/index.ts';
import { dayText } from '../../lib/format.ts';
import { useOwnParams } from '../../lib/own-params.ts';

/** 洞察; what is to be written or told leads to the calendar, a layer to its people. */
export default function InsightsPage() {
  const [params, write] = useOwnParams();
  const tab: InsightTab = insightTabs.find(({ key }) => key === params.get('t'))?.key ?? 'content';
  const navigate = useNavigate();
  const onFigure = (figure: string) => void navigate(`/friends?fig=${figure}&ar=any`);
  const tabs = <InsightTabs tab={tab} onTab={(next) => write(next === 'content' ? '' : `t=${next}`)} />;
  if (tab === 'layers') return <Layers tabs={tabs} />;
  if (tab === 'referrals') return <Referrals tabs={tabs} />;
  if (tab === 'content') return <Content tabs={tabs} />;
  const chosen = periodIn(params.get('p'), tab === 'cohorts' ? 'year' : 'quarter');
  const period = { chosen, onPeriod: (next: typeof chosen) => write(`t=${tab}&p=${periodParam(next)}`) };
  const Screen = { pool: PoolScreen, funnel: FunnelScreen, channels: ChannelsScreen, cohorts: CohortsScreen }[tab];
  return <Screen tabs={tabs} {...period} onFigure={onFigure} />;
}

function Content({ tabs }: { tabs: ReactNode }) {
  const navigate = useNavigate();
  const { data: due = [] } = useResultsDue();
  const [first] = due;
  return (
    <InsightsScreen
      tabs={tabs}
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

function Referrals({ tabs }: { tabs: ReactNode }) {
  const navigate = useNavigate();
  return <ReferralsScreen tabs={tabs} onFriend={(id) => void navigate(`/friends?id=${id}`)} onFriends={() => void navigate('/friends')} />;
}

function Layers({ tabs }: { tabs: ReactNode }) {
  const navigate = useNavigate();
  return (
    <LayersScreen
      tabs={tabs}
      onPeople={(codes) => void navigate(`/friends?layer=${codes.join(',')}`)}
      onSend={(code, whom) => {
        sendingActions.draft({ by: 'selection', selection: { by: 'filter', filter: { layers: [code] }, except: [] } }, whom);
        void navigate('/sending');
      }}
      onSegment={(id) => void navigate(`/segments?id=${id}`)}
      onOrders={(which) => void navigate(which === 'odd' ? '/orders?s=odd' : '/orders?l=no')}
      onFirstOrder={() => void navigate('/orders')}
    />
  );
}
