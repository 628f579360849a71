import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  fillTemplate,
  parseTemplate,
  partsThatMayLack,
  printTemplate,
  problemSentence,
  type TemplateValues,
  templateVariables,
  variablesOf,
} from './template.ts';
import { parseCondition, printCondition } from './template-conditions.ts';
import { nearestVariable } from './template-words.ts';

const zhang: TemplateValues = { level: 5, orders: 3, words: { 称呼: '张姐', 等级: '忠诚客户', 上次购买: '土鸡蛋' } };
const nobody: TemplateValues = { level: 1, orders: 0, words: {} };
const fillText = (text: string, values: TemplateValues) => fillTemplate(parseTemplate(text).template, values);
const kinds = (text: string) => parseTemplate(text).problems.map(({ kind }) => kind);

/** Texts that are mostly signs and names: what a parser stumbles over. */
const pieces = [
  '{',
  '}',
  '{{',
  '}}',
  '|',
  '｜',
  '：',
  ':',
  '\n',
  ' ',
  '称呼',
  '昵称',
  '等级',
  '等级≥4',
  '等级2-3',
  '有生日',
  '没有生日',
  '朋友',
  '｛',
  '｝',
  '🌹',
  '九',
  'x',
  '购买次数>2',
  '等级=9',
];
const signs = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

describe('what stands in the place of a variable', () => {
  test.each([
    ['{称呼}，早', '张姐，早', '{称呼}，早', ['称呼']],
    ['{称呼|朋友}，早', '张姐，早', '朋友，早', []],
    ['{ 称呼 ｜ 亲}', '张姐', ' 亲', []],
    ['{昵称|{称呼|朋友}}', '张姐', '朋友', []],
    ['{昵称|{称呼}}', '张姐', '{称呼}', ['称呼']],
    ['您好{昵称|}！', '您好！', '您好！', []],
    ['{等级≥4：老顾客专享价|新朋友有见面礼}', '老顾客专享价', '新朋友有见面礼', []],
    ['{等级>=4:老顾客}', '老顾客', '', []],
    ['{等级=5：五|别}', '五', '别', []],
    ['{等级=忠诚客户：五|别}', '五', '别', []],
    ['{等级2-3：中|别}', '别', '别', []],
    ['{等级1到5：有|没}', '有', '有', []],
    ['{等级≠1：熟|生}', '熟', '生', []],
    ['{购买次数>2：三单了|欢迎}', '三单了', '欢迎', []],
    ['{有上次购买：上次的{上次购买}好吃吗|想吃点什么}', '上次的土鸡蛋好吃吗', '想吃点什么', []],
    ['{没有上次购买：第一次来|又来啦}', '又来啦', '第一次来', []],
    ['{{称呼}} 就是 {称呼|她}', '{称呼} 就是 张姐', '{称呼} 就是 她', []],
    ['买二送一 | 只到今天：快', '买二送一 | 只到今天：快', '买二送一 | 只到今天：快', []],
  ])('%s', (text, forZhang, forNobody, missing) => {
    expect(kinds(text)).toEqual([]);
    expect(fillText(text, zhang).text).toBe(forZhang);
    expect(fillText(text, nobody)).toEqual({ text: forNobody, missing });
  });

  test('only what would be read for her can be missing', () => {
    const text = '{等级≥4：{生日}|{地区}}{地区|那里}';
    expect(fillText(text, zhang).missing).toEqual(['生日']);
    expect(fillText(text, nobody).missing).toEqual(['地区']);
    expect(variablesOf(parseTemplate(text).template)).toEqual(['等级', '生日', '地区']);
  });
});

