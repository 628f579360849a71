import { describe, expect, it } from 'vitest';
import {
  describeColumns,
  fieldOfHeader,
  findHeader,
  headerSignature,
  normalizeHeader,
  originWithoutHeader,
  toolOf,
} from './contact-columns.ts';
import { knownTools } from './contact-headers.ts';

const fieldsOf = (headers: string[] | null, rows: string[][]) => describeColumns(headers, rows).map((column) => column.field);

describe('headers', () => {
  it('compares without blanks, invisible signs, width and case', () => {
    expect(['\uFEFFUserName\t', ' 国家（地区） ', '微信\u00A0号', 'NICK_NAME', '＊姓名：', 'ＷＸ'].map(normalizeHeader)).toEqual([
      'username',
      '国家(地区)',
      '微信号',
      'nickname',
      '姓名',
      'wx',
    ]);
    expect(['手机号（必填）', '*姓名', '国家（地区）', '农历生日', '房号'].map(fieldOfHeader)).toEqual([
      'phone',
      'remark',
      'country',
      'birthday',
      null,
    ]);
  });

  it('reads headers as questionnaires and shops write them', () => {
    const asked = [
      '1、您的姓名',
      '2、请填写您的手机号码？',
      'Q3.您的微信号是',
      '收件人手机',
      '收货地址1',
      '客户标签2',
      '首次添加日期',
      '微信号/手机号',
    ];
    expect(asked.map(fieldOfHeader)).toEqual(['remark', 'phone', 'alias', 'phone', 'address', 'tags', 'addedAt', 'alias']);
    for (const other of ['您家几口人？', '客户', '微信支付', '姓名和电话都要写全哦不然联系不上您本人啦', '1', '您的'])
      expect(fieldOfHeader(other) ?? 'none').toBe(other === '客户' ? 'remark' : 'none');
  });

  it('knows a name in two columns', () => {
    expect(fieldsOf(['姓', '名', '电话'], [])).toEqual(['familyName', 'givenName', 'phone']);
    expect(fieldsOf(['姓', '名字', '电话'], [])).toEqual(['familyName', 'givenName', 'phone']);
    expect(fieldsOf(['姓名', '名字'], [])).toEqual(['remark', 'ignore']);
    expect(fieldsOf(['First Name', 'Last Name', 'Phone 1 - Value'], [])).toEqual(['givenName', 'familyName', 'phone']);
    expect(
      findHeader([
        ['姓', '名'],
        ['张', '三'],
      ]),
    ).toMatchObject({ index: 0 });
  });

  it('tells tags with blanks between them from tags with blanks in them, by what stands beside what', () => {
    const tags = (...cells: string[]) =>
      fieldsOf(
        ['姓名', '标签'],
        cells.map((cell, at) => [`客户${at}`, cell]),
      )[1];
    expect(tags('老客户 宝妈', '宝妈 3号楼', '老客户')).toBe('tagWords');
    expect(tags('老客户  宝妈', '宝妈\u30003号楼', '老客户 3号楼')).toBe('tagWords');
    expect(
      fieldsOf(null, [
        ['张三', '老客户 宝妈'],
        ['李四', '宝妈 团长'],
        ['王五', '团长 老客户'],
      ]),
    ).toEqual(['remark', 'tagWords']);
    // one tag with a blank in it, however often it stands there; words that stand nowhere else; another sign between them
    expect(tags('VIP 客户', 'VIP 客户', '老客户')).toBe('tags');
    expect(tags('VIP 客户', '普通 客户')).toBe('tags');
    expect(tags('3号楼 东', '5号楼 西')).toBe('tags');
    expect(tags('老客户 宝妈', '宝妈 3号楼', '老客户、团长')).toBe('tags');
    expect(tags('老客户|宝妈', '宝妈|3号楼')).toBe('tags');
  });

  it('takes levels of her own for tags under their name, and further 备注 for descriptions', () => {
    expect(fieldsOf(['姓名', '客户等级', '备注1', '备注2'], [['张三', 'A类', '爱吃辣', '每周五']])).toEqual([
      ...['remark', 'tagGroup', 'description', 'description'],
    ]);
    expect(fieldsOf(['姓名', '客户等级'], [['张三', '铁粉']])).toEqual(['remark', 'level']);
    expect(fieldsOf(['姓名', '等级'], [])).toEqual(['remark', 'level']);
  });

  it('reads headers of Taiwan and Hong Kong', () => {
    expect(['備註', '聯絡電話', '暱稱', '標籤', '客戶姓名', '添加時間'].map(fieldOfHeader)).toEqual([
      ...['remark', 'phone', 'nickname', 'tags', 'remark', 'addedAt'],
    ]);
  });

  it('remembers a mapping under the same name however the header is written', () => {
    expect(headerSignature(['\uFEFF姓名', '电话 ', '', ''])).toBe(headerSignature(['姓名', '电话']));
    expect(headerSignature(['姓名', '电话'])).not.toBe(headerSignature(['电话', '姓名']));
  });

  it('knows every program by its own headers', () => {
    for (const tool of knownTools) {
      const headers = [...tool.has, ...(tool.any?.slice(0, 1) ?? [])];
      expect(toolOf(headers)?.origin).toBe(tool.origin);
    }
  });
});

