import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchNames, type NameCandidate } from './name-match.ts';

const person = (id: number, fields: Partial<NameCandidate>): NameCandidate => ({
  id,
  remark: '',
  nickname: '',
  groupName: '',
  alias: '',
  ...fields,
});
const best = (name: string, candidates: NameCandidate[]) => {
  const [match] = matchNames([name], candidates);
  return [match!.matches[0]?.id ?? null, match!.matches[0]?.reason ?? null, match!.doubtful];
};

describe('names of a list', () => {
  const people = [
    person(1, { remark: '李姐-3号楼', nickname: '微风', alias: 'weifeng88' }),
    person(2, { nickname: '🍊小桃子🍊', groupName: '小桃' }),
    person(3, { remark: 'Tom Lee' }),
    person(4, { remark: '豆豆妈妈' }),
    person(5, { nickname: '青柠' }),
    person(6, { remark: '青柠' }),
    person(7, { nickname: '老周' }),
    person(8, { nickname: '老周' }),
  ];
  it.each<[string, number | null, string | null, boolean]>([
    ['李姐-3号楼', 1, 'remark', false],
    ['李姐', 1, 'placeless', false],
    ['3号楼李姐', 1, 'placeless', false],
    ['李姐 3-2-501', 1, 'placeless', false],
    ['微风', 1, 'nickname', false],
    ['WeiFeng88', 1, 'alias', false],
    ['小桃', 2, 'groupName', false],
    ['小桃子', 2, 'bare', false],
    ['ＴＯＭ　ＬＥＥ', 3, 'remark', false],
    ['tomlee', 3, 'bare', false],
    ['豆豆妈', 4, 'part', true],
    ['豆豆爸妈', 4, 'oneApart', true],
    ['老周', 7, 'nickname', true],
    ['没见过', null, null, true],
    ['', null, null, true],
    ['🍊', null, null, true],
    ['3号楼', null, null, true],
  ])('%j', (name, id, reason, doubtful) => {
    expect(best(name, people)).toEqual([id, reason, doubtful]);
  });

  it('of a remark go before the same nickname, and the tie is shown', () => {
    const [match] = matchNames(['青柠'], people);
    expect(match!.matches.map(({ id, score }) => [id, score])).toEqual([
      [6, 1],
      [5, 0.96],
    ]);
    expect(match!.doubtful).toBe(true);
  });

  it('give scores within 0–1, one for each person, best first', () => {
    const text = fc.string({ unit: fc.constantFrom('李', '姐', '3', '号', '楼', '-', 'A', '🍊', ' '), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.array(fc.tuple(text, text, text), { maxLength: 8 }), (names, rows) => {
        const all = rows.map(([remark, nickname, groupName], id) => person(id, { remark, nickname, groupName }));
        const matched = matchNames(names, all);
        expect(matched.map(({ name }) => name)).toEqual(names);
        for (const { matches } of matched) {
          expect(new Set(matches.map(({ id }) => id)).size).toBe(matches.length);
          expect(matches.every(({ score }, at) => score > 0 && score <= 1 && score <= (matches[at - 1]?.score ?? 1))).toBe(true);
        }
      }),
    );
  });
});
