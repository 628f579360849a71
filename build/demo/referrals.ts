import type { DemoFile, DemoFriend } from '../../electron/features/demo/demo-file.ts';
import { channelNames } from './book.ts';
import { levelOf } from './ladder.ts';
import type { Random } from './random.ts';

/** Whom those brought who came before that, she does not remember. */
const rememberedFrom = -170;
/** of those who are still there, and of those who went, who were not all put down as brought */
const [hereHeads, goneHeads] = [32, 4];
const goneFrom = ['转介绍', '社群', '朋友圈'];
/** So many days after she became a customer somebody tells others of the shop most of all. */
const freshDays = 60;

/** Who brought whom: friends of the channel 转介绍, and whom the seller asked about. */
export function makeReferrals(random: Random, friends: readonly DemoFriend[]): DemoFile['referrals'] {
  const among = (names: readonly string[], isHere: boolean) =>
    friends.flatMap(({ channel, added, status }, place) =>
      names.includes(channelNames[channel ?? -1] ?? '') && added[0] >= rememberedFrom && (status === 'normal') === isHere ? [place] : [],
    );
  return [...random.some(among(goneFrom, false), goneHeads), ...random.some(among(['转介绍'], true), hereHeads)].flatMap((friend) => {
    const by = bringerOf(random, friends, friends[friend]!);
    return by === null ? [] : [{ friend, by }];
  });
}

/** Somebody of the same account who had bought by then and is close by now, iron fans before loyal ones; null = nobody had. */
function bringerOf(random: Random, friends: readonly DemoFriend[], { account, added: [on] }: DemoFriend): number | null {
  const able = friends.flatMap((friend, place) => {
    const level = levelOf(friend);
    const since = friend.levels.find(({ to }) => to >= 4)?.at[0] ?? 0;
    if (friend.account !== account || level < 5 || since >= on) return [];
    return [{ place, weight: (level === 6 ? 4 : 1) * (on - since <= freshDays ? 4 : 1) }];
  });
  return able[random.weighted(able.map(({ weight }) => weight))]?.place ?? null;
}
