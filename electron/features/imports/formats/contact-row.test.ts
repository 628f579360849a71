import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { birthday } from '../../../../shared/contracts/friends.ts';
import type { ContactField } from '../../../../shared/contracts/imports.ts';
import { contactReader } from './contact-row.ts';
import { cleanCell, readBirthday, readGender, readLevel, readMoment, readPhone, readSource, readTags } from './contact-values.ts';
import { readRegion } from './regions.ts';

function readOne(values: Partial<Record<ContactField, string>>, origin: string | null = null) {
  const fields = Object.keys(values) as ContactField[];
  const read = contactReader(
    fields.map((field) => ({ field, header: field })),
    origin,
  );
  return read({ line: 1, cells: Object.values(values) });
}
const problemOf = (values: Partial<Record<ContactField, string>>, origin: string | null = null) => {
  const result = readOne(values, origin);
  return result.contact ? null : result.problem;
};

describe('values', () => {
  it('takes numbers out of the formulas that keep Excel from changing them', () => {
    expect(['="13800000001"', '="李四"', '=A1', '="a"&"b"', '=""'].map(cleanCell)).toEqual([
      '13800000001',
      '李四',
      '=A1',
      '="a"&"b"',
      '=""',
    ]);
  });

  it('cleans cells', () => {
    const cleaned = ['\t李姐\uFEFF ', "'+86", '`x', '/', '-', '--', '——', ' ', '\u00A0', "'小明'", '-1', '👨‍👩‍👧'].map(cleanCell);
    expect(cleaned).toEqual(['李姐', '+86', 'x', '', '', '', '', '', '', "'小明'", '-1', '👨‍👩‍👧']);
  });

  it.each([
    ['13800000001', '13800000001', true],
    ['+86 138-0000-0001', '13800000001', true],
    ['0086 138 0000 0001', '13800000001', true],
    ['8613800000001', '13800000001', true],
    ['13800000001.0', '13800000001', true],
    ['(+86)138 0000 0001', '13800000001', true],
    ['1 380-000-0001', '13800000001', true],
    ['\u202D13800000001\u202C', '13800000001', true],
    ['1380000000', '1380000000', false],
    ['0571-88880000', '057188880000', true],
    ['+852 9123 4567', '+85291234567', true],
    ['186****05', '186****05', false],
    ['13800000000-4365', '13800000000-4365', false],
    ['138 0000 0000转1234', '138 0000 0000转1234', false],
    ['13800000001/13900000002', '13800000001/13900000002', false],
  ])('phone %s', (text, phone, usable) => {
    expect(readPhone(text)).toEqual({ text: phone, usable });
  });

  it('splits tags the way they were joined', () => {
    expect(readTags('老客户 | 3号楼/东', 'pipe')).toEqual(['老客户', '3号楼/东']);
    expect(readTags('老客户,3号楼、东', 'comma')).toEqual(['老客户', '3号楼、东']);
    expect(readTags('a，b,c;d；e、f|g/h\ni, a ,-', 'any')).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']);
    expect(readTags('老客户 宝妈', 'blank')).toEqual(['老客户', '宝妈']);
    for (const text of ['#老客户 #宝妈', '#老客户#宝妈#', '【老客户】【宝妈】', '【老客户】 【宝妈】'])
      expect(readTags(text, 'any')).toEqual(['老客户', '宝妈']);
    expect(readTags('【VIP】老客户', 'any')).toEqual(['【VIP】老客户']);
    expect(readTags('无', 'any')).toEqual([]);
  });

  it.each([
    [['中国大陆 浙江 杭州'], '浙江 杭州'],
    [['中国大陆·四川·资阳'], '四川 资阳'],
    [['浙江省杭州市西湖区'], '浙江 杭州 西湖区'],
    [['CN', 'Zhejiang', '杭州市'], '浙江 杭州'],
    [['北京市', '北京市', '朝阳区'], '北京 朝阳区'],
    [['吉林省吉林市'], '吉林 吉林'],
    [['内蒙古自治区呼和浩特市'], '内蒙古 呼和浩特'],
    [['中国浙江'], '浙江'],
    [['美国 加利福尼亚'], '美国 加利福尼亚'],
    [['', ''], ''],
  ])('region %j', (parts, region) => {
    expect(readRegion(...parts)).toBe(region);
  });

  it.each([
    ['1990-05-12', 'solar', 1990, 5, 12],
    ['1990/5/12 0:00', 'solar', 1990, 5, 12],
    ['1990年5月12日', 'solar', 1990, 5, 12],
    ['19900512', 'solar', 1990, 5, 12],
    ['90.5.12', 'solar', 1990, 5, 12],
    ['33005', 'solar', 1990, 5, 12],
    ['5月12日', 'solar', null, 5, 12],
    ['5-12', 'solar', null, 5, 12],
    ['2月29日', 'solar', null, 2, 29],
    ['五月十二日', 'solar', null, 5, 12],
    ['农历八月十五', 'lunar', null, 8, 15],
    ['八月十五', 'lunar', null, 8, 15],
    ['8月15日（阴）', 'lunar', null, 8, 15],
    ['大年三十', 'lunar', null, 12, 30],
    ['0512', 'solar', null, 5, 12],
    ['1990 5 12', 'solar', 1990, 5, 12],
    ['1990年05月12日 星期六', 'solar', 1990, 5, 12],
    ['1990-05-11T16:00:00.000Z', 'solar', 1990, 5, 12],
    ['腊月廿三', 'lunar', null, 12, 23],
    ['农历1990年八月初一', 'lunar', 1990, 8, 1],
    ['阴历8月15', 'lunar', null, 8, 15],
    ['8月15日(农历)', 'lunar', null, 8, 15],
    ['正月初十', 'lunar', null, 1, 10],
    ['一九九〇年五月十二日', 'solar', 1990, 5, 12],
  ])('birthday %s', (text, calendar, year, month, day) => {
    expect(readBirthday(text)).toEqual({ calendar, year, month, day, leap: false });
  });

  it('knows leap months and days that are none', () => {
    expect(readBirthday('农历闰四月初一')).toMatchObject({ calendar: 'lunar', month: 4, day: 1, leap: true });
    expect(readBirthday('农历闰1990-04-01')).toEqual({ calendar: 'lunar', year: 1990, month: 4, day: 1, leap: true });
    expect(readBirthday('农历08-15')).toEqual({ calendar: 'lunar', year: null, month: 8, day: 15, leap: false });
    expect(['1990-02-30', '13月1日', '8月', '1990', '农历八月三十一', '1890-01-01', '明天'].map((text) => readBirthday(text))).toEqual(
      Array(7).fill(null),
    );
  });

  it('gives birthdays that the contract takes, whatever the text', () => {
    const text = fc.stringMatching(/^(农历)?(\d{2,4}[-年])?闰?[\d正冬腊一二三四五六七八九十]{1,2}[-月][\d初廿卅一二三十]{1,3}[日号]?$/);
    fc.assert(
      fc.property(text, (one) => {
        const read = readBirthday(one);
        if (read) birthday.parse(read);
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it.each([
    ['2024-06-11 15:30:00', '2024-06-11T07:30:00Z'],
    ['2024/10/4 11:42', '2024-10-04T03:42:00Z'],
    ['2024年10月4日', '2024-10-03T16:00:00Z'],
    ['20241004', '2024-10-03T16:00:00Z'],
    ['2024/10/4 下午2:05', '2024-10-04T06:05:00Z'],
    ['2024/10/4 12:05 AM', '2024-10-03T16:05:00Z'],
    ['1718091000', '2024-06-11T07:30:00Z'],
    ['1718091000000', '2024-06-11T07:30:00Z'],
    ['2024-06-11T07:30:00Z', '2024-06-11T07:30:00Z'],
    ['2024-06-11T15:30:00+08:00', '2024-06-11T07:30:00Z'],
    ['45454.645833333336', '2024-06-11T07:30:00Z'],
  ])('moment %s', (text, iso) => {
    expect(readMoment(text)).toBe(Date.parse(iso));
  });

  it('refuses moments that are none', () => {
    expect(['昨天', '2024-13-01', '2024-02-30', '2024-01-01 25:00', '0', '1900-01-01'].map(readMoment)).toEqual(Array(6).fill(null));
  });

  it('reads genders, levels and sources', () => {
    expect(['1', '2', '男', '女', '未知', '0'].map(readGender)).toEqual(['male', 'female', 'male', 'female', null, null]);
    expect(['铁粉客户', '泛流量', '3', 'L4', '5级', '2 精准流量', '7', 'VIP'].map(readLevel)).toEqual([6, 1, 3, 4, 5, 2, null, null]);
    expect(['30', '3', '99', '通过扫一扫添加', '0'].map(readSource)).toEqual(['扫一扫', '微信号', '场景码 99', '通过扫一扫添加', '']);
  });
});

describe('contactReader', () => {
  it('says why a row is no friend', () => {
    expect(problemOf({ wxid: 'wxid_1', nickname: '-' })).toBe('noName');
    expect(problemOf({ wxid: '7.43E+18', nickname: '李姐' })).toBe('damagedId');
    // found by the fuzzer: a rounded number that went on
    expect(problemOf({ wxid: '7.43E+1800000000000000002', nickname: '李姐' })).toBe('damagedId');
    expect(problemOf({ alias: '1.38E+10', nickname: '李姐' })).toBe('damagedId');
    expect(problemOf({ wxid: '123@chatroom', nickname: '群' })).toBe('notAFriend');
    expect(problemOf({ wxid: 'gh_abc', nickname: '号' })).toBe('notAFriend');
    expect(problemOf({ wxid: 'filehelper', nickname: '文件传输助手' })).toBe('notAFriend');
    expect(problemOf({ alias: 'filehelper', nickname: '文件传输助手' })).toBe('notAFriend');
    expect(problemOf({ kind: '服务号', nickname: '号' })).toBe('notAFriend');
    expect(problemOf({ kind: '其他', nickname: '某某' }, 'WeFlow')).toBe('notAFriend');
    expect(problemOf({ nickname: '长'.repeat(201) })).toBe('cellTooLong');
    expect(problemOf({ nickname: '李姐', tags: '长'.repeat(31) })).toBe('cellTooLong');
  });

  it('keeps customers whose own 类型 only sounds like a group', () => {
    expect(problemOf({ kind: '社群客户', nickname: '李姐' })).toBeNull();
    expect(problemOf({ kind: '4', nickname: '李姐' })).toBeNull();
    expect(problemOf({ kind: '4', nickname: '群' }, 'MemoTrace')).toBe('notAFriend');
  });

  it('keeps the person when only a date cannot be read', () => {
    expect(readOne({ nickname: '李姐', birthday: '2月30日' })).toMatchObject({ contact: { birthday: null }, notice: 'badBirthday' });
    expect(readOne({ nickname: '李姐', addedAt: '昨天' })).toMatchObject({ contact: { addedAt: null }, notice: 'badDate' });
    expect(readOne({ nickname: '李姐', birthday: '0000-00-00' })).toMatchObject({ notice: null });
  });

  it('reads points as a whole number, and keeps the person when they are none', () => {
    const points = (text: string) => {
      const { contact, notice } = readOne({ nickname: '李姐', points: text }) as {
        contact: { points: number | null };
        notice: string | null;
      };
      return [contact.points, notice];
    };
    expect(['1,200', '1200.0', "'88", '0', '-', ''].map(points)).toEqual([
      [1200, null],
      [1200, null],
      [88, null],
      [0, null],
      [null, null],
      [null, null],
    ]);
    expect(['12.5', '很多', '1e9'].map(points)).toEqual(Array(3).fill([null, 'badPoints']));
  });

  it('keeps the person when only the phone is broken', () => {
    const broken = readOne({ nickname: '李姐', phone: '1.38E+10' });
    expect(broken).toMatchObject({ contact: { nickname: '李姐', phone: '', phoneUsable: false }, notice: 'damagedId' });
  });

  it('takes the whole one of two phones', () => {
    const read = contactReader(
      ['nickname', 'phone', 'phone'].map((field) => ({ field: field as ContactField, header: field })),
      null,
    );
    const result = read({ line: 1, cells: ['李姐', '1.38E+10', '13800000001'] });
    expect(result).toMatchObject({ contact: { phone: '13800000001', phoneUsable: true }, notice: null });
    const two = read({ line: 2, cells: ['李姐', '138 0000 0001', '13900000002'] });
    expect(two).toMatchObject({ contact: { phone: '13800000001', description: '另一个电话：13900000002' } });
    const twice = read({ line: 2, cells: ['李姐', '13800000001', '+8613800000001'] });
    expect(twice).toMatchObject({ contact: { phone: '13800000001', description: '' } });
  });

  it('takes the first of several numbers in one cell, and leaves what is more than numbers as it stands', () => {
    const first = { phone: '13800000001', phoneUsable: true, description: '另一个电话：13900000002' };
    for (const phone of ['13800000001/13900000002', '13800000001、+86 13900000002', '13800000001\n13900000002'])
      expect(readOne({ nickname: '李姐', phone })).toMatchObject({ contact: first });
    for (const phone of ['13800000001（老公）', '13800000001转1/13900000002'])
      expect(readOne({ nickname: '李姐', phone })).toMatchObject({ contact: { phone, phoneUsable: false, description: '' } });
  });

  it('takes sums, notes and headers that stand again for what they are, and no person for one', () => {
    for (const text of ['合计', '合 计：2人', '总计 300', '共 2 人', '小计（元）', '制表人：小王', '打印日期：2026-11-01'])
      expect(problemOf({ remark: text })).toBe('sheetNote');
    expect(problemOf({ gender: '合计', points: '300', remark: '' })).toBe('sheetNote');
    expect(problemOf({ remark: 'remark', phone: 'phone' })).toBe('sheetNote');
    for (const text of ['合计', '注：老客户']) expect(problemOf({ remark: text, alias: 'heji_2' })).toBe(null);
    for (const text of ['总计划', '共享单车', '小计谋', '注意力', '日期', '汇总王'])
      expect(problemOf({ remark: text, gender: '男' })).toBe(null);
  });

  it('takes the 微信号 or the phone of somebody without a name for the name', () => {
    const only = (values: Partial<Record<ContactField, string>>) => {
      const { contact, ...more } = readOne(values);
      return contact ? [contact.remark, contact.nickname, contact.nameless, 'notice' in more && more.notice] : null;
    };
    expect(only({ alias: 'zs_m1', phone: '13800000001' })).toEqual(['', 'zs_m1', true, 'noName']);
    expect(only({ nickname: '-', phone: '138 0000 0001' })).toEqual(['', '13800000001', true, 'noName']);
    expect(only({ wxid: 'ZhangSan88' })).toEqual(['', 'ZhangSan88', true, 'noName']);
    expect(only({ nickname: '李姐', phone: '13800000001' })).toEqual(['', '李姐', undefined, null]);
    // nobody chose these, and nobody could tell who it is
    for (const none of [{ wxid: 'wxid_1' }, { phone: '186****05' }, { phone: '见备注' }, { gender: '男' }]) expect(only(none)).toBe(null);
  });

  it('joins a name that stands in two columns', () => {
    const named = (familyName: string, givenName: string, remark = '') =>
      readOne({ familyName, givenName, remark }).contact?.remark ?? null;
    expect(named('张', '三')).toBe('张三');
    expect(named('欧阳', '')).toBe('欧阳');
    expect(named('Li', 'Anna')).toBe('Anna Li');
    expect(named('', 'Anna')).toBe('Anna');
    expect(named('李', 'Anna')).toBe('李Anna');
    expect(named('张', '三', '三哥')).toBe('三哥');
    expect(named('', '')).toBe(null);
  });

  it('parts tags at blanks in a column of such', () => {
    const tags = (cell: string) => readOne({ nickname: '李姐', tagWords: cell, tags: '老客户' }).contact?.tags;
    expect(tags('宝妈  3号楼\u3000老客户')).toEqual(['老客户', '宝妈', '3号楼']);
    expect(tags('宝妈、3号楼 东')).toEqual(['老客户', '宝妈', '3号楼', '东']);
    expect(tags('')).toEqual(['老客户']);
  });

  it('makes no phone of words', () => {
    const words = readOne({ nickname: '李姐', phone: '见备注', description: '老客户' });
    expect(words).toMatchObject({ contact: { phone: '', phoneUsable: false, description: '老客户\n手机号：见备注' }, notice: null });
    expect(readOne({ nickname: '李姐', phone: '无' })).toMatchObject({ contact: { phone: '', description: '' }, notice: null });
    expect(readOne({ nickname: '李姐', phone: '186****05' })).toMatchObject({ contact: { phone: '186****05', phoneUsable: false } });
  });

  it('puts ids where they belong', () => {
    expect(readOne({ alias: 'wxid_demo0001lj', nickname: '李姐' })).toMatchObject({ contact: { wxid: 'wxid_demo0001lj', alias: '' } });
    expect(readOne({ wxid: 'abc@openim', nickname: '李姐' })).toMatchObject({ contact: { kind: 'wecom' } });
    expect(readOne({ wxid: 'wxid_1', displayName: 'wxid_1' })).toEqual({ contact: null, problem: 'noName' });
    expect(readOne({ kind: '黑名单', nickname: '老赖' })).toMatchObject({ contact: { kind: 'blocked' } });
  });

  it('keeps formulas as text', () => {
    expect(readOne({ nickname: '=HYPERLINK("x")', remark: '+1' })).toMatchObject({
      contact: { nickname: '=HYPERLINK("x")', remark: '+1' },
    });
  });
});
