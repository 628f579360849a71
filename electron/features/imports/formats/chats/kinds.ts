import type { MessageDirection, MessageKind } from '../../../../../shared/domain/messages.ts';

const high = 4_294_967_296;

/** WeChat 4 packs type and sub-type into one number, `subType × 2³² + type`; smaller numbers are a type alone. */
export function unpackLocalType(value: number): { type: number; subType: number } {
  if (!Number.isSafeInteger(value) || value < 0) return { type: 0, subType: 0 };
  return { type: value % high, subType: Math.floor(value / high) };
}

const byType = new Map<number, MessageKind>([
  [1, 'text'],
  [3, 'picture'],
  [34, 'voice'],
  [37, 'system'],
  [42, 'card'],
  [43, 'video'],
  [47, 'emoji'],
  [48, 'location'],
  [50, 'call'],
  [62, 'video'],
  [65, 'system'],
  [66, 'card'],
  [10_002, 'system'],
]);

const bySubType = new Map<number, MessageKind>([
  [1, 'link'],
  [3, 'music'],
  [4, 'link'],
  [5, 'link'],
  [6, 'file'],
  [8, 'emoji'],
  [17, 'location'],
  [19, 'forward'],
  [24, 'note'],
  [33, 'miniProgram'],
  [36, 'miniProgram'],
  [40, 'note'],
  [50, 'card'],
  [51, 'channel'],
  [53, 'solitaire'],
  [57, 'quote'],
  [62, 'pat'],
  [63, 'channel'],
  [74, 'file'],
  [76, 'music'],
  [87, 'announcement'],
  [88, 'channel'],
  [92, 'music'],
  [115, 'gift'],
  [2000, 'transfer'],
  [2001, 'redPacket'],
  [2003, 'gift'],
]);
const recallSubTypes = new Set([1, 5, 6, 33, 36, 57]);

/** WeChat's own numbers (not packed, not ChatLab's) → kind. Unknown numbers are 'other'. */
export function kindOfType(type: number, subType: number): MessageKind {
  if (type === 49) return bySubType.get(subType) ?? 'other';
  if (type === 10_000) return subType === 4 ? 'pat' : recallSubTypes.has(subType) ? 'recall' : 'system';
  return byType.get(type) ?? 'other';
}

const labels: Record<MessageKind, string> = {
  text: '文本 文字 text plain txt',
  picture: '图片 照片 图像 image img picture photo pic',
  voice: '语音 voice audio',
  video: '视频 小视频 短视频 video',
  emoji: '动画表情 表情 表情包 贴纸 gif emoji sticker emotion gif表情',
  file: '文件 file attachment',
  link: '链接 分享链接 分享 卡片式链接 (分享)卡片式链接 图文 网页 粘贴的文本 link url share article',
  miniProgram: '小程序 (分享)小程序 小程序分享 小程序卡片 miniprogram mini_program mini-program miniapp weapp',
  transfer: '转账 微信转账 转账卡片 转账收款 transfer',
  redPacket: '红包 微信红包 红包卡片 redpacket red_packet red-packet redenvelope',
  quote: '引用 引用回复 回复 quote reply refer',
  recall: '撤回 消息撤回 撤回消息 recall revoke',
  system: '系统 系统通知 邀请加群 添加好友 好友验证 企业微信好友验证 通知 提示 system sysmsg notice friend_request',
  location: '位置 位置分享 实时位置共享 位置共享 location',
  card: '名片 个人名片 公众号名片 个人/公众号名片 企业微信名片 推荐公众号 视频号名片 card contact contactcard contact_card namecard',
  call: '通话 音视频通话 语音通话 视频通话 视频/语音通话 voip call voice_call video_call voicecall videocall',
  music: '音乐 音乐分享 (分享)音乐 music',
  forward:
    '聊天记录 合并转发 合并转发的聊天记录 聊天记录合并转发 转发的聊天记录 chathistory chatrecord chat_record chat-record forward merge',
  announcement: '群公告 announcement',
  solitaire: '接龙 群接龙 solitaire',
  pat: '拍一拍 pat poke',
  channel: '视频号 视频号直播 直播 (分享)视频号 finder channel channels live',
  note: '收藏笔记 笔记 收藏 (分享)笔记 note favorite collect',
  gift: '微信礼物 礼物 红包封面 赠送红包封面 gift',
  other: '其他 未知 未知类型 other unknown',
};
const byLabel = new Map<string, MessageKind>();
for (const [kind, words] of Object.entries(labels)) {
  for (const word of words.split(' ')) byLabel.set(word, kind as MessageKind);
}

