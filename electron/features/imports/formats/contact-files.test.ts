import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { inlineRows, writeWorkbook } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { contactReader } from './contact-row.ts';
import { openTable, type TableSource, tableFromBytes } from './open-table.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../../tests/fixtures/contacts/${name}`, import.meta.url));

/** per person its filled fields, or the problem */
function read(table: TableSource): unknown[] {
  const reader = contactReader(table.columns, table.origin);
  return table.rows.map((row) => {
    const result = reader(row);
    if (!result.contact) return result.problem;
    const { phoneUsable, kind, ...rest } = result.contact;
    const filled = Object.entries(rest).filter(
      ([, value]) => value !== '' && value !== null && !(Array.isArray(value) && value.length === 0),
    );
    return { ...Object.fromEntries(filled), ...(kind === 'friend' ? {} : { kind }) };
  });
}
const lijie = { wxid: 'wxid_demo0001lj', alias: 'weifeng_demo', remark: '李姐-3号楼', nickname: '微风' };
const may12 = (year: number | null) => ({ calendar: 'solar', year, month: 5, day: 12, leap: false });

describe('people kept as JSON', () => {
  it.each<[string, string, unknown[]]>([
    [
      'weflow-contacts.json',
      'WeFlow',
      [
        { ...lijie, tags: ['老客户', '3号楼/东'], description: '不吃辣\n要无糖', signature: '慢慢来', region: '浙江 杭州' },
        'notAFriend',
        'notAFriend',
        { wxid: 'wxid_demo0008hm', remark: '老赖', nickname: '赖', kind: 'blocked' },
      ],
    ],
    ['weflow-api-contacts.json', 'WeFlow', [lijie, 'notAFriend']],
    ['weflow-group-members.json', 'WeFlow', [lijie, 'notAFriend']],
    [
      'ciphertalk-contacts.json',
      'CipherTalk',
      [{ ...lijie, phone: '13800000001' }, { wxid: 'wxid_demo0002lz', nickname: '老周' }, 'notAFriend'],
    ],
    [
      'wechatdataanalysis-contacts.json',
      'WeChatDataAnalysis',
      [
        { ...lijie, remark: '李姐', region: '四川 资阳', source: '通过扫一扫添加' },
        { wxid: 'wxid_demo0002lz', nickname: '老周', source: '微信号' },
        'notAFriend',
      ],
    ],
    ['chatlog-contacts.json', 'chatlog', [lijie, { wxid: 'wxid_demo0005yy', nickname: 'A,甜甜圈"小铺' }, 'notAFriend']],
    [
      'pywxdump-users.json',
      'PyWxDump',
      [
        {
          ...lijie,
          phone: '13800000001',
          tags: ['老客户', '3号楼/东'],
          gender: 'female',
          region: '浙江 Hangzhou',
          signature: '慢慢来',
          description: '不吃辣',
        },
        'notAFriend',
        { wxid: 'wxid_demo0002lz', nickname: '老周' },
      ],
    ],
    [
      'wecom-api.json',
      '企业微信接口',
      [
        {
          wxid: 'wmdemo0000000000000000000000001',
          remark: '李姐-3号楼',
          nickname: '微风',
          phone: '13800000001',
          gender: 'female',
          tags: ['宝妈'],
          tagsByGroup: [
            { group: '客户等级', tag: '老客户' },
            { group: '客户等级', tag: '铁杆/团长' },
          ],
          description: '不吃辣\n爱喝茶\n另一个电话：13900000001',
          source: '扫码',
          addedAt: 1718091000000,
        },
        { wxid: 'wmdemo0000000000000000000000002', nickname: '老周', gender: 'male', source: '内部成员共享', addedAt: 1735779600000 },
      ],
    ],
    [
      'wecom-api-one.json',
      '企业微信接口',
      [{ wxid: 'wmdemo0000000000000000000000001', remark: '李姐', nickname: '微风', gender: 'female', addedAt: 1718091000000 }],
    ],
  ])('%s', async (name, origin, people) => {
    const table = await openTable(fixture(name));
    expect(table).toMatchObject({ origin, format: 'json', encoding: 'utf-8', headerLine: 1 });
    expect(table.rows.map((row) => row.line)).toEqual(people.map((_, n) => n + 1));
    expect(read(table)).toEqual(people);
  });

  it('keeps what has no field of its own as columns to choose from', async () => {
    const table = await openTable(fixture('wecom-api.json'));
    expect(table.columns.map(({ header, field }) => [header, field])).toEqual([
      ['用户名', 'wxid'],
      ['备注', 'remark'],
      ['昵称', 'nickname'],
      ['手机', 'phone'],
      ['手机#2', 'phone'],
      ['标签', 'tags'],
      ['性别', 'gender'],
      ['描述', 'description'],
      ['来源', 'source'],
      ['添加时间', 'addedAt'],
      ['企业', 'ignore'],
      ['客户等级', 'tagGroup'],
      ['添加人', 'ignore'],
      ['渠道参数', 'ignore'],
    ]);
  });

  it('reads a plain list of objects, GBK, and keeps those around a broken or cut one', async () => {
    const list =
      '[{"wxid":"wxid_a1","nickname":"甲","qq":123},{"wxid":"wxid_a2","nickname":"乙" "x"},{"wxid":"wxid_a3","nickname":"丙"},{"wxid":"wxid_a4","nick';
    for (const encoding of ['utf8', 'gb18030', 'utf16-le']) {
      const table = await tableFromBytes(iconv.encode(list, encoding));
      expect(read(table)).toEqual([
        { wxid: 'wxid_a1', nickname: '甲' },
        'brokenRecord',
        { wxid: 'wxid_a3', nickname: '丙' },
        'brokenRecord',
      ]);
      expect(table.columns.map(({ header }) => header)).toEqual(['用户名', '昵称', 'qq']);
    }
  });

  it.each([
    ['{"count":0,"contacts":[]}', 'fileEmpty headerOnly'],
    [readFileSync(fixture('chatlog-groups.json'), 'utf8'), 'fileNotUnderstood groupTable'],
    ['{"contacts":[1,2,3]}', 'fileNotUnderstood json'],
    ['{"contacts":[{"x":1},{"y":2}]}', 'fileNotUnderstood json'],
    ['{"chatlab":{"version":"0.0.2"},"members":[{"wxid":"a","nickname":"b"}]}', 'fileNotUnderstood chatJson'],
    ['[{"username":"a","nickname":"b","createTime":1773013900,"content":"x"}]', 'fileNotUnderstood json'],
  ])('refuses %s', async (text, expected) => {
    const refusal = await tableFromBytes(Buffer.from(text)).then(
      () => 'read',
      (error: { kind: string; details: { what?: string } }) => `${error.kind} ${error.details.what}`,
    );
    expect(refusal).toBe(expected);
  });
});

