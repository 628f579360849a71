import { describe, expect, it } from 'vitest';
import { fuzzRounds, mutatedText, withoutHang } from '../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../tests/helpers/random-actions.ts';
import { findSolitaires, readSolitaire, totals } from './solitaire.ts';
import { mergeVersions } from './solitaire-versions.ts';

const seeds: Record<string, string> = {
  plain: '#接龙\n周五到货 赣南脐橙 10斤装 58元\n地址报楼号\n\n1. 青柠 2箱 3号楼\n2. 老周 1箱\n3. 豆豆妈 3箱 带发票\n',
  English: '#Group Note\nFriday oranges\n\n1. Anna 2 boxes\n2. Lee 1\n',
  'full-width': '#接龙\n周五🍊\n\n１． 青柠 ２箱\n２、老周🌸 １箱\n3．豆豆妈 +1\n4. 李姐 取消\n',
  prices: '#接龙\n周末团\n1. 脐橙 58/箱\n2. 苹果 30/份\n\n1. 青柠 脐橙2箱 苹果1份\n2. 3-502 老周 脐橙2.5斤\n',
  pasted: '李姐  09:12\n\n#接龙\n周五\n\n1. 青柠 2箱\n\n橙子铺  09:13\n\n#接龙\n周五\n\n1. 青柠 2箱\n2. 老周 1箱\n',
};

describe('damaged 接龙', () => {
  it.each(Object.keys(seeds))('%s keeps every numbered line, and its totals are those of its lines', async (name) => {
    const pick = randomFrom(name.length);
    for (let round = 0; round < fuzzRounds; round++) {
      const texts = [mutatedText(seeds[name]!, pick), mutatedText(seeds[name]!, pick)];
      await withoutHang(() => {
        for (const text of texts) {
          for (const list of [...findSolitaires(text), readSolitaire(text)]) {
            if (!list) continue;
            const sum = (items: { quantity: number }[]) => Math.round(items.reduce((all, one) => all + one.quantity, 0) * 1000);
            expect(sum(totals(list.lines))).toBe(sum(list.lines.flatMap((line) => line.items)));
            const places = [...list.lines.map(({ line }) => line), ...list.problems.map(({ line }) => line)];
            expect(places.every((line) => line > 0)).toBe(true);
          }
        }
        const lists = texts.flatMap((text, at) => findSolitaires(text).map((_, place) => ({ at: at * 1000 + place, text })));
        for (const merged of mergeVersions(lists)) for (const line of merged.lines) expect(line.joinedAt).toBeGreaterThanOrEqual(0);
      });
    }
  });
});