/**
 * A type as some program words it ('引用消息', '(分享)小程序', '消息撤回5', 'image', '未知类型(65)') → kind; `direction` is told for what
 * WeChat itself says. null = the word is not known.
 */
export function kindOfLabel(label: string): { kind: MessageKind; direction?: MessageDirection } | null {
  const word = label
    .trim()
    .toLowerCase()
    .replace(/（/g, '(')
    .replace(/）/g, ')')
    .replace(/^\[(.*)\]$/, '$1');
  const kind =
    byLabel.get(word) ??
    byLabel.get(word.replace(/消息$/, '')) ??
    byLabel.get(word.replace(/\s*[(:]?\d+\)?$/, '')) ??
    (word.startsWith('未知') ? 'other' : undefined);
  if (!kind) return null;
  return isSystemKind(kind) ? { kind, direction: 'system' } : { kind };
}

/** What WeChat itself writes: joins, notices, recalls, pats. Such records carry direction 'system' and no sender, whoever caused them. */
export function isSystemKind(kind: MessageKind): boolean {
  return kind === 'system' || kind === 'recall' || kind === 'pat';
}

/** Names within placeholders: the labels, and words that occur in placeholders only. */
const placeholderWords: Partial<Record<string, MessageKind>> = {
  语音消息: 'voice',
  语音转文字: 'voice',
  发起转账: 'transfer',
  已收款: 'transfer',
  已退还: 'transfer',
  非实时转账收款: 'transfer',
  发起非实时转账: 'transfer',
  转账收款: 'transfer',
  转账退还: 'transfer',
  合并转发: 'forward',
  微信转账: 'transfer',
  'red packet': 'redPacket',
};

/** Labels that people write themselves at the beginning of a text, and that no program uses as a placeholder. */
const typedWords = new Set(
  '文本 文字 引用 回复 通知 提示 系统 其他 未知 直播 礼物 收藏 通话 分享音乐 text plain txt notice live other unknown contact channel gift forward'.split(
    ' ',
  ),
);

/**
 * For files that tell no type: what a placeholder at the very beginning says ('[图片]', '![图片](http…)', '【转账】…', '[文件|报价.xlsx](…)',
 * '[语音 00:05]', '#接龙'); 'text' when there is none. Someone may have typed '[图片]' as words; no file can tell.
 */
export function kindOfPlaceholder(raw: string): MessageKind {
  const text = raw.trimStart();
  if (isSolitaire(text)) return 'solitaire';
  // chatlog prints what it has no word for
  if (/^Type: \d+ Content: /.test(text)) return 'other';
  const found = /^!?[[【]([^\]】|:：\n]{1,12})([\]】|:：])/.exec(text);
  if (!found) return 'text';
  const word = found[1]!
    .trim()
    .toLowerCase()
    .replace(/\s+[\d:.'"″′]+s?$/, '')
    .replace(/\s*-\s*\S+$/, '');
  return typedWords.has(word) ? 'text' : (placeholderWords[word] ?? byLabel.get(word) ?? 'text');
}

/** Whether words are a sign-up list (接龙), whatever the program says its type is. */
export function isSolitaire(text: string): boolean {
  return /^\s*(?:[[【](?:接龙|链接|分享链接|群接龙)[\]】]\s*)?#(?:接龙|Group Note)(?=\s|$)/i.test(text);
}

/** What programs label loosely, told by the words: sign-up lists, recalls and pats that come as text, link or notice. */
export function settleKind(kind: MessageKind, raw: string): MessageKind {
  if ((kind === 'text' || kind === 'link' || kind === 'other') && isSolitaire(raw)) return 'solitaire';
  if (kind === 'system') {
    if (/撤回了?(一条|成员)|已撤回|recalled a message/i.test(raw)) return 'recall';
    if (/拍了拍|tickled/.test(raw)) return 'pat';
  }
  return kind;
}