describe('vCards', () => {
  const foreign = { remark: 'John Q Smith', phone: '+85291234567' };
  const phonebook = { remark: '李姐', phone: '13800000001', address: '浙江省杭州市示例路1号' };
  it.each<[string, string, unknown[]]>([
    [
      'weflow.vcf',
      'WeFlow',
      [
        {
          wxid: 'wxid_demo0001lj',
          remark: '李姐-3号楼',
          nickname: '微风, 小铺; 二号',
          tags: ['老客户', '3号楼/东'],
          description: '不吃辣, 要无糖',
          signature: '慢慢来',
          region: '浙江 杭州',
        },
        { wxid: 'wxid_demo0002lz', remark: '老周', nickname: '老周' },
      ],
    ],
    ['ciphertalk.vcf', 'CipherTalk', [{ wxid: 'wxid_demo0001lj', remark: '李姐-3号楼', nickname: '微风', phone: '13800000001' }]],
    [
      'android-2.1.vcf',
      '手机通讯录',
      [
        { ...phonebook, birthday: may12(1990), description: '不吃辣\r\n要无糖，谢谢\n另一个电话：057188880000' },
        { remark: '老周', phone: '13800000002' },
      ],
    ],
    [
      'iphone-3.0.vcf',
      '手机通讯录',
      [
        {
          ...phonebook,
          address: '浙江省杭州市示例路1号 2单元',
          nickname: '微风',
          tags: ['老客户', '3号楼/东', '逗,号'],
          birthday: may12(null),
          description: '不吃辣, 要无糖; 谢谢\n很长很长的一行要折过来继续写\n另一个电话：057188880000',
        },
        foreign,
      ],
    ],
    [
      'vcard-4.0.vcf',
      '手机通讯录',
      [
        { ...phonebook, gender: 'female', tags: ['老客户', '宝妈'], birthday: may12(null), description: '不吃辣' },
        'notAFriend',
        'brokenRecord',
      ],
    ],
    ['contacts.vcf', '手机通讯录', [{ remark: '李姐' }]],
  ])('%s', async (name, origin, people) => {
    const table = await openTable(fixture(name));
    expect(table).toMatchObject({ origin, format: 'vcard', headerLine: 1 });
    expect(read(table)).toEqual(people);
  });

  it('reads a GBK file, one in UTF-16, lines that end with CR alone, and gives the line of each card', async () => {
    const text =
      'BEGIN:VCARD\nVERSION:2.1\nN;CHARSET=GBK:老周;;;;\nTEL;CELL:13800000002\nEND:VCARD\n\nbegin:vcard\nversion:3.0\nfn:豆豆妈\nend:vcard\n';
    for (const encoding of ['gb18030', 'utf8', 'utf16-le']) {
      const table = await tableFromBytes(iconv.encode(text, encoding, { addBOM: encoding === 'utf16-le' }));
      expect(read(table)).toEqual([{ remark: '老周', phone: '13800000002' }, { remark: '豆豆妈' }]);
      expect(table.rows.map((row) => row.line)).toEqual([1, 7]);
    }
    expect(read(await tableFromBytes(Buffer.from(text.replaceAll('\n', '\r'))))).toHaveLength(2);
  });

  it('finds cards below the words of a mail, and takes a shop without a person by its name', async () => {
    const text =
      '您好，通讯录见下：\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nN:;;;;\r\nFN:\r\nORG:某某水果店;\r\nTEL:0571-88880000\r\nEND:VCARD\r\n';
    expect(read(await tableFromBytes(Buffer.from(text)))).toEqual([{ remark: '某某水果店', phone: '057188880000' }]);
  });

  it('takes one of several names, and what phones say in properties of their own', async () => {
    const card = (...lines: string[]) => ['BEGIN:VCARD', ...lines, 'END:VCARD', ''].join('\r\n');
    const text =
      card(
        'VERSION:4.0',
        'FN;LANGUAGE=zh:张三',
        'FN;LANGUAGE=en:Zhang San',
        'NICKNAME:小三',
        'NICKNAME:三哥',
        'IMPP:weixin:zs_weixin',
        'IMPP:skype:zs',
      ) +
      card(
        'VERSION:3.0',
        'FN:李四',
        'item1.IMPP;X-SERVICE-TYPE=WeChat;type=pref:x-apple:lisi_wx',
        'X-SOCIALPROFILE;type=weibo:x-apple:ls',
      ) +
      card(
        'VERSION:2.1',
        'FN:王五',
        'X-ANDROID-CUSTOM;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:vnd.android.cursor.item/nickname;=E5=B0=8F=E4=BA=94;1;;;',
        'X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;--05-12;3;;;',
        'X-ANDROID-CUSTOM:vnd.android.cursor.item/contact_event;2010-01-01;1;;;',
      );
    expect(read(await tableFromBytes(Buffer.from(text)))).toEqual([
      { remark: '张三', nickname: '小三', alias: 'zs_weixin' },
      { remark: '李四', alias: 'lisi_wx' },
      { remark: '王五', nickname: '小五', birthday: { calendar: 'solar', year: null, month: 5, day: 12, leap: false } },
    ]);
  });

  it('loses no card around one without an end, and no line of a note whose line ends were written as they are', async () => {
    const text =
      'BEGIN:VCARD\nFN:甲\nBEGIN:VCARD\nFN:乙\nNOTE:第一行\nhttp://example.invalid 看这里\n电话: 无\nTEL:13800000003\nEND:VCARD\n';
    expect(read(await tableFromBytes(Buffer.from(text)))).toEqual([
      'brokenRecord',
      { remark: '乙', phone: '13800000003', description: '第一行\nhttp://example.invalid 看这里\n电话: 无' },
    ]);
  });
});

