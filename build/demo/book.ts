import type { DemoFile } from '../../electron/features/demo/demo-file.ts';

export const accounts: DemoFile['accounts'] = [
  {
    name: '橙子铺',
    wxid: 'wxid_demo_chengzipu',
    role: 'A',
    category: null,
    capacity: 10_000,
    standing: 'normal',
    note: '主号，发内容、谈大单',
  },
  {
    name: '橙子铺-小助手',
    wxid: 'wxid_demo_xiaozhushou',
    role: 'B',
    category: null,
    capacity: 10_000,
    standing: 'normal',
    note: '接单、发货通知、售后',
  },
];

export const channels: DemoFile['channels'] = [
  { name: '小红书', domain: 'public', note: null },
  { name: '抖音', domain: 'public', note: null },
  { name: '视频号', domain: 'public', note: null },
  { name: '转介绍', domain: 'private', note: null },
  { name: '社群', domain: 'private', note: null },
  { name: '朋友圈', domain: 'private', note: null },
  { name: '门店', domain: 'offline', note: null },
  { name: '地推', domain: 'offline', note: null },
  { name: '包裹卡', domain: 'offline', note: null },
  { name: '老客户导入', domain: 'private', note: null },
];
export const channelNames = channels.map(({ name }) => name);

const grouped: { name: string; color: DemoFile['tagGroups'][number]['color']; tags: string[] }[] = [
  { name: '需求', color: 'orange', tags: ['爱吃甜橙', '送礼', '宝宝辅食', '健身控糖', '家居收纳', '尝鲜'] },
  { name: '价值', color: 'red', tags: ['月消300+', '整箱买', '爱凑单', '只看优惠', '老客带新'] },
  { name: '地区', color: 'teal', tags: ['本地自提', '同城配送', '省内快递', '外省快递'] },
  { name: '小区', color: 'green', tags: ['金桂苑', '河畔花园', '梧桐里', '悦湖新城', '学府一号'] },
  { name: '阶段', color: 'blue', tags: ['新加未聊', '聊过价格', '领过试吃', '等到货', '售后已处理', '勿扰'] },
];
export const tagGroups: DemoFile['tagGroups'] = grouped.map(({ name, color }) => ({ name, color }));
export const tags: DemoFile['tags'] = grouped.flatMap((group, place) => group.tags.map((name) => ({ name, group: place })));
export const tagNames = tags.map(({ name }) => name);
