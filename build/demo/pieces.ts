import type { DemoPiece } from '../../electron/features/demo/demo-file.ts';
import { type Copy, copies } from './copies.ts';
import { sceneNames } from './pictures/scenes.ts';

type Variant = DemoPiece['variants'][number];
const variant = (channel: Variant['channel'], title: string, text: string): Variant => ({ channel, title, text });

/** Words of their own for some channels, by the beginning of the copy they belong to. */
const variants: Record<string, Variant[]> = {
  橙子表面有小黑点: [
    variant(
      'xiaohongshu',
      '橙子上的小黑点到底能不能吃❓',
      '卖了五年橙子，被问最多的就是它。\n小黑点是果皮晒出来的，果肉一点不受影响🍊\n真正要小心的是：发软、渗水、有酒味。\n\n#橙子 #水果挑选 #生活小知识',
    ),
    variant(
      'official',
      '橙子上有小黑点，还能吃吗？',
      '每到橙子季，后台总有人发来照片问：这些黑点是不是坏了？\n\n先说结论：能吃。那是果皮在树上晒出来的斑，果肉不受影响。\n\n需要当心的是另外三种：捏起来发软的、切口渗水的、闻着有酒味的。遇到直接拍照给我，包赔。',
    ),
    variant('douyin', '', '橙子有黑点别扔！三秒教你看：捏一下硬不硬，闻一下香不香，切开水不水。'),
  ],
  整箱橙子怎么放: [
    variant(
      'xiaohongshu',
      '一箱橙子放一个月不坏，就靠这 3 步',
      '别再一买回来就塞冰箱啦！\n1️⃣ 开箱挑一遍，有伤的先吃\n2️⃣ 垫一层报纸，隔开放\n3️⃣ 阴凉通风，七八天翻一次\n\n#水果保存 #橙子',
    ),
    variant('group', '', '@所有人 刚收到整箱橙子的看过来：先挑一遍，有磕碰的先吃；剩下的垫报纸放阴凉处，能吃一个月。'),
  ],
  剥橙子不脏手: [variant('douyin', '', '剥橙子不脏手，看好了：两头切掉，划一刀，一拉，成一条。')],
  水果茶的黄金比例: [
    variant(
      'xiaohongshu',
      '水果茶的黄金比例，我试了二十几壶',
      '茶 6、果 3、蜜 1，记住就够了🍹\n茶要淡，果要切薄，蜜最后放。\n\n#水果茶 #居家饮品',
    ),
  ],
  三家产地的橙子: [
    variant(
      'xiaohongshu',
      '三个产地的橙子盲测，结果出乎意料',
      '蒙上眼睛吃了三家，没有一个人猜对产地😂\n甜度、化渣、香气，分数都在图里。\n\n#测评 #橙子',
    ),
  ],
  新一批脐橙明天到: [
    variant('group', '', '🍊 新一批脐橙明天到！五斤 39.9、十斤 72，接龙报数，晚上八点截单。'),
    variant('private', '', '{称呼|亲}，新一批脐橙明天到，{等级≥4：老顾客的给你留着，要几份回我个数|第一次可以先拿五斤装尝尝}。'),
  ],
  礼盒可以预订了: [
    variant(
      'private',
      '',
      '{称呼|亲}，送礼的橙子礼盒可以订了，十二枚大果配手写卡，88 一盒。{有上次购买：跟你上次的{上次购买}一样，坏一个赔一个|坏一个赔一个}。',
    ),
  ],
};

const aims: Record<Copy['category'], string> = {
  life: '让人知道这边是个活人',
  science: '解开一个误会，多一分信任',
  tips: '收到货的人用得上',
  review: '让犹豫的人放心',
  case: '让别人替我说话',
  interaction: '引出一句回话',
  offer: '今天就下单',
};
const tagsOf: Record<Copy['category'], string[]> = {
  life: ['日常'],
  science: ['冷知识'],
  tips: ['收货后', '保存'],
  review: ['盲测'],
  case: ['老顾客'],
  interaction: ['投票'],
  offer: ['上新'],
};

/** The first words of a text, up to its first stop. */
function titleOf(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  const part = /^.*?[。？：——，]/u.exec(line)?.[0].slice(0, -1) ?? line;
  return [...(part.length < 5 ? line.replace(/[。：]$/, '') : part)]
    .slice(0, 18)
    .join('')
    .replace(/[\s+]+$/u, '');
}

function pieceOf(copy: Copy): DemoPiece {
  const evergreen = copy.category === 'tips' || copy.category === 'science' || copy.category === 'review';
  const own = Object.entries(variants).find(([start]) => copy.text.startsWith(start))?.[1] ?? [];
  return {
    title: titleOf(copy.text),
    text: copy.text,
    category: copy.category,
    form: copy.pictures.length > 0 ? 'pictures' : 'text',
    aim: aims[copy.category],
    tags: tagsOf[copy.category],
    seasons: copy.text.includes('橙') ? ['橙子季'] : [],
    variants: own,
    assets: copy.pictures.map((name) => sceneNames.indexOf(name)),
    evergreen,
    cooldownDays: copy.category === 'review' ? 90 : 45,
    maxUses: copy.category === 'review' ? 3 : null,
  };
}

const words = (title: string, category: DemoPiece['category'], aim: string, tags: string[], text: string): DemoPiece => ({
  ...{ title, text, category, aim, tags },
  ...{ form: 'text', seasons: [], variants: [], assets: [], evergreen: true, cooldownDays: 30, maxUses: null },
});

/** What is said to one friend, with variables. */
const privateWords: DemoPiece[] = [
  words(
    '收到货的回访',
    'interaction',
    '有问题早知道',
    ['私聊', '回访'],
    '{称呼|亲}，{问候}！上次的{上次购买|橙子}吃着还行吗？有一个不好的都告诉我，我来补。',
  ),
  words('生日祝福', 'life', '只祝福，不卖货', ['私聊', '生日'], '{称呼|朋友}，生日快乐！愿你这一年像橙子一样，{等级≥4：一直甜|甜甜的}。'),
  words(
    '好久没来的老顾客',
    'interaction',
    '听听是哪里没做好',
    ['私聊', '回访'],
    '{称呼|亲}，好久没见你下单了，{有上次购买：上次还是{上次购买时间}|最近还好吗}。不是来卖东西的，就想问问是不是哪里没做好？',
  ),
  words(
    '新朋友的第一句话',
    'life',
    '先认识，再卖货',
    ['私聊', '新加'],
    '{问候}！我是橙子铺的橙子，{渠道|朋友}那边过来的吧？平时在{地区|附近}住的话可以自提，有什么想问的随时喊我。',
  ),
];

/** The library of the demo: every copy, in its order, then words for one friend. */
export const pieces: DemoPiece[] = [...copies.map(pieceOf), ...privateWords];
