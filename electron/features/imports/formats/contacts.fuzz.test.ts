import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { inlineRows, writeWorkbook } from '../../../../tests/fixtures/contacts/zip-writer.ts';
import { fuzzRounds, mutated, mutatedText, withoutHang } from '../../../../tests/helpers/fuzz.ts';
import { randomFrom } from '../../../../tests/helpers/random-actions.ts';
import { tableOutcome } from '../../../../tests/helpers/table-outcome.ts';
import { tableFromBytes } from './open-table.ts';
import { tableFromNames } from './pasted-names.ts';

const folder = fileURLToPath(new URL('../../../../tests/fixtures/contacts/', import.meta.url));
const split = (line: string) => line.split(',');
const sheets: Record<string, readonly string[][]> = {
  'echotrace.xlsx': [split('序号,昵称,微信ID,备注,微信号'), split('1,微风,wxid_demo0001lj,李姐-3号楼,weifeng_demo')],
  'wechatdataanalysis.xlsx': [
    split('用户名,显示名称,备注,昵称,微信号,类型,公众号类型,公众号类型码,地区,国家/地区码,省份,城市,来源,来源场景码'),
    split('wxid_demo0001lj,李姐,李姐,微风,weifeng_demo,好友,,,中国大陆·四川·资阳,CN,四川,资阳,通过扫一扫添加,30'),
  ],
  'wecom.xlsx': [
    ['企业微信客户列表'],
    split('客户名称,描述,添加人,添加人账号,添加人所属部门,添加时间,来源,手机,企业,邮箱,地址,职务,电话,客户等级'),
    split('微风,不吃辣,张三,zs,销售部,2024-06-11 15:30:00,名片分享,13800000001,,,,,,老客户;铁杆'),
  ],
};
const workbooks = Object.entries(sheets).map(([name, rows]) => ({
  name,
  bytes: writeWorkbook({ sheets: { 通讯录: inlineRows(rows) }, shared: ['<t>x</t>'] }),
}));
const seeds = [
  ...readdirSync(folder)
    .filter((name) => /\.(csv|tsv|json|jsonl|txt|vcf)$/.test(name))
    .sort()
    .map((name) => ({ name, bytes: readFileSync(folder + name) })),
  ...workbooks,
];
const all = seeds.map(({ bytes }) => bytes);

describe('damaged lists of people', () => {
  it.each(seeds)('$name is read, explained or refused', async ({ name, bytes }) => {
    const pick = randomFrom(name.length * 7919 + bytes.length);
    for (let round = 0; round < fuzzRounds; round++) {
      const damaged = mutated(bytes, pick, all);
      await withoutHang(() => tableOutcome(() => tableFromBytes(damaged)));
    }
  });

  it.each(workbooks)('$name with broken XML in a sound archive', async ({ name }) => {
    const pick = randomFrom(name.length);
    const xml = inlineRows(sheets[name]!);
    for (let round = 0; round < fuzzRounds; round++) {
      const damaged = writeWorkbook({ sheets: { 通讯录: mutatedText(xml, pick) } });
      await withoutHang(() => tableOutcome(() => tableFromBytes(damaged)));
    }
  });

  it('pasted names are read, explained or refused', async () => {
    const pick = randomFrom(11);
    for (let round = 0; round < fuzzRounds; round++) {
      const text = mutatedText('1. 青柠\n2、老周\n- 豆豆妈\n\n· 3号楼李姐\n王先生 13800000001\n', pick);
      await withoutHang(() => tableOutcome(() => tableFromNames(text)));
    }
  });
});