describe('what is wrong is said, with its place', () => {
  test.each([
    ['你好{称呼', 'unclosed', 2],
    ['{称呼 你好 {昵称}', 'unclosed', 0],
    ['{称呼\n}', 'unclosed', 0],
    ['{等级≥4：老顾客', 'unclosed', 0],
    ['你好}', 'strayBrace', 2],
    ['{称乎}', 'unknown', 0],
    ['{}', 'noName', 0],
    ['{等级≥9：好|坏}', 'condition', 0],
    ['{等级≥4}', 'noWords', 0],
    ['{等级≥4|老|新}', 'noColon', 0],
    ['{称呼：朋友}', 'colon', 0],
    ['{称呼|亲|朋友}', 'extraBar', 0],
    ['你好｛称呼｝', 'fullWidth', 2],
    ['{有快递：到了|没到}', 'condition', 0],
  ])('%s → %s', (text, kind, at) => {
    const { template, problems } = parseTemplate(text);
    expect(problems[0]).toMatchObject({ kind, at });
    expect(problemSentence(problems[0]!)).toMatch(/^第 \d+ 行/);
    // nothing of what she wrote is lost on the way
    expect(printTemplate(template)).toBe(text);
  });

  test('names the variable that was meant', () => {
    const nearest = (name: string) => parseTemplate(`{${name}}`).problems[0]?.nearest;
    expect(nearest('称乎')).toBe('称呼');
    expect(nearest('名字')).toBe('称呼');
    expect(nearest('上次购买日')).toBe('上次购买');
    expect(nearest('constructor')).toBeNull();
    expect(problemSentence(parseTemplate('早\n{姓名}').problems[0]!)).toBe('第 2 行的 {姓名} 不认识。是不是 {称呼}？');
  });

  test('points are a number like others: 0 is one, none on record is empty', () => {
    expect(fillText('{积分}', { ...zhang, words: { 积分: '0' } })).toEqual({ text: '0', missing: [] });
    expect(fillText('{积分|还没有}，{积分}', zhang)).toEqual({ text: '还没有，{积分}', missing: ['积分'] });
    expect(nearestVariable('会员积分')).toBe('积分');
  });

  test('a hostile text takes time like any other and gives few problems', () => {
    for (const text of [
      '{等级≥4：'.repeat(50_000),
      '{'.repeat(99_999),
      '}'.repeat(99_999),
      '{x}'.repeat(50_000),
      '{称呼|'.repeat(50_000),
    ]) {
      const { problems, template } = parseTemplate(text);
      expect(problems.length).toBeLessThanOrEqual(50);
      expect(printTemplate(template)).toBe(text);
    }
  });
});

