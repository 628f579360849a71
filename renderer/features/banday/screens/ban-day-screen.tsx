import { Button, Select } from 'antd';
import { useEffect } from 'react';
import { count } from '../../../lib/format.ts';
import { AccountIcon, ChevronLeftIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { KitLines } from '../components/kit-lines.tsx';
import { ReAddDesk } from '../components/re-add-desk.tsx';
import { ReachCard } from '../components/reach-card.tsx';
import { useBanDay } from '../queries.ts';
import { firstAccount, shareText } from '../words.ts';
import '../ban-day.css';

export interface BanDayScreenProps {
  /** null = the one that matters most */
  accountId: number | null;
  onAccount: (id: number) => void;
  onBack: () => void;
  /** opens 好友 with these people ticked */
  onSelect: (ids: readonly number[]) => void;
  onOpenFriend: (id: number) => void;
}

/** What is left of an account on the day it is banned, what to have ready, and how to find everybody again. */
export function BanDayScreen({ accountId, onAccount, onBack, onSelect, onOpenFriend }: BanDayScreenProps) {
  const overview = useBanDay();
  const accounts = overview.data ?? [];
  const account = accounts.find((one) => one.accountId === accountId) ?? firstAccount(accounts);
  // the address changes behind the question mark only: the shell does not take the focus along
  useEffect(() => document.getElementById('main')?.focus({ preventScroll: true }), []);
  return (
    <PageFrame
      title={account?.standing === 'banned' ? '这个号被封了，还找得到谁？' : '万一被封了，还找得到谁？'}
      summary={account && `「${account.name}」${count(account.reach.people)} 位好友${shareText(account, accounts.length)}`}
      actions={
        <>
          {account && accounts.length > 1 && (
            <Select
              aria-label="看哪个号"
              style={{ minWidth: 150 }}
              value={account.accountId}
              onChange={onAccount}
              options={accounts.map(({ accountId: value, name, standing }) => ({
                value,
                label: standing === 'banned' ? `${name}（封禁）` : name,
              }))}
            />
          )}
          <Button icon={<ChevronLeftIcon />} onClick={onBack}>
            账号与渠道
          </Button>
        </>
      }
    >
      {overview.error ? (
        <ErrorState error={overview.error} onRetry={() => void overview.refetch()} />
      ) : !overview.data ? (
        <LoadingSkeleton rows={5} height={72} />
      ) : !account ? (
        <EmptyState
          icon={<AccountIcon width="22" height="22" />}
          title="先添加一个你自己的微信号"
          hint="有了号和好友，这里才说得出封了以后还找得到谁。"
          action={
            <Button type="primary" onClick={onBack}>
              去账号与渠道
            </Button>
          }
        />
      ) : (
        <div className="ban-day" key={account.accountId}>
          {account.standing === 'banned' && <ReAddDesk account={account} accounts={accounts} onOpenFriend={onOpenFriend} />}
          {account.reach.people > 0 ? (
            <ReachCard account={account} onSelect={onSelect} onOpenFriend={onOpenFriend} />
          ) : (
            <p className="ban-none">这个号下面还没有好友。导入以后，这里会说封了还找得到谁。</p>
          )}
          <KitLines account={account} />
          {account.standing !== 'banned' && <ReAddDesk account={account} accounts={accounts} onOpenFriend={onOpenFriend} />}
        </div>
      )}
    </PageFrame>
  );
}
