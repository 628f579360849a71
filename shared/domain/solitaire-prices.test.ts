import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSolitaire, totals } from './solitaire.ts';
import { readPrices } from './solitaire-prices.ts';

const said = (line: string): string =>
  readPrices(line)
    .products.map(({ name, price, unit, several }) => `${name}=${price}${unit && `/${unit}`}${several ? `(几${several})` : ''}`)
    .join('+');

it.each<[line: string, products: string, left: boolean]>([
  ['苹果10元/斤 梨8元/斤', '苹果=1000/斤+梨=800/斤', false],
  ['苹果10元/斤，梨8元/斤、香蕉 ￥5.5/把', '苹果=1000/斤+梨=800/斤+香蕉=550/把', false],
  ['1. 苹果10/斤 2. 梨8/斤', '苹果=1000/斤+梨=800/斤', false],
  ['水果团：苹果 10元，梨 8元', '苹果=1000+梨=800', false],
  ['苹果、梨 各10元/斤', '苹果=1000/斤+梨=1000/斤', false],
  ['和田枣、苹果均30元一箱', '和田枣=3000/箱+苹果=3000/箱', false],
  ['周五到货 赣南脐橙 10斤装 58元', '周五到货 赣南脐橙 10斤装=5800', false],
  ['脐橙 5斤装28元 10斤装50元', '脐橙 5斤装=2800+脐橙 10斤装=5000', false],
  ['脐橙 小份28元/大份50元', '脐橙 小份=2800+脐橙 大份=5000', false],
  ['10斤装 50元', '10斤装=5000', false],
  ['脐橙 每箱58元', '脐橙=5800/箱', false],
  ['脐橙 9块9一斤', '脐橙=990/斤', false],
  ['脐橙 原价68元 团购价58元/箱', '脐橙=5800/箱', false],
  ['脐橙 原价68 现价58元', '脐橙=5800', false],
  ['3/9到货 脐橙 58/箱', '3/9到货 脐橙=5800/箱', false],
  // what is said of several, of nothing, or of what is not sold
  ['苹果 10元3斤', '苹果=1000(几斤)', true],
  ['苹果 三斤10元', '苹果 三斤=1000(几斤)', true],
  ['脐橙 58元/箱 两箱110元', '脐橙=5800/箱', true],
  ['脐橙 58元 运费10元', '脐橙=5800', true],
  ['满100元减10元', '', true],
  ['10元一份', '', true],
  ['地址报楼号，周五 3/9 到', '', false],
  ['脐橙58元 10斤起送', '脐橙=5800', false],
])('%j names %j', (line, products, left) => {
  expect([said(line), readPrices(line).left]).toEqual([products, left]);
});

const orders = (head: string, ...entries: string[]) =>
  readSolitaire(['#接龙', ...head.split('\n'), '', ...entries.map((entry, i) => `${i + 1}. 小王 ${entry}`)].join('\n'))!.lines.map(
    ({ items, sure }) => `${items.map(({ product, quantity, unit }) => `${product}*${quantity}${unit}`).join('+')}${sure ? '' : '?'}`,
  );

describe('a list with several products on one line', () => {
  it.each<[entry: string, read: string]>([
    ['苹果2 梨1', '苹果*2+梨*1'],
    ['苹果2斤梨1斤', '苹果*2斤+梨*1斤'],
    ['我要两斤苹果，再来一斤梨', '苹果*2斤+梨*1斤'],
    ['苹果梨各1', '苹果*1+梨*1'],
    ['苹果 2', '苹果*2'],
    // a person has to look
    ['2斤', '*2斤?'],
    ['各一份', '苹果*1份+梨*1份?'],
    ['每样2斤', '苹果*2斤+梨*2斤?'],
    ['苹果 梨 2斤', '苹果*2斤+梨*2斤?'],
    ['苹果干2包', '苹果*2包?'],
    ['青苹果2', '苹果*2?'],
    ['2盒梨膏', '梨*2盒?'],
    ['苹果', '苹果*1?'],
    ['香蕉2', '香蕉*2?'],
  ])('%j is %j', (entry, read) => {
    expect(orders('苹果10元/斤 梨8元/斤', entry)).toEqual([read]);
  });

  it('asks which of two sizes, and which of two things under one price', () => {
    expect(orders('脐橙 5斤装28元 10斤装50元', '10斤装 2份', '脐橙 1', '5斤装1')).toEqual(['脐橙 10斤装*2份', '脐橙*1?', '脐橙 5斤装*1']);
    expect(orders('苹果/香梨 10元/斤', '苹果2斤', '香梨1斤')).toEqual(['苹果/香梨*2斤?', '苹果/香梨*1斤?']);
    expect(orders('脐橙58元', '各2箱')).toEqual(['脐橙*2箱?']);
  });

  it('says which line has a price that is not reckoned with', () => {
    const list = readSolitaire('#接龙\n脐橙 58元/箱\n两箱110元\n脐橙 55元\n\n1. 小王 脐橙2箱')!;
    expect(list.products).toEqual([{ name: '脐橙', price: 5800, unit: '箱' }]);
    expect(list.problems).toEqual([
      { line: 3, no: 0, raw: '两箱110元', problem: 'otherPrice' },
      { line: 4, no: 0, raw: '脐橙 55元', problem: 'otherPrice' },
    ]);
  });

  it('is a price list when numbered, two on a line', () => {
    const list = readSolitaire('#接龙\n水果\n1. 苹果10元/斤 梨8元/斤\n2. 香蕉5元/把\n\n1. 小王 苹果2 梨1\n2. 老周 香蕉1把')!;
    expect(list.intro).toEqual(['1. 苹果10元/斤 梨8元/斤', '2. 香蕉5元/把']);
    expect(totals(list.lines).map(({ product, quantity, unsure }) => [product, quantity, unsure])).toEqual([
      ['苹果', 2, 0],
      ['梨', 1, 0],
      ['香蕉', 1, 0],
    ]);
  });

  it('orders what was written, however many stand on a line and in an entry', () => {
    const goods = fc.uniqueArray(fc.constantFrom('苹果', '梨', '脐橙', '香蕉', '鸡蛋', '羊肉卷'), { minLength: 2, maxLength: 6 });
    const unit = fc.constantFrom('斤', '箱', '份', '');
    fc.assert(
      fc.property(
        goods,
        unit,
        fc.constantFrom(' ', '，', '、', '；'),
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 6, maxLength: 6 }),
        (names, of, sign, counts) => {
          const head = names.map((name, i) => `${name}${i + 5}元${of && `/${of}`}`).join(sign);
          const [read] = orders(head, names.map((name, i) => `${name}${counts[i]}${of}`).join(' '));
          expect(said(head)).toBe(names.map((name, i) => `${name}=${(i + 5) * 100}${of && `/${of}`}`).join('+'));
          expect(read).toBe(names.map((name, i) => `${name}*${counts[i]}${of}`).join('+'));
        },
      ),
    );
  });
});
