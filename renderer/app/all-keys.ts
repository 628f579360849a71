import type { KeyMapGroup } from '../lib/keys.ts';

/** The keys of every page, for the key map: a page that is not on the screen cannot tell its own. */
const everywhere: readonly [scope: string, keys: readonly (readonly [keys: string, label: string])[]][] = [
  [
    '今日',
    [
      ['j ArrowDown', '下一件'],
      ['k ArrowUp', '上一件'],
      ['x', '做完：联系过了 / 已发 / 记为已祝福'],
      ['c', '复制文字，再按复制下一张图'],
      ['s', '跳过，今天不联系'],
      ['l', '好友放到明天，内容改到今天晚些'],
      ['w', '好友放到下周'],
      ['r', '重新排上'],
      ['Enter', '打开'],
      ['n', '写一条'],
    ],
  ],
  [
    '好友',
    [
      ['/', '搜索好友'],
      ['j ArrowDown', '下一位'],
      ['k ArrowUp', '上一位'],
      ['PageDown', '往下一屏'],
      ['PageUp', '往上一屏'],
      ['Home', '第一位'],
      ['End', '最后一位'],
      ['shift+ArrowDown shift+j', '往下连选'],
      ['shift+ArrowUp shift+k', '往上连选'],
      ['Enter', '打开'],
      ['x space', '选中'],
      ['mod+a', '选中全部'],
      ['Escape', '取消选择'],
      ['1 2 3 4 5 6', '设信任等级'],
      ['t', '打标签'],
      ['n', '写笔记'],
      ['l', '记录联系'],
      ['p', '记积分'],
      ['o', '记一单'],
      ['shift+n', '新建好友'],
    ],
  ],
  [
    '聊天',
    [
      ['/', '搜消息和好友'],
      ['j ArrowDown', '下一条'],
      ['k ArrowUp', '上一条'],
      ['PageDown', '往下一屏'],
      ['PageUp', '往上一屏'],
      ['Home', '最早的一条'],
      ['End', '最新的一条'],
      ['Enter', '打开聊天'],
      ['c', '复制这条'],
      ['g', '跳到哪一天'],
      ['Escape', '回到列表'],
    ],
  ],
  [
    '订单',
    [
      ['/', '搜索订单、收款'],
      ['o', '记一单'],
      ['j ArrowDown', '下一单'],
      ['k ArrowUp', '上一单'],
      ['x space', '选中'],
      ['p', '记为已付'],
      ['f', '记为已发货'],
      ['s', '记为已签收'],
      ['n', '粘贴接龙'],
    ],
  ],
  [
    '人群',
    [
      ['n', '新人群'],
      ['j ArrowDown', '下一个人群'],
      ['k ArrowUp', '上一个人群'],
      ['o', '看里面的好友'],
      ['mod+s', '保存人群'],
    ],
  ],
  [
    '标签',
    [
      ['/', '搜标签'],
      ['j arrowdown', '下一个标签'],
      ['k arrowup', '上一个标签'],
      ['x space', '选中'],
      ['r f2', '改名、换颜色'],
      ['o', '看带这个标签的好友'],
      ['n', '新标签'],
      ['m', '合并选中的'],
      ['delete backspace', '删除'],
    ],
  ],
  [
    '自动规则',
    [
      ['n', '新规则'],
      ['mod+s', '保存规则'],
    ],
  ],
  [
    '信任阶梯',
    [
      ['j arrowdown', '下一位'],
      ['k arrowup', '上一位'],
      ['l arrowright', '右边一列'],
      ['h arrowleft', '左边一列'],
      ['x space', '选中'],
      ['1 2 3 4 5 6', '移到这一级'],
      ['enter', '打开'],
      ['w', '给刚才的移动写个原因'],
    ],
  ],
  [
    '建议',
    [
      ['j ArrowDown', '下一位'],
      ['k ArrowUp', '上一位'],
      ['x space', '选中'],
      ['mod+a', '选中全部'],
      ['a', '采纳'],
      ['l', '以后再说'],
      ['d', '不再提'],
      ['Enter', '打开'],
      ['Escape', '取消选择'],
    ],
  ],
  [
    '内容日历',
    [
      ['n', '写一条'],
      ['ArrowRight j', '后一天'],
      ['ArrowLeft k', '前一天'],
      ['ArrowDown', '下一周的这天'],
      ['ArrowUp', '上一周的这天'],
      ['[', '往前翻一页'],
      [']', '往后翻一页'],
      ['t', '回到今天'],
      ['m', '看一个月'],
      ['w', '看一周'],
    ],
  ],
  [
    '排期',
    [
      ['mod+enter', '保存'],
      ['c', '复制文字，再按复制下一张图'],
      ['x', '标为已发'],
      ['s', '跳过'],
    ],
  ],
  [
    '发送',
    [
      ['n', '新的名单'],
      ['c', '复制这段话，再按复制图片，最后一样复制完就下一位'],
      ['s', '跳过'],
      ['z', '晚点再发'],
      ['r', '对方回了'],
      ['e', '改这段话'],
      ['ArrowDown ArrowRight j', '下一位'],
      ['ArrowUp ArrowLeft k', '上一位'],
    ],
  ],
  [
    '素材库',
    [
      ['/', '搜素材'],
      ['j ArrowRight', '下一条'],
      ['k ArrowLeft', '上一条'],
      ['ArrowDown', '下一行'],
      ['ArrowUp', '上一行'],
      ['Home', '第一条'],
      ['End', '最后一条'],
      ['Enter', '打开'],
      ['x space', '选中'],
      ['n', '写一条素材'],
      ['Escape', '取消选择'],
    ],
  ],
  ['素材', [['mod+enter', '保存']]],
  [
    '导入',
    [
      ['o', '选文件'],
      ['f', '选文件夹'],
      ['p', '粘贴文字'],
      ['Enter', '开始第一组'],
      ['mod+enter', '下一步'],
      ['escape', '上一步'],
    ],
  ],
  ['账号与渠道', [['n', '添加一个微信号']]],
  [
    '封号急救',
    [
      ['j ArrowDown', '下一位'],
      ['k ArrowUp', '上一位'],
      ['p', '复制电话'],
      ['w', '复制微信号'],
      ['c', '复制要说的话'],
      ['a', '记为已申请'],
      ['x', '记为找不到'],
      ['s', '跳过'],
    ],
  ],
];

export interface ListedKeys extends KeyMapGroup {
  /** whether the group works where she is */
  now: boolean;
}

/** The keys that work now, the innermost scope first, then the groups of everything else. */
export function withElsewhere(live: readonly KeyMapGroup[]): ListedKeys[] {
  const names = new Set(live.map(({ name }) => name));
  const others = everywhere.filter(([name]) => !names.has(name));
  return [
    ...[...live].reverse().map((group) => ({ ...group, now: true })),
    ...others.map(([name, keys]) => ({ name, now: false, entries: keys.map(([list, label]) => ({ keys: list.split(' '), label })) })),
  ];
}
