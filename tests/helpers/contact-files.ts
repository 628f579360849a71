import type { FriendInput } from '../../shared/contracts/friends.ts';

/** Contact lists as her export programs write them, with as many invented people as a test needs. */

const surnames = ['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const given = ['小雨', '静怡', '建国', '秀兰', '志强', '美玲', '子涵', '雅琴', '国庆', '春梅'];

export interface Person {
  name: string;
  wxid: string;
  tags?: string;
  phone?: string;
}

/** `many` people with names of their own: 王小雨-1, 李静怡-2 … */
export function people(many: number): Person[] {
  return Array.from({ length: many }, (_, at) => ({
    name: `${surnames[at % 10]}${given[Math.floor(at / 10) % 10]}-${at + 1}`,
    wxid: `wxid_people${String(at + 1).padStart(6, '0')}`,
    phone: `139${String(10_000_000 + at)}`,
  }));
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

/** The contacts file of WeFlow: UTF-8 with its mark, ten columns, tags divided by ' | '. */
export function weflowCsv(list: readonly Person[]): Buffer {
  const head = '用户名,显示名称,备注,昵称,微信号,标签,描述,个性签名,地区,类型';
  const rows = list.map(({ name, wxid, tags = '' }) =>
    [wxid, name, name, `${name}的昵称`, `${wxid}_alias`, tags, '', '', '中国大陆 浙江 杭州', '好友'].map(quoted).join(','),
  );
  return Buffer.from(`\ufeff${[head, ...rows].join('\r\n')}\r\n`, 'utf8');
}

/** One friend as the API takes it, with nothing known but the remark. */
export function friendInput(accountId: number, remark: string, known: Partial<FriendInput> = {}): FriendInput {
  const nothing = {
    channelId: null,
    wxid: null,
    alias: null,
    nickname: '',
    phone: null,
    gender: null,
    birthday: null,
    ageBand: null,
    incomeBand: null,
    interests: [],
    tie: null,
    region: null,
    address: null,
    signature: null,
    description: null,
    sourceText: null,
    addedAt: null,
  };
  return { ...nothing, accountId, remark, ...known };
}
