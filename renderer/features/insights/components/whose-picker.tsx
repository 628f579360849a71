import { Select } from 'antd';
import { useAccounts, useChannels } from '../../../lib/book.ts';

/** Of which account and which channel (0 = of those without one); null = of all. */
export interface Whose {
  accountId: number | null;
  channelId: number | null;
}

/** ，微信号「大号」，渠道「门店」: behind what is told of a part only. */
export function useWhoseName(): (whose: Whose) => string {
  const accounts = useAccounts().byId;
  const channels = useChannels().byId;
  return ({ accountId, channelId }) =>
    [
      accountId === null ? '' : `，微信号「${accounts.get(accountId)?.name ?? ''}」`,
      channelId === null ? '' : channelId === 0 ? '，没写渠道的' : `，渠道「${channels.get(channelId)?.name ?? ''}」`,
    ].join('');
}

interface PickerProps {
  label: string;
  /** what no choice is called */
  all: string;
  value: number | null;
  choices: readonly { id: number; name: string }[];
  onPick: (id: number | null) => void;
}

const none = -1;

function Picker({ label, all, value, choices, onPick }: PickerProps) {
  // one that is gone counts as all
  const known = choices.some(({ id }) => id === value) ? value! : none;
  return (
    <Select
      aria-label={label}
      className="whose-picker"
      popupMatchSelectWidth={false}
      value={known}
      options={[{ value: none, label: all }, ...choices.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={(id: number) => onPick(id === none ? null : id)}
    />
  );
}

/** Which account is looked at; with one there is nothing to choose. */
export function AccountPicker({ accountId, onAccount }: { accountId: number | null; onAccount: (id: number | null) => void }) {
  const { active } = useAccounts();
  if (active.length < 2) return null;
  return <Picker label="看哪个微信号" all="全部微信号" value={accountId} choices={active} onPick={onAccount} />;
}

export function ChannelPicker({ channelId, onChannel }: { channelId: number | null; onChannel: (id: number | null) => void }) {
  const { list } = useChannels();
  if (list.length === 0) return null;
  const choices = [...list, { id: 0, name: '没写渠道' }];
  return <Picker label="看哪个渠道" all="全部渠道" value={channelId} choices={choices} onPick={onChannel} />;
}
