import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import {
  ChannelsScreen,
  CohortsScreen,
  FunnelScreen,
  InsightsScreen,
  type InsightsScreenProps,
  type InsightTab,
  InsightTabs,
  insightTabs,
  LayersScreen,
  PoolScreen,
  periodIn,
  periodParam,
  type Whose,
} from '../../features/insights/index.ts';
import { useResultsDue } from '../../features/publishing/index.ts';
import { ReferralsScreen, type ReferralsScreenProps } from '../../features/referrals/index.ts';
import { sendingActions } from '../../features/sending/index.ts';
import { useAccounts, useChannels } from '../../lib/book.ts';
import { dayText } from '../../lib/format.ts';
import { useOwnParams } from '../../lib/own-params.ts';

/** What a view looks at, in the address, so that the way back from the people of a number leads to the same number. */
function useView() {
  const [params, write] = useOwnParams();
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  const idIn = (key: string) => (/^\d{1,15}$/.test(params.get(key) ?? '') ? Number(params.get(key)) : null);
  const [account, channel] = [idIn('a'), idIn('c')];
  const tab: InsightTab = insightTabs.find(({ key }) => key === params.get('t'))?.key ?? 'content';
  const whose: Whose = {
    // one that is gone counts as all
    accountId: account !== null && accounts.has(account) ? account : null,
    channelId: channel === 0 || (channel !== null && channels.has(channel)) ? channel : null,
  };
  const chosen = periodIn(params.get('p'), tab === 'cohorts' ? 'year' : 'quarter');
  const set = (changes: Record<string, number | string | null>) => {
    const next = new URLSearchParams(params);
    for (const [key, value] of Object.entries(changes))
      if (value === null) next.delete(key);
      else next.set(key, String(value));
    write(next);
  };
  return {
    ...{ tab, whose },
    onTab: (next: InsightTab) => write(next === 'content' ? '' : `t=${next}`),
    onWhose: ({ accountId, channelId }: Whose) => set({ a: accountId, c: channelId }),
    period: { chosen, onPeriod: (next: typeof chosen) => set({ p: periodParam(next) }) },
  };
}

/** 洞察; what is to be written or told leads to the calendar, a layer to its people. */
export default function InsightsPage() {
  const { tab, whose, onTab, onWhose, period } = useView();
  const navigate = useNavigate();
  const onFigure = (figure: string) => void navigate(`/friends?fig=${figure}&ar=any`);
  const tabs = <InsightTabs tab={tab} onTab={onTab} />;
  if (tab === 'layers') return <Layers tabs={tabs} />;
  if (tab === 'referrals') return <Referrals tabs={tabs} onFigure={onFigure} />;
  if (tab === 'content')
    return <Content tabs={tabs} {...period} accountId={whose.accountId} onAccount={(accountId) => onWhose({ ...whose, accountId })} />;
  const Screen = { pool: PoolScreen, funnel: FunnelScreen, channels: ChannelsScreen, cohorts: CohortsScreen }[tab];
  return <Screen tabs={tabs} {...period} whose={whose} onWhose={onWhose} onFigure={onFigure} />;
}

function Content(props: Omit<InsightsScreenProps, 'onWrite' | 'onPost' | 'due'>) {
  const navigate = useNavigate();
  const { data: due = [] } = useResultsDue();
  const [first] = due;
  return (
    <InsightsScreen
      {...props}
      onWrite={(on, category, slot) =>
        void navigate(`/calendar?on=${on}&write=${category}${slot ? `&at=${slot.at}&account=${slot.accountId}` : ''}`)
      }
      onPost={({ postId, at }) => void navigate(`/calendar?on=${dayText(at)}&post=${postId}`)}
      due={
        first
          ? { posts: due.length, onOpen: () => void navigate(`/calendar?on=${dayText(first.settledAt)}&post=${first.postId}&tell=1`) }
          : null
      }
    />
  );
}

function Referrals(props: Pick<ReferralsScreenProps, 'tabs' | 'onFigure'>) {
  const navigate = useNavigate();
  return <ReferralsScreen {...props} onFriend={(id) => void navigate(`/friends?id=${id}`)} onFriends={() => void navigate('/friends')} />;
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
