import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSolitaires, printSolitaire, readSolitaire, splitName, totals } from './solitaire.ts';

const orders = (text: string, names?: string[]) =>
  readSolitaire(text, names)!.lines.map((line) => [
    line.name,
    line.items.map((item) => `${item.product}*${item.quantity}${item.unit}`).join('+'),
    line.note,
    line.sure,
  ]);
const fruit = '#接龙\n水果团\n1️⃣ 脐橙 58/箱\n2️⃣ 红富士苹果 30元/份\n\n';

describe('a 接龙', () => {
  it('is read as WeChat writes it', () => {
    const text = '#接龙\n周五到货 赣南脐橙 10斤装 58元\n地址报楼号\n\n1. 青柠 2箱 3号楼\n2. 老周 1箱\n3. 豆豆妈 3箱 带发票\n';
    const list = readSolitaire(text)!;
    const product = '周五到货 赣南脐橙 10斤装';
    expect(list).toMatchObject({ line: 1, title: '周五到货 赣南脐橙 10斤装 58元', intro: ['地址报楼号'], problems: [] });
    expect(list.products).toEqual([{ name: product, price: 5800, unit: '' }]);
    expect(list.lines[0]).toEqual({
      line: 5,
      no: 1,
      raw: '青柠 2箱 3号楼',
      name: '青柠',
      rest: '2箱 3号楼',
      items: [{ product, quantity: 2, unit: '箱' }],
      note: '3号楼',
      sure: true,
      withdrawn: false,
    });
    expect(orders(text).map(([name, items, note]) => [name, items, note])).toEqual([
      ['青柠', `${product}*2箱`, '3号楼'],
      ['老周', `${product}*1箱`, ''],
      ['豆豆妈', `${product}*3箱`, '带发票'],
    ]);
    expect(totals(list.lines)).toEqual([{ product, unit: '箱', quantity: 6, lines: 3, unsure: 0 }]);
  });

  it.each([
    ['#接龙\n牛奶\n\n1. 青柠 2箱', '牛奶'],
    ['＃接龙\n牛奶\n1. 青柠 2箱', '牛奶'],
    ['#接龙 牛奶\n1. 青柠 2箱', '牛奶'],
    ['「#接龙」\n牛奶\n1. 青柠 2箱', '牛奶'],
    ['#Group Note\n牛奶\n1. 青柠 2箱', '牛奶'],
    ['#接龍\n牛奶\n1. 青柠 2箱', '牛奶'],
    ['[链接]#接龙\n牛奶\n1. 青柠 2箱', '牛奶'],
    ['李姐: #接龙\n\n牛奶\n\n1. 青柠 2箱', '牛奶'],
    ['🍊#接龙🍊\n牛奶\n1. 青柠 2箱', '🍊'],
    ['#接龙\r\n牛奶\r\n\r\n1、青柠 2箱\r\n', '牛奶'],
    ['#接龙\n牛奶\n１．青柠　２箱', '牛奶'],
    ['#接龙\n牛奶\n1) 青柠 2箱', '牛奶'],
    ['#接龙\n牛奶\n1️⃣ 青柠 2箱', '牛奶'],
  ])('opens with %j', (text, title) => {
    const list = readSolitaire(text)!;
    expect(list.title).toBe(title);
    expect(list.lines.map(({ no, name, items }) => ({ no, name, items }))).toEqual([
      { no: 1, name: '青柠', items: [{ product: '', quantity: 2, unit: '箱' }] },
    ]);
  });

  it.each(['', '1. 青柠 2箱', '接龙', '#接龙王#大家好', '今天的接龙\n1. 青柠'])('is not found in %j', (text) => {
    expect(readSolitaire(text)).toBeNull();
  });

  it.each<[string, string, string, string, boolean]>([
    ['青柠 2箱', '青柠', '*2箱', '', false],
    ['青柠 脐橙2 苹果1', '青柠', '脐橙*2+红富士苹果*1', '', true],
    ['青柠 脐橙2箱苹果1份', '青柠', '脐橙*2箱+红富士苹果*1份', '', true],
    ['青柠 脐橙两箱', '青柠', '脐橙*2箱', '', true],
    ['青柠 脐橙十二箱', '青柠', '脐橙*12箱', '', true],
    ['青柠 一份苹果', '青柠', '红富士苹果*1份', '', true],
    ['青柠 2箱脐橙 1份苹果', '青柠', '脐橙*2箱+红富士苹果*1份', '', true],
    ['青柠 脐橙x2', '青柠', '脐橙*2', '', true],
    ['青柠 脐橙×2', '青柠', '脐橙*2', '', true],
    ['青柠 脐橙*2', '青柠', '脐橙*2', '', true],
    ['青柠 脐橙+1', '青柠', '脐橙*1', '', true],
    ['青柠 脐橙＋1', '青柠', '脐橙*1', '', true],
    ['青柠 脐橙２箱', '青柠', '脐橙*2箱', '', true],
    ['青柠 半箱脐橙', '青柠', '脐橙*0.5箱', '', true],
    ['青柠 苹果2.5斤', '青柠', '红富士苹果*2.5斤', '', true],
    ['青柠 脐橙1箱半', '青柠', '脐橙*1.5箱', '', true],
    ['青柠 脐橙 苹果各2份', '青柠', '脐橙*2份+红富士苹果*2份', '', true],
    ['青柠 脐橙2箱 3号楼', '青柠', '脐橙*2箱', '3号楼', true],
    ['青柠 12幢3单元401室 脐橙2箱', '青柠', '脐橙*2箱', '12幢3单元401室', true],
    ['青柠 3-2-501 脐橙1', '青柠', '脐橙*1', '3-2-501', true],
    ['青柠 脐橙2箱 13800000001 下午3点', '青柠', '脐橙*2箱', '13800000001 下午3点', true],
    ['青柠 脐橙2箱 已付116元', '青柠', '脐橙*2箱', '已付116元', true],
    ['青柠 脐橙', '青柠', '脐橙*1', '', false],
    ['青柠', '青柠', '*1', '', false],
    ['青柠 +1', '青柠', '*1', '', false],
    ['青柠 橙子两箱 苹果x2', '青柠', '橙子*2箱+红富士苹果*2', '', false],
    ['青柠 取消', '青柠', '', '取消', true],
    ['青柠 退1箱', '青柠', '', '退1箱', false],
    ['🍊小桃子🍊 脐橙1箱', '🍊小桃子🍊', '脐橙*1箱', '', true],
    ['青柠脐橙2箱', '青柠脐橙', '*2箱', '', false],
  ])('reads %j', (entry, name, items, note, sure) => {
    expect(orders(`${fruit}1. ${entry}`)).toEqual([[name, items, note, sure]]);
  });

  it('keeps names with blanks whole when they are known, the longest first', () => {
    expect(splitName('阿 B 2箱', ['阿', '阿 B'])).toEqual({ name: '阿 B', rest: '2箱', sure: true });
    expect(splitName('李姐夫 2箱', ['李姐'])).toEqual({ name: '李姐夫', rest: '2箱', sure: true });
    expect(splitName('李姐2箱', ['李姐'])).toEqual({ name: '李姐', rest: '2箱', sure: true });
    expect(splitName('李姐2箱')).toEqual({ name: '李姐', rest: '2箱', sure: false });
    expect(splitName('Ｔｏｍ　Ｌｅｅ x2', ['tom lee'])).toEqual({ name: 'Ｔｏｍ　Ｌｅｅ', rest: 'x2', sure: true });
    expect(splitName('3号楼李姐 两箱')).toEqual({ name: '3号楼李姐', rest: '两箱', sure: true });
  });

  it('is not sure of a product that only one line names', () => {
    expect(orders('#接龙\n下午茶\n\n1. 阿 小王2\n2. 青柠 奶茶2\n3. 老周 奶茶1').map(([, , , sure]) => sure)).toEqual([false, true, true]);
  });

  it('keeps numbers that repeat, jump and are empty', () => {
    const list = readSolitaire(`${fruit}1. 青柠 脐橙1箱\n1. 老周 脐橙2箱\n4. 豆豆妈 脐橙1箱\n5.\n`)!;
    expect(list.lines.map(({ no, name }) => `${no}${name}`)).toEqual(['1青柠', '1老周', '4豆豆妈']);
    expect(list.problems.map(({ line, no, problem }) => [line, no, problem])).toEqual([
      [7, 1, 'repeatedNumber'],
      [8, 4, 'gap'],
      [9, 5, 'empty'],
    ]);
  });

  it('takes a price list with plain numbers for what it is', () => {
    const list = readSolitaire('#接龙\n水果\n1. 脐橙 58元/箱\n2. 苹果 30元/份\n\n1. 青柠 脐橙1箱\n2. 老周 苹果2')!;
    expect(list.intro).toEqual(['1. 脐橙 58元/箱', '2. 苹果 30元/份']);
    expect(list.lines.map(({ items }) => items)).toEqual([
      [{ product: '脐橙', quantity: 1, unit: '箱' }],
      [{ product: '苹果', quantity: 2, unit: '' }],
    ]);
  });

  it('joins entries of several lines and does not read 2.5斤 as number 2', () => {
    const list = readSolitaire(`${fruit}1. 青柠 脐橙1箱\n12幢3单元401\n2. 老周\n苹果\n2.5斤\n\n放门口\n3. 豆豆妈 脐橙2箱`)!;
    expect(list.lines.map(({ raw }) => raw)).toEqual(['青柠 脐橙1箱\n12幢3单元401', '老周\n苹果\n2.5斤\n放门口', '豆豆妈 脐橙2箱']);
    expect(list.lines.map(({ note }) => note)).toEqual(['12幢3单元401', '放门口', '']);
    expect(list.lines[1]!.items).toEqual([{ product: '红富士苹果', quantity: 2.5, unit: '斤' }]);
  });

  it('takes 2 老周 for number 2 when 1 came before, without being sure', () => {
    expect(orders(`${fruit}1. 青柠 脐橙1箱\n2 老周 脐橙2箱\n3.豆豆妈 脐橙1箱`)).toEqual([
      ['青柠', '脐橙*1箱', '', true],
      ['老周', '脐橙*2箱', '', false],
      ['豆豆妈', '脐橙*1箱', '', true],
    ]);
  });

  it('finds all lists of a pasted chat and stops where the next message begins', () => {
    const lists = findSolitaires(
      '李姐 2026/3/9 9:12\n#接龙\n牛奶\n截止 2026/3/9 20:00\n\n1. a 2箱\n2. b 1箱\n李姐 2026/3/9 9:13\n1. 别忘了\n\n李姐  09:20\n\n#接龙\n鸡蛋\n1. c 1板',
    );
    expect(lists.map(({ line, title, intro, lines }) => [line, title, intro, lines.map(({ raw }) => raw)])).toEqual([
      [2, '牛奶', ['截止 2026/3/9 20:00'], ['a 2箱', 'b 1箱']],
      [13, '鸡蛋', [], ['c 1板']],
    ]);
    expect(lists[0]!.problems).toEqual([{ line: 9, no: 1, raw: '1. 别忘了', problem: 'afterEnd' }]);
  });

  it('sums thousandths exactly', () => {
    const item = (quantity: number) => ({ items: [{ product: '', unit: '斤', quantity }], sure: true });
    expect(totals([item(0.1), item(0.2), item(2.5)])).toEqual([{ product: '', unit: '斤', quantity: 2.8, lines: 3, unsure: 0 }]);
  });
});