describe('properties', () => {
  test('a text without braces comes back unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (noise) => {
        const text = noise.replace(/[{}｛｝]/g, '');
        expect(parseTemplate(text).problems).toEqual([]);
        expect(fillText(text, zhang)).toEqual({ text, missing: [] });
      }),
    );
  });

  test('printing and reading again changes nothing, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(signs, fc.string({ unit: 'binary' })), (text) => {
        const first = parseTemplate(text);
        const printed = printTemplate(first.template);
        const second = parseTemplate(printed);
        expect(second.template).toEqual(first.template);
        expect(printTemplate(second.template)).toBe(printed);
        expect(second.problems.map(({ kind }) => kind)).toEqual(first.problems.map(({ kind }) => kind));
      }),
      { numRuns: 3000 },
    );
  });

  test('values are words, never templates', () => {
    fc.assert(
      fc.property(signs, (value) => {
        fc.pre(value !== '');
        expect(fillText('<{称呼}|{昵称|x}>', { level: 1, orders: 0, words: { 称呼: value, 昵称: value } }).text).toBe(
          `<${value}|${value}>`,
        );
      }),
    );
  });

  test('every condition prints to one that means the same', () => {
    const compare = fc.constantFrom('≥', '≤', '>', '<', '=', '≠', '>=', '!=', '＝', '＞');
    const written = fc.oneof(
      fc.tuple(fc.constantFrom('等级', '购买次数'), compare, fc.integer({ min: 0, max: 9 })).map((parts) => parts.join('')),
      fc
        .tuple(fc.constantFrom('等级', '购买次数=', '等级≠'), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 7 }))
        .map(([of, a, b]) => `${of}${a}-${b}`),
      fc.tuple(fc.constantFrom('有', '没有'), fc.constantFrom(...templateVariables.map(({ name }) => name))).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(written, (text) => {
        const condition = parseCondition(text);
        if (condition) expect(parseCondition(printCondition(condition))).toEqual(condition);
      }),
    );
  });

  test('filling equals replacing sign by sign, for flat templates', () => {
    const names = ['称呼', '昵称', '地区'] as const;
    const plain = fc.constantFrom('早', '，', '🌹', '上新啦\n', ' ');
    const atom = fc.oneof(
      plain.map((text) => ({ text, name: null, fallback: null })),
      fc.record({ text: fc.constant(''), name: fc.constantFrom(...names), fallback: fc.option(plain) }),
    );
    const words = fc.record({
      称呼: fc.constantFrom('', '张姐'),
      昵称: fc.constantFrom('', '{雨}'),
      地区: fc.constantFrom('', '深圳|南山'),
    });
    fc.assert(
      fc.property(fc.array(atom), words, (atoms, values) => {
        const source = atoms
          .map(({ text, name, fallback }) => (name ? `{${name}${fallback === null ? '' : `|${fallback}`}}` : text))
          .join('');
        const naive = atoms.map(({ text, name, fallback }) => (name ? values[name] || (fallback ?? `{${name}}`) : text)).join('');
        const holes = new Set(atoms.flatMap(({ name, fallback }) => (name && !values[name] && fallback === null ? [name] : [])));
        expect(fillText(source, { level: 1, orders: 0, words: values })).toEqual({ text: naive, missing: [...holes] });
      }),
    );
  });

  test('what may lack something lacks the same as the whole', () => {
    const names = templateVariables.map(({ name }) => name);
    const values = fc.record({
      level: fc.integer({ min: 1, max: 6 }),
      orders: fc.integer({ min: 0, max: 3 }),
      words: fc.dictionary(fc.constantFrom(...names), fc.constantFrom('', '甲')) as fc.Arbitrary<TemplateValues['words']>,
    });
    fc.assert(
      fc.property(signs, values, (text, known) => {
        const { template } = parseTemplate(text);
        const part = partsThatMayLack(template);
        expect(fillTemplate(part, known).missing).toEqual(fillTemplate(template, known).missing);
      }),
      { numRuns: 3000 },
    );
    const needs = (text: string) => variablesOf(partsThatMayLack(parseTemplate(text).template));
    expect(needs('{称呼}，上次的{上次购买|东西}')).toEqual(['称呼']);
    expect(needs('{上次购买|{昵称}}')).toEqual(['上次购买', '昵称']);
    expect(needs('{等级≥4：老|新}{有生日：好}')).toEqual([]);
    expect(needs('{购买次数≥2：{生日}|嗨}')).toEqual(['购买次数', '生日']);
  });

  test('conditions by level agree with the plain comparison', () => {
    const signs: [string, (level: number, with_: number) => boolean][] = [
      ['≥', (a, b) => a >= b],
      ['≤', (a, b) => a <= b],
      ['=', (a, b) => a === b],
      ['≠', (a, b) => a !== b],
      ['>', (a, b) => a > b],
      ['<', (a, b) => a < b],
    ];
    for (let level = 1; level <= 6; level++)
      for (let other = 1; other <= 6; other++)
        for (const [sign, holds] of signs) {
          const { template, problems } = parseTemplate(`{等级${sign}${other}：是|否}`);
          const impossible = (sign === '>' && other === 6) || (sign === '<' && other === 1);
          expect(problems.length).toBe(impossible ? 1 : 0);
          if (!impossible) expect(fillTemplate(template, { level, orders: 0, words: {} }).text).toBe(holds(level, other) ? '是' : '否');
        }
  });
});
