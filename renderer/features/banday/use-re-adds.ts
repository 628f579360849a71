import { useRef, useState } from 'react';
import type { ReAddCard, ReAddItem, ReAddQueue } from '../../../shared/contracts/ban-day.ts';
import type { ReAddState } from '../../../shared/domain/ban-day.ts';
import { client } from '../../lib/api.ts';
import { bridge } from '../../lib/bridge.ts';
import { notify } from '../../ui/toast.tsx';
import { useMark, useReAddCard } from './queries.ts';

/** What goes on the clipboard for somebody. */
export type Copied = 'phone' | 'id' | 'words';

interface Options {
  accountId: number;
  queue: ReAddQueue;
  via: { id: number; name: string } | null;
  /** who came goes over to the account that asks */
  move: boolean;
}

const copied = (card: ReAddCard, what: Copied): { text: string | undefined; said: string; none: string } => {
  if (what === 'phone') {
    const [phone] = card.phones;
    return { text: phone, said: `剪贴板里是${card.name}的电话 ${phone}`, none: `「${card.name}」没有电话可以复制` };
  }
  if (what === 'id') {
    const id = card.wechatId ?? undefined;
    return { text: id, said: `剪贴板里是${card.name}的微信号 ${id}`, none: `「${card.name}」没有能搜索的微信号` };
  }
  return { text: card.text, said: `剪贴板里是给${card.name}的话：${card.text}`, none: '' };
};

/** The one who is asked now, and every step that can be taken with somebody. */
export function useReAdds({ accountId, queue, via, move }: Options) {
  const [chosen, setChosen] = useState<number | null>(null);
  const mark = useMark(via?.name ?? '');
  const busy = useRef(false);
  const { waiting } = queue;
  const at = Math.max(
    0,
    waiting.findIndex(({ friendId }) => friendId === chosen),
  );
  const current = waiting[at] ?? null;
  const card = useReAddCard(current?.friendId ?? null, via?.id ?? null).data;
  const here = card && card.friendId === current?.friendId ? card : null;

  const go = (place: number) => setChosen(waiting[Math.min(Math.max(place, 0), waiting.length - 1)]?.friendId ?? null);
  const step = async (friend: Pick<ReAddItem, 'friendId' | 'name'>, state: ReAddState | null) => {
    // a second press of a key must not reach who comes next
    if (busy.current) return;
    busy.current = true;
    const next = friend.friendId === current?.friendId ? (waiting[at + 1] ?? waiting[at - 1]) : null;
    try {
      await mark.mutateAsync({ accountId, friend, state, viaAccountId: via?.id ?? null, move });
      if (next) setChosen(next.friendId);
    } catch {
      // told by the mutation
    } finally {
      busy.current = false;
    }
  };
  const copy = async (what: Copied) => {
    if (!current) return;
    try {
      // a key may come before the card of who is next is drawn
      const card = here ?? (await client.banday.card.query({ friendId: current.friendId, viaAccountId: via?.id ?? null }));
      await put(card, what);
    } catch (error) {
      notify.failed(error);
    }
  };
  const put = async (card: ReAddCard, what: Copied) => {
    const { text, said, none } = copied(card, what);
    if (text === undefined) return notify.done(none);
    if (what === 'words' && card.missing.length > 0)
      return notify.done(`${card.missing.map((name) => `{${name}}`).join('、')}没有资料，先在上面的话里补上，没有复制`);
    await bridge().copyText(text);
    notify.done(said);
  };
  const onCurrent = (state: ReAddState) => current && void step(current, state);
  return {
    current,
    card: here,
    pending: mark.isPending,
    choose: setChosen,
    step,
    copy,
    onCurrent,
    next: () => go(at + 1),
    previous: () => go(at - 1),
  };
}