describe('findHeader', () => {
  it('takes no better header further down for that of the people above it', () => {
    const rows = [
      ['姓名', '手机'],
      ['张三', '13800000001'],
      ['姓名', '手机', '微信号', '地址'],
      ['李四', '13800000002'],
    ];
    expect(findHeader(rows)?.index).toBe(0);
    expect(findHeader([['姓名', '手机'], ['张三', '="13800000001"'], ...rows.slice(2)])?.index).toBe(0);
  });

  it('finds the header of a very wide sheet by two words of it', () => {
    const others = Array.from({ length: 198 }, (_, at) => `列${at}`);
    expect(
      findHeader([
        ['备注', '昵称', ...others],
        ['张三', '小张'],
      ])?.index,
    ).toBe(0);
    expect(findHeader([['备注', '备注', ...others], ['张三']])).toBeNull();
  });

  it('finds the header below notes, with the most known words', () => {
    const rows = [['客户导出说明'], [''], ['客户', '合计'], ['姓名', '电话', '标签', '生日'], ['李姐', '13800000001', '老客户', '5月12日']];
    expect(findHeader(rows)).toEqual({ index: 3, origin: null, otherTable: null });
    expect(findHeader([...Array(40).fill(['说明']), ['姓名', '电话']])).toBeNull();
  });

  it('takes no data for a header', () => {
    expect(
      findHeader([
        ['weifeng', '李姐', 'https://wx.example/0', '客户'],
        ['wxid_demo1', '老周', '', '客户'],
      ]),
    ).toBeNull();
    expect(findHeader([['李姐'], ['客户'], ['老周']])).toBeNull();
    expect(findHeader([['姓名'], ['李姐']])).toMatchObject({ index: 0 });
  });

  const table = (text: string) => text.split('\n').map((line) => line.split(','));

  it.each([
    ['one name among many unknown words', '姓名,小区,楼号,单元,门牌,喜好,忌口\n张三,金桂苑,3,1,101,橙子,辣'],
    ['words only below it', '姓名,小区,喜好,忌口,套餐\n张三,金桂苑,橙子,辣,x\n李四,梧桐里,苹果,甜,y'],
    ['a word that is a value elsewhere, where names stand', '客户,小区,楼号,喜好,套餐\n张三,金桂苑,3,橙子,x'],
    [
      'a word that is no name, over dates',
      '住户,小区,楼栋,喜好,生日\n张三,金桂苑,三栋,橙子,5月12日\n李四,梧桐里,五栋,苹果,1990-05-12\n王五,梧桐里,五栋,,2001/2/3',
    ],
    ['a running number and a name in a wide sheet', '序号,姓名,甲,乙,丙,丁,戊,己,庚,辛,壬,癸\n1,张三,,,,,,,,,,'],
    ['years in the names of columns', '姓名,电话,2024年消费,2025年11月消费\n张三,13800001111,3,5'],
    ['one column', '好友\n张三\n李四'],
  ])('knows a header by %s', (_, text) => {
    expect(findHeader(table(text))).toMatchObject({ index: 0 });
    expect(findHeader([['金桂苑的客人'], ...table(text)])?.index ?? null).toBe(text.startsWith('好友') ? null : 1);
  });

  it.each([
    ['where people come from', '李姐,微信,老客户,橙子,三号楼\n老周,抖音,新客户,苹果,五号楼'],
    ['tags of people', '李姐,客户\n老周,客户\n张三,好友'],
    ['two such words', '李姐,微信,客户\n老周,抖音,客户'],
    ['the same in later rows', '张三,老客,橙子\n李姐,微信,客户\n老周,手机,好友'],
    ['a place that says nothing', '李姐,微信,无,橙子\n老周,抖音,13800001111,苹果'],
    ['phones and ids', '张三,13800001111,老客\n李四,13900001111,新客'],
  ])('takes no row of people for a header: %s', (_, text) => {
    expect(findHeader(table(text))).toBeNull();
  });

  it('names tables of other things', () => {
    expect(findHeader([['localId', 'TalkerId', 'Type', 'SubType', 'IsSender']])).toMatchObject({ otherTable: 'chatTable' });
    expect(findHeader([['微信支付账单明细'], ['交易时间', '交易类型', '当前状态', '商户单号']])).toMatchObject({ otherTable: 'billTable' });
  });
});