const word = (letters: string, maxLength: number) => fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength });
const name = word('青柠周豆妈李姐王🍊', 4);
const item = fc.record({
  product: fc.constantFrom('脐橙', '苹果', '鸡蛋'),
  quantity: fc.constantFrom(0.5, 1, 2, 2.5, 12, 99),
  unit: fc.constantFrom('箱', '份', '斤'),
});
const lists = fc.record({
  title: word('春夏秋冬到货团', 8),
  intro: fc.array(word('地址报楼周末自提', 8), { maxLength: 3 }),
  lines: fc.array(fc.record({ name, items: fc.uniqueArray(item, { selector: (one) => one.product, minLength: 1, maxLength: 3 }) }), {
    minLength: 1,
    maxLength: 12,
  }),
});
const prices = ['脐橙 58/箱', '苹果 30/份', '鸡蛋 1元'];

describe('any 接龙', () => {
  it('reads what was printed, and its totals are those of its lines', () => {
    fc.assert(
      fc.property(lists, ({ title, intro, lines }) => {
        const raw = (line: (typeof lines)[number]) =>
          `${line.name} ${line.items.map(({ product, quantity, unit }) => `${product}${quantity}${unit}`).join(' ')}`;
        const entries = lines.map((line, index) => ({ no: index + 1, raw: raw(line) }));
        const list = readSolitaire(printSolitaire({ title, intro: [...intro, ...prices], lines: entries }))!;
        expect(list).toMatchObject({ title, intro: [...intro, ...prices], problems: [] });
        expect(list.lines.map((line) => ({ name: line.name, items: line.items }))).toEqual(lines);
        expect(list.lines.map(({ no, raw }) => ({ no, raw }))).toEqual(entries);
        expect(list.lines.every(({ sure, note }) => sure && note === '')).toBe(true);
        const sum = (items: { quantity: number }[]) => items.reduce((total, one) => total + one.quantity * 1000, 0);
        expect(sum(totals(list.lines))).toBe(sum(lines.flatMap((line) => line.items)));
      }),
    );
  });

  it('never loses a numbered line', () => {
    const pieces = fc.constantFrom(
      '青柠',
      '2箱',
      ' ',
      '脐橙',
      '3号楼',
      '+1',
      '取消',
      '2.5斤',
      '58元',
      '：',
      '🍊',
      '李姐  09:12',
      '2026/3/9 9:12',
    );
    const row = fc.oneof(
      fc.tuple(fc.nat(12), fc.array(pieces, { maxLength: 5 })).map(([no, parts]) => `${no}. ${parts.join('')}`),
      fc.array(pieces, { maxLength: 4 }).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const list = readSolitaire(['#接龙', ...rows].join('\n'))!;
        const kept = [...list.lines.map(({ line }) => line), ...list.problems.map(({ line }) => line)];
        const numbers = rows.flatMap((text, index) => (/^\d{1,4}\. /.test(text) ? [{ line: index + 2, text: text.trim() }] : []));
        const above = [list.title, ...list.intro];
        expect(numbers.filter(({ line, text }) => !kept.includes(line) && !above.includes(text))).toEqual([]);
        const sum = (items: { quantity: number }[]) => Math.round(items.reduce((total, one) => total + one.quantity, 0) * 1000);
        expect(sum(totals(list.lines))).toBe(sum(list.lines.flatMap((line) => line.items)));
      }),
      { numRuns: 500 },
    );
  });

  it('reads any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 100 }), (one, other) => {
        for (const list of findSolitaires(`#接龙\n${one}\n1. ${other}`)) expect(list.line).toBeGreaterThan(0);
      }),
    );
  });
});
