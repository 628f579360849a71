import type { ContentInput } from '../../../shared/contracts/content.ts';

const piece = (values: Pick<ContentInput, 'title' | 'text' | 'category' | 'aim'> & Partial<ContentInput>): ContentInput => ({
  form: 'text',
  tags: [],
  seasons: [],
  productIds: [],
  variants: [],
  assetIds: [],
  evergreen: true,
  cooldownDays: 60,
  maxUses: null,
  ...values,
});

/** Three pieces to begin with: each shows one thing that the library can do. */
export const starters: readonly ContentInput[] = [
  piece({
    title: '收到货的回访',
    category: 'interaction',
    aim: '听一句真话，有问题早知道',
    text: '{称呼|亲}，{问候}！上次的{上次购买|东西}用着还顺手吗？有哪里不满意直接跟我说，我来处理。',
    tags: ['私聊', '回访'],
  }),
  piece({
    title: '老顾客和新朋友，各说各的',
    category: 'offer',
    aim: '老顾客先买，新朋友敢试',
    text: '{称呼|朋友}，新一批到了。{等级≥4：老顾客价给你留着，要几份回我个数就行|第一次来可以先拿一份小的试试，不合口味算我的}。',
    tags: ['私聊', '上新'],
  }),
  piece({
    title: '今天的一件小事',
    category: 'life',
    aim: '让人知道这边是个活人',
    text: '今天打包到一半，邻居家的小朋友跑来帮忙贴胶带，贴得比我还直。\n忙归忙，这种时候最开心。',
    tags: ['日常'],
    variants: [
      {
        channel: 'xiaohongshu',
        title: '摆摊第 3 年，今天被一个 6 岁小朋友治愈了',
        text: '打包到一半，邻居家的小朋友跑来帮忙贴胶带，贴得比我还直。\n\n#日常 #小店日记',
      },
    ],
  }),
];
