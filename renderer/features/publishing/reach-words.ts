import type { Reach } from '../../../shared/contracts/insights.ts';
import type { Audience } from '../../../shared/contracts/segments.ts';
import { count } from '../../lib/format.ts';

/** For whom another day would do: they have seen enough adverts for now. null = for nobody. */
export function tiredText({ heads, guard }: Pick<Reach, 'heads' | 'guard'>): string | null {
  if (!guard?.notBefore) return null;
  return `${count(heads)} 位里有 ${count(guard.notBefore)} 位这几天看的广告够多了，可以挪一天，或者换条不卖货的。`;
}

/**
 * Who should see no advert on any day, and what to do about it. null = nobody.
 * @param blockTags names of the tags that say so
 */
export function spareText(
  { heads, guard }: Pick<Reach, 'heads' | 'guard'>,
  mode: Audience['mode'],
  blockTags: readonly string[],
): string | null {
  if (!guard?.blocked) return null;
  const tags = blockTags.map((name) => `「${name}」`).join('或');
  const how = mode === 'only' ? '在「只给谁看」里换成不带他们的' : '在「不给谁看」里选上这个标签';
  return `${count(heads)} 位里有 ${count(guard.blocked)} 位打了${tags}，哪天都别给他们看广告：${how}。`;
}

/** A private message goes to friends one by one: who has to wait then, and who is left out of the list. null = nobody. */
export function waitText({ heads, guard }: Pick<Reach, 'heads' | 'guard'>, blockTags: readonly string[]): string | null {
  const tags = blockTags.map((name) => `「${name}」`).join('或');
  const some = [
    ...(guard?.notBefore ? [`${count(guard.notBefore)} 位到那时还不宜打扰，会先等着`] : []),
    ...(guard?.blocked ? [`${count(guard.blocked)} 位打了${tags}，不会放进名单`] : []),
  ];
  return some.length === 0 ? null : `一位一位发，${count(heads)} 位里有 ${some.join('；')}。`;
}

/** 前后三天，这些人看过 4 条（促销 1 条），还会看到 3 条（促销 2 条） */
export function neighbourText(neighbours: Reach['neighbours']): string {
  const part = (posted: boolean, words: string) => {
    const posts = neighbours.filter((post) => post.posted === posted);
    const offers = posts.filter(({ category }) => category === 'offer').length;
    return posts.length === 0 ? [] : [`${words} ${count(posts.length)} 条${offers > 0 ? `（促销 ${count(offers)} 条）` : ''}`];
  };
  return `前后三天，这些人${[...part(true, '看过'), ...part(false, '还会看到')].join('，')}`;
}
