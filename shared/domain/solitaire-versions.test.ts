import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeVersions } from './solitaire-versions.ts';

const list = (lines: string[], title = '脐橙 58/箱') => ['#接龙', title, '', ...lines].join('\n');

describe('versions of one 接龙', () => {
  it('tell who joined, changed and withdrew, and keep everybody', () => {
    const [merged, ...others] = mergeVersions([
      { at: 3, text: list(['1. 青柠 2箱', '2. 豆豆妈 3箱', '3. 老王 1箱'], '脐橙  58/箱') },
      { at: 1, text: list(['1. 青柠 1箱', '2. 老周 1箱']) },
      { at: 2, text: list(['1. 青柠 2箱', '2. 老周 1箱', '3. 老王 1箱', '4. 小赵 取消']) },
    ]);
    expect(others).toEqual([]);
    expect(merged).toMatchObject({ versions: 3, firstAt: 1, lastAt: 3 });
    expect(merged!.lines.map(({ name, joinedAt, withdrawnAt, reusedNumber }) => [name, joinedAt, withdrawnAt, reusedNumber])).toEqual([
      ['青柠', 1, null, false],
      ['豆豆妈', 3, null, true],
      ['老王', 2, null, false],
      ['老周', 1, 3, false],
      ['小赵', 2, 2, false],
    ]);
    expect(merged!.lines[0]!.changes).toEqual([
      { at: 1, change: 'joined', raw: '青柠 1箱' },
      { at: 2, change: 'changed', raw: '青柠 2箱' },
    ]);
    expect(merged!.lines[3]!.changes.at(-1)).toEqual({ at: 3, change: 'gone', raw: '老周 1箱' });
  });

  it('see somebody come back, and 取消 written behind a name', () => {
    const [merged] = mergeVersions([
      { at: 1, text: list(['1. 青柠 1箱', '2. 老周 1箱']) },
      { at: 2, text: list(['1. 青柠 1箱', '2. 老周 取消']) },
      { at: 3, text: list(['1.', '2. 老周 2箱']) },
    ]);
    expect(merged!.lines.map(({ name, withdrawnAt, changes }) => [name, withdrawnAt, changes.map(({ change }) => change)])).toEqual([
      ['老周', null, ['joined', 'said', 'rejoined']],
      ['青柠', 3, ['joined', 'gone']],
    ]);
    expect(merged!.problems).toMatchObject([{ no: 1, problem: 'empty' }]);
  });

  it('stay one when the lines above were edited, and apart when the title is another', () => {
    const merged = mergeVersions([
      { at: 1, text: list(['1. 青柠 1箱'], '脐橙') },
      { at: 2, text: list(['1. 青柠 1箱', '2. 老周 1箱'], '脐橙\n周五到') },
      { at: 3, text: list(['1. 青柠 1箱'], '牛奶') },
    ]);
    expect(merged.map(({ title, versions }) => [title, versions])).toEqual([
      ['脐橙', 2],
      ['牛奶', 1],
    ]);
  });

  it('keep two entries of one person apart', () => {
    const [merged] = mergeVersions([
      { at: 1, text: list(['1. 青柠 1箱']) },
      { at: 2, text: list(['1. 青柠 1箱', '2. 青柠 2箱']) },
    ]);
    expect(merged!.lines.map(({ raw, joinedAt }) => [raw, joinedAt])).toEqual([
      ['青柠 1箱', 1],
      ['青柠 2箱', 2],
    ]);
  });

  it('never lose anybody who was ever in the list', () => {
    const entry = fc.tuple(fc.constantFrom('青柠', '老周', '豆豆妈', '老王'), fc.constantFrom('1箱', '2箱', '取消', ''));
    fc.assert(
      fc.property(fc.array(fc.array(entry, { maxLength: 6 }), { minLength: 1, maxLength: 6 }), (versions) => {
        const [merged] = mergeVersions(
          versions.map((entries, index) => ({ at: index, text: list(entries.map(([name, rest], no) => `${no + 1}. ${name} ${rest}`)) })),
        );
        const most = (name: string) => Math.max(...versions.map((entries) => entries.filter(([one]) => one === name).length));
        for (const name of new Set(versions.flat().map(([one]) => one)))
          expect(merged!.lines.filter((line) => line.name === name)).toHaveLength(most(name));
        const standing = merged!.lines.filter(({ withdrawnAt }) => withdrawnAt === null);
        expect(standing).toHaveLength(versions.at(-1)!.filter(([, rest]) => rest !== '取消').length);
      }),
    );
  });
});
