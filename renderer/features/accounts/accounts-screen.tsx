import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox } from 'antd';
import { useState } from 'react';
import { type Account, type Channel, type ChannelDomain, channelDomains } from '../../../shared/contracts/accounts.ts';
import { trpc } from '../../lib/api.ts';
import { inUseFirst } from '../../lib/book.ts';
import { count } from '../../lib/format.ts';
import { useShortcuts } from '../../lib/keys.ts';
import { AccountIcon, PlusIcon } from '../../ui/icons.tsx';
import { PageFrame } from '../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../ui/states.tsx';
import { AccountCard } from './components/account-card.tsx';
import { AccountForm } from './components/account-form.tsx';
import { ChannelForm } from './components/channel-form.tsx';
import { ChannelGroup } from './components/channel-group.tsx';
import './accounts.css';

type Open = { kind: 'account'; account: Account | null } | { kind: 'channel'; channel: Channel | null; domain: ChannelDomain } | null;

function shown<T extends { archivedAt: number | null }>(list: readonly T[], archived: boolean): T[] {
  return list.filter((item) => archived || item.archivedAt === null);
}

function Summary({ accounts }: { accounts: readonly Account[] }) {
  const active = accounts.filter((account) => account.archivedAt === null);
  const friends = active.reduce((sum, account) => sum + account.friendCount, 0);
  return active.length === 0 ? null : `${active.length} 个微信号，共 ${count(friends)} 位好友`;
}

interface BodyProps {
  accounts: readonly Account[];
  channels: readonly Channel[];
  onOpen: (open: Open) => void;
}

function Body({ accounts, channels, onOpen }: BodyProps) {
  const most = Math.max(0, ...channels.map((channel) => channel.friendCount));
  return (
    <>
      {accounts.length === 0 ? (
        <EmptyState
          icon={<AccountIcon width="22" height="22" />}
          title="先添加一个你自己的微信号"
          hint="好友都挂在某个微信号下面。有几个号就加几个，导入好友时选它们。"
          action={
            <Button type="primary" onClick={() => onOpen({ kind: 'account', account: null })}>
              添加一个微信号
            </Button>
          }
        />
      ) : (
        <div className="account-cards">
          {accounts.map((account) => (
            <AccountCard key={account.id} account={account} onEdit={() => onOpen({ kind: 'account', account })} />
          ))}
        </div>
      )}
      <h2 className="channels-title">好友从哪里来</h2>
      <div className="channel-groups">
        {channelDomains.map((domain) => (
          <ChannelGroup
            key={domain}
            domain={domain}
            channels={channels.filter((channel) => channel.domain === domain)}
            most={most}
            onEdit={(channel) => onOpen({ kind: 'channel', channel, domain })}
            onAdd={() => onOpen({ kind: 'channel', channel: null, domain })}
          />
        ))}
      </div>
    </>
  );
}

/** Her own WeChat accounts and the channels her friends come from. */
export function AccountsScreen() {
  const accounts = useQuery(trpc.accounts.list.queryOptions());
  const channels = useQuery(trpc.channels.list.queryOptions());
  const [open, setOpen] = useState<Open>(null);
  const [archived, setArchived] = useState(false);
  const archivedCount = [...(accounts.data ?? []), ...(channels.data ?? [])].filter((item) => item.archivedAt !== null).length;
  useShortcuts('账号与渠道', [{ keys: 'n', label: '添加一个微信号', run: () => setOpen({ kind: 'account', account: null }) }]);
  const error = accounts.error ?? channels.error;
  return (
    <PageFrame
      title="我有哪些号，人从哪来？"
      summary={<Summary accounts={accounts.data ?? []} />}
      actions={
        <>
          {archivedCount > 0 && (
            <Checkbox checked={archived} onChange={(event) => setArchived(event.target.checked)}>
              也看已归档的（{archivedCount}）
            </Checkbox>
          )}
          <Button type="primary" icon={<PlusIcon />} onClick={() => setOpen({ kind: 'account', account: null })}>
            添加微信号
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void Promise.all([accounts.refetch(), channels.refetch()])} />
      ) : accounts.data && channels.data ? (
        <Body accounts={inUseFirst(shown(accounts.data, archived))} channels={shown(channels.data, archived)} onOpen={setOpen} />
      ) : (
        <LoadingSkeleton rows={5} height={72} />
      )}
      {open?.kind === 'account' && <AccountForm account={open.account} onClose={() => setOpen(null)} />}
      {open?.kind === 'channel' && <ChannelForm channel={open.channel} domain={open.domain} onClose={() => setOpen(null)} />}
    </PageFrame>
  );
}
