import { useNavigate } from 'react-router';
import { AccountsScreen } from '../../features/accounts/index.ts';
import { BanDayScreen } from '../../features/banday/index.ts';
import { friendsActions } from '../../features/friends/index.ts';
import { useOwnParams } from '../../lib/own-params.ts';

/** 账号与渠道; with `?ban=<account>` what is left of an account on the day it is banned (0 = the one that matters most). */
export default function AccountsPage() {
  const [params, setParams] = useOwnParams();
  const navigate = useNavigate();
  const ban = params.get('ban');
  if (ban === null) return <AccountsScreen />;
  return (
    <BanDayScreen
      accountId={Number(ban) || null}
      onAccount={(id) => setParams(new URLSearchParams({ ban: String(id) }))}
      onBack={() => setParams(new URLSearchParams())}
      onSelect={(ids) => {
        friendsActions.select({ by: 'ids', ids: new Set(ids) });
        void navigate('/friends');
      }}
      onOpenFriend={(id) => void navigate(`/friends?id=${id}`)}
    />
  );
}