describe('further tables of known programs', () => {
  it('reads the contacts that WeChatDataAnalysis writes as text', async () => {
    const table = await openTable(fixture('wechatdataanalysis-contacts.txt'));
    expect(table).toMatchObject({ origin: 'WeChatDataAnalysis', format: 'txt' });
    expect(table.rows.map((row) => row.line)).toEqual([6, 7, 9]);
    expect(read(table)).toEqual([
      { ...lijie, remark: '李姐', nickname: '微风 | 小铺', region: '四川 资阳', source: '通过扫一扫添加' },
      { wxid: 'wxid_demo0002lz', nickname: '老周 二号', source: '微信号' },
      'notAFriend',
    ]);
  });

  it('reads MemoTrace members of a group, leaving strangers out', async () => {
    const table = await openTable(fixture('memotrace-group-members.csv'));
    expect(table.origin).toBe('MemoTrace');
    expect(read(table)).toEqual([
      {
        wxid: 'wxid_demo0001lj',
        alias: 'weifeng_demo',
        nickname: '微风',
        tags: ['老客户', '3号楼'],
        gender: 'female',
        region: '浙江 杭州',
        signature: '慢慢来',
      },
      'notAFriend',
    ]);
  });

  it('reads the five columns of a debug build of WechatExporter', async () => {
    const table = await openTable(fixture('wechatexporter-debug.csv'));
    expect(table.headerLine).toBe(0);
    expect(read(table)).toEqual([
      { wxid: 'wxid_demo0001lj', alias: 'weifeng_demo', remark: '李姐-3号楼', tags: ['老客户', '3号楼'] },
      { wxid: 'wxid_demo0002lz', remark: '老周' },
    ]);
  });

  it('reads the workbook of WeChatDataAnalysis, which tells where people come from', async () => {
    const columns = '用户名,显示名称,备注,昵称,微信号,类型,公众号类型,公众号类型码,地区,国家/地区码,省份,城市,来源,来源场景码'.split(',');
    const person = 'wxid_demo0001lj,李姐,李姐,微风,weifeng_demo,好友,,,中国大陆·四川·资阳,CN,四川,资阳,通过扫一扫添加,30'.split(',');
    const account = 'gh_demo,某某号,,某某号,,公众号,服务号,1,,,,,,'.split(',');
    const table = await tableFromBytes(writeWorkbook({ sheets: { 联系人: inlineRows([columns, person, account]) } }));
    expect(table.origin).toBe('WeChatDataAnalysis');
    expect(read(table)).toEqual([{ ...lijie, remark: '李姐', region: '四川 资阳', source: '通过扫一扫添加' }, 'notAFriend']);
  });

  it('reads the workbooks of echotrace and 企业微信', async () => {
    const echotrace = writeWorkbook({
      sheets: {
        通讯录: inlineRows([
          ['序号', '昵称', '微信ID', '备注', '微信号'],
          ['1', '微风', 'wxid_demo0001lj', '李姐-3号楼', 'weifeng_demo'],
        ]),
      },
    });
    const first = await tableFromBytes(echotrace);
    expect(first.origin).toBe('echotrace');
    expect(read(first)).toEqual([lijie]);
    const header = '客户名称,描述,添加人,添加人账号,添加人所属部门,添加时间,来源,手机,企业,邮箱,地址,职务,电话,客户等级,购买意向'.split(
      ',',
    );
    const row = '微风,不吃辣,张三,zs,销售部,2024-06-11 15:30:00,名片分享,13800000001,,,,,,老客户;铁杆,高\n复购'.split(',');
    const wecom = await tableFromBytes(
      writeWorkbook({
        sheets: { 客户: inlineRows([['企业微信客户列表'], ['导出时间：2026-03-09 08:15:30，说明：最多导出 5 万行'], header, row]) },
      }),
    );
    expect(wecom).toMatchObject({ origin: '企业微信', headerLine: 3 });
    expect(read(wecom)).toEqual([
      {
        nickname: '微风',
        phone: '13800000001',
        description: '不吃辣',
        source: '名片分享',
        addedAt: 1718091000000,
        tagsByGroup: [
          { group: '客户等级', tag: '老客户' },
          { group: '客户等级', tag: '铁杆' },
          { group: '购买意向', tag: '高' },
          { group: '购买意向', tag: '复购' },
        ],
      },
    ]);
  });
});
