/** What a variable stands for, in her words. */
export interface TemplateVariable {
  name: string;
  /** what stands in its place */
  meaning: string;
  /** how it reads for somebody */
  example: string;
}

const variable = <Name extends string>(name: Name, meaning: string, example: string) => ({ name, meaning, example });

/** Every variable that words of the library may hold. The values come from the book (electron/features/content/template-values.ts). */
export const templateVariables = [
  variable('称呼', '怎么称呼：备注里的名字，没有备注就用昵称', '张姐'),
  variable('昵称', '好友自己的微信昵称', '小雨☔'),
  variable('备注', '你写的备注，原样', '张姐 3号楼'),
  variable('上次购买', '最近一单买了什么', '土鸡蛋 30 枚'),
  variable('上次购买时间', '最近一单的日子', '5月3日'),
  variable('上次购买天数', '离最近一单多少天', '36'),
  variable('购买次数', '付过款的单数', '3'),
  variable('生日', '好友的生日', '5月3日'),
  variable('等级', '信任等级的名字', '忠诚客户'),
  variable('地区', '好友在哪里', '广东 深圳'),
  variable('渠道', '好友从哪里来', '小红书'),
  variable('认识天数', '加上好友多少天了', '128'),
  variable('我的微信号', '加着这位好友的那个账号的微信号', 'lixia-egg'),
  variable('今天', '复制那天的日期', '11月22日'),
  variable('星期', '复制那天是星期几', '星期日'),
  variable('问候', '按钟点：早上好、中午好、下午好、晚上好', '下午好'),
  variable('积分', '好友现在有多少积分；从没记过积分的算空着', '120'),
] as const satisfies readonly TemplateVariable[];

export type VariableName = (typeof templateVariables)[number]['name'];

/** What is known of one friend; a name without words is empty for her. */
export interface TemplateValues {
  /** trust level, 1–6 */
  level: number;
  /** paid orders */
  orders: number;
  words: Readonly<Partial<Record<VariableName, string>>>;
}

const names = new Set<string>(templateVariables.map(({ name }) => name));
export const isVariable = (name: string): name is VariableName => names.has(name);

/** What people write instead, and what they mean. */
const aliases: Readonly<Record<string, VariableName>> = {
  名字: '称呼',
  姓名: '称呼',
  好友: '称呼',
  客户: '称呼',
  顾客: '称呼',
  网名: '昵称',
  微信名: '昵称',
  name: '称呼',
  nickname: '昵称',
  商品: '上次购买',
  产品: '上次购买',
  购买: '上次购买',
  购买日期: '上次购买时间',
  下单时间: '上次购买时间',
  订单数: '购买次数',
  会员: '等级',
  级别: '等级',
  城市: '地区',
  地址: '地区',
  来源: '渠道',
  日期: '今天',
  时间: '今天',
  周几: '星期',
  微信号: '我的微信号',
  微信: '我的微信号',
};

/** The known name that was most probably meant: what people say instead, else the one with the fewest letters to change. */
export function nearestVariable(written: string): VariableName | null {
  const name = written.replace(/\s/g, '').toLowerCase();
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias) return alias;
  let best: VariableName | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (const { name: known } of templateVariables) {
    const steps = editSteps(name.slice(0, 12), known);
    // at least one letter must be common: a name of other letters is not meant
    if (steps < fewest && steps < Math.max(name.length, known.length)) [best, fewest] = [known, steps];
  }
  return fewest <= Math.max(2, name.length - 1) ? best : null;
}

/** Levenshtein distance. */
function editSteps(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