describe('describeColumns', () => {
  const long = ['不吃辣，要无糖的，周末送货', '要发票', '住三楼，没有电梯，爱吃橙子'];

  it('decides what 备注 means by what stands beside it', () => {
    expect(fieldsOf(['姓名', '备注'], [['李姐', '3号楼']])).toEqual(['remark', 'description']);
    expect(
      fieldsOf(
        ['昵称', '备注'],
        [
          ['微风', '李姐'],
          ['周', '老周'],
        ],
      ),
    ).toEqual(['nickname', 'remark']);
    expect(
      fieldsOf(
        ['昵称', '备注'],
        long.map((text) => ['微风', text]),
      ),
    ).toEqual(['nickname', 'description']);
    expect(
      fieldsOf(
        ['备注', '电话'],
        long.map((text) => [text, '1']),
      ),
    ).toEqual(['remark', 'phone']);
  });

  it('decides what 用户名 and 微信ID mean by what stands in them', () => {
    expect(fieldsOf(['用户名', '电话'], [['wxid_demo1', '1']])).toEqual(['wxid', 'phone']);
    expect(fieldsOf(['用户名', '电话'], [['李姐', '1']])).toEqual(['nickname', 'phone']);
    expect(fieldsOf(['微信ID', '姓名'], [['weifeng_demo', '李姐']])).toEqual(['alias', 'remark']);
  });

  it('gives a field to its first column only, but phones and tags to several', () => {
    expect(fieldsOf(['姓名', '客户', '手机', '电话', '标签', '分组', '生日', '出生日期'], [])).toEqual([
      'remark',
      'ignore',
      'phone',
      'phone',
      'tags',
      'tags',
      'birthday',
      'ignore',
    ]);
  });

  it('guesses columns without a header', () => {
    const rows = [
      ['wxid_demo1', '李姐', '13800000001', '女', '2024-06-11 15:30'],
      ['wxid_demo2', '老周', '138 0000 0002', '男', '2024-06-12 15:30'],
    ];
    expect(fieldsOf(null, rows)).toEqual(['wxid', 'remark', 'phone', 'gender', 'addedAt']);
    expect(fieldsOf(null, [['李姐'], ['老周']])).toEqual(['remark']);
    const backup = describeColumns(null, [
      ['weifeng_demo', '李姐', 'https://wx.example/0', '老客户 宝妈'],
      ['wxid_demo2', '老周', '', ''],
    ]);
    expect(backup.map((column) => column.field)).toEqual(['wxid', 'remark', 'ignore', 'tags']);
    expect(originWithoutHeader(backup)).toBe('WechatExporter');
    expect(backup.map((column) => column.by)).toEqual(Array(4).fill('content'));
  });

  it('takes points from their first column only', () => {
    expect(fieldsOf(['客户姓名', '客户积分', '会员积分'], [['李姐', '1,200', '3']])).toEqual(['remark', 'points', 'ignore']);
    expect(['积分', '当前积分', 'Points', '累计积分'].map(fieldOfHeader)).toEqual(['points', 'points', 'points', null]);
  });

  it('shows at most five filled cells of a column', () => {
    const column = describeColumns(
      ['姓名'],
      ['a', '', '-', 'b', 'c', 'd', 'e', 'f'].map((cell) => [cell]),
    )[0]!;
    expect(column).toEqual({ index: 0, header: '姓名', samples: ['a', 'b', 'c', 'd', 'e'], field: 'remark', by: 'header' });
  });
});
