import type { DemoFriend, RelativeMoment } from '../../electron/features/demo/demo-file.ts';
import type { Random } from './random.ts';

type Step = DemoFriend['levels'][number];

/** Share of friends per level 1 … 6: many who are only there, few iron fans. */
export const levelWeights = [41, 22, 14, 12, 8, 3];

const started = ['', '', '新加的', '扫码进来的', '群里加的', '从旧名单导入'];
const upReasons: Record<number, string[]> = {
  2: ['主动问了怎么买', '常给朋友圈点赞', '家里有小孩，正合适', '回了消息，聊得来', '看了测评来问'],
  3: ['问了价格和规格', '领了试吃装', '进了福利群', '比较过两家还来问', '聊了三次以上'],
  4: ['第一单：五斤脐橙', '第一单：收纳盒两只', '第一单：拼车一份', '试吃后买了整箱', '第一单：礼盒'],
  5: ['第三次回购', '每个月都买一箱', '连着两个月拼车', '给父母也寄了一箱'],
  6: ['介绍了同事来买', '主动晒单还帮忙答疑', '带了一个楼的人接龙', '帮忙管群，像自己人'],
};
const downReasons = ['两个多月没说话', '搬走了，买得少了', '说最近不需要', '只在有优惠时出现'];

/**
 * The way to `level`, one step at a time between the day she was added and yesterday.
 * @param addedOn days from today (negative)
 */
export function climb(random: Random, level: number, addedOn: number, added: RelativeMoment, start: number): Step[] {
  const fellBack = level < 5 && level > 1 && addedOn < -120 && random.chance(0.12);
  const top = fellBack ? level + 1 : level;
  const targets = Array.from({ length: top - start }, (_, n) => start + n + 1);
  if (fellBack) targets.push(level);
  // one day apart at least, so that the order can be told
  const days = random.some(
    Array.from({ length: -addedOn - 1 }, (_, n) => addedOn + n + 1),
    targets.length,
  );
  const steps: Step[] = [{ at: added, to: start, reason: random.pick(started) }];
  targets.slice(0, days.length).forEach((to, n) => {
    const isDown = fellBack && n === targets.length - 1;
    steps.push({ at: [days[n]!, random.int(9 * 60, 21 * 60)], to, reason: random.pick(isDown ? downReasons : upReasons[to]!) });
  });
  return steps;
}

/** Where she stood at the end of a day; 0 = not there yet. */
export const levelOf = (friend: DemoFriend, day = 0): number => friend.levels.findLast(({ at }) => at[0] <= day)?.to ?? 0;
