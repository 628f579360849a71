import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeVersions } from '../../../shared/domain/solitaire-versions.ts';
import { countLines } from './solitaire-read.ts';

const count = (...versions: string[]) => countLines(versions.at(-1)!, mergeVersions(versions.map((text, at) => ({ at, text }))).at(-1)!);

/** Lines as people write them into a list, and between its lines. */
const row = fc.constantFrom(
  '1. 青柠 2箱',
  '2. 老周 1箱 3号楼',
  '2. 老周 取消',
  '3.',
  '4. ',
  '5、豆豆妈 3箱\n带发票',
  '6) 小赵 两箱',
  '7．梅姐 1.5斤',
  '9. 🍊',
  '10 阿梅 1箱',
  '谢谢大家',
  '',
  '1. 青柠 2箱',
  '3号楼 2026-03-09 08:10',
  '> 8. 老王 一箱',
  '11: 9点到',
  '0. 团长 58元/箱',
);

it('every numbered line of a 接龙 stands, is withdrawn, or is said to be unreadable', () => {
  expect(count('#接龙\n脐橙 58/箱\n\n1. 青柠 2箱\n2. 老周 取消\n3.\n\n下面的不算\n7. 迟到的 1箱')).toEqual({
    numbered: 4,
    standing: 1,
    withdrawn: 1,
    unreadable: 2,
    agrees: true,
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 14 }), fc.array(row, { maxLength: 6 }), (rows, before) => {
      const head = '#接龙\n脐橙 58/箱\n\n';
      const found = count(head + before.join('\n'), head + rows.join('\n'));
      expect(found.standing + found.withdrawn + found.unreadable).toBe(found.numbered);
      expect(found.agrees).toBe(true);
    }),
    { numRuns: 500 },
  );
});
