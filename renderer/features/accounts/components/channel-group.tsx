import { Link } from 'react-router';
import type { Channel, ChannelDomain } from '../../../../shared/contracts/accounts.ts';
import { count } from '../../../lib/format.ts';
import { domainWords } from '../../../lib/words.ts';
import { MoreIcon, PlusIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { useArchiveChannel } from '../mutations.ts';
import { domainMeanings } from '../words.ts';

function ChannelRow({ channel, most, onEdit }: { channel: Channel; most: number; onEdit: () => void }) {
  const archive = useArchiveChannel(channel.name);
  const archived = channel.archivedAt !== null;
  const items = [
    { key: 'edit', label: '编辑' },
    { key: 'archive', label: archived ? '取回' : '归档' },
  ];
  const choose = (key: string) => (key === 'edit' ? onEdit() : archive.mutate({ id: channel.id, archived: !archived }));
  return (
    <li className={archived ? 'channel-row archived' : 'channel-row'}>
      <span className="channel-name" title={channel.note ?? channel.name}>
        {channel.name}
        {archived && <small> 已归档</small>}
      </span>
      <span className="channel-bar" aria-hidden="true">
        {channel.friendCount > 0 && <i style={{ width: `${(channel.friendCount / most) * 100}%` }} />}
      </span>
      <Link
        className="channel-count"
        to={`/friends?ch=${channel.id}`}
        aria-label={`看从${channel.name}来的 ${count(channel.friendCount)} 位好友`}
      >
        {count(channel.friendCount)} 位
      </Link>
      <Menu sections={[items]} onChoose={choose}>
        {(button) => (
          <button {...button} type="button" className="icon-button" aria-label={`更多：${channel.name}`}>
            <MoreIcon />
          </button>
        )}
      </Menu>
    </li>
  );
}

export interface ChannelGroupProps {
  domain: ChannelDomain;
  channels: readonly Channel[];
  /** friends of the biggest channel of all: the scale of the bars */
  most: number;
  onEdit: (channel: Channel) => void;
  onAdd: () => void;
}

/** The channels of one domain with how many friends came through each. */
export function ChannelGroup({ domain, channels, most, onEdit, onAdd }: ChannelGroupProps) {
  const total = channels.reduce((sum, channel) => sum + channel.friendCount, 0);
  return (
    <section className="channel-group" aria-label={domainWords[domain]}>
      <header>
        <h3>{domainWords[domain]}</h3>
        <small>{domainMeanings[domain]}</small>
        <span>{count(total)} 位</span>
      </header>
      <ul>
        {channels.map((channel) => (
          <ChannelRow key={channel.id} channel={channel} most={most} onEdit={() => onEdit(channel)} />
        ))}
      </ul>
      {channels.length === 0 && <p className="channel-none">还没有{domainWords[domain]}渠道</p>}
      <button type="button" className="channel-add" onClick={onAdd}>
        <PlusIcon width="14" height="14" />
        添加{domainWords[domain]}渠道
      </button>
    </section>
  );
}
