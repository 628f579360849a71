import { describe, expect, it } from 'vitest';
import { kindOfLabel, kindOfPlaceholder, kindOfType, settleKind, unpackLocalType } from './kinds.ts';
import { linkWords, quoteWords, readableText, splitQuote, transferState, transferWords } from './words.ts';

describe('type numbers', () => {
  it('are unpacked and named', () => {
    const packed: [number, string][] = [
      [1, 'text'],
      [4294967345, 'link'],
      [12884901937, 'music'],
      [17179869233, 'link'],
      [21474836529, 'link'],
      [25769803825, 'file'],
      [34359738417, 'emoji'],
      [81604378673, 'forward'],
      [103079215153, 'note'],
      [141733920817, 'miniProgram'],
      [154618822705, 'miniProgram'],
      [219043332145, 'channel'],
      [227633266737, 'solitaire'],
      [244813135921, 'quote'],
      [266287972401, 'pat'],
      [270582939697, 'channel'],
      [8589934592049, 'transfer'],
      [8594229559345, 'redPacket'],
      [10000, 'system'],
      [11000, 'other'],
    ];
    for (const [value, kind] of packed) {
      const { type, subType } = unpackLocalType(value);
      expect(`${value} ${kindOfType(type, subType)}`).toBe(`${value} ${kind}`);
    }
    expect(unpackLocalType(8589934592049)).toEqual({ type: 49, subType: 2000 });
    expect([kindOfType(10_000, 4), kindOfType(10_000, 57), kindOfType(10_000, 8000)]).toEqual(['pat', 'recall', 'system']);
    expect(unpackLocalType(Number.NaN)).toEqual({ type: 0, subType: 0 });
  });
});

describe('type labels', () => {
  it('of every program are known', () => {
    const weflow =
      '文本消息 text,图片消息 picture,语音消息 voice,名片消息 card,视频消息 video,动画表情 emoji,位置消息 location,链接消息 link,通话消息 call,系统消息 system,引用消息 quote,音乐消息 music,群公告 announcement,转账消息 transfer,文件消息 file,聊天记录 forward,小程序消息 miniProgram,其他消息 other,卡片式链接 link,图文消息 link,红包卡片 redPacket,转账卡片 transfer,小程序分享 miniProgram,聊天记录合并转发 forward,未知类型(65) other';
    const memotrace =
      '文本 text,图片 picture,视频 video,语音 voice,表情包 emoji,音视频通话 call,文件 file,位置分享 location,分享链接 link,红包 redPacket,转账 transfer,合并转发的聊天记录 forward,小程序 miniProgram,视频号 channel,音乐分享 music,收藏笔记 note,个人/公众号名片 card,企业微信名片 card,拍一拍 pat,未知类型 other';
    const pywxdump =
      '添加好友 system,推荐公众号 card,位置 location,粘贴的文本 link,(分享)音乐 music,(分享)卡片式链接 link,(分享)笔记 note,(分享)小程序 miniProgram,接龙 solitaire,引用回复 quote,赠送红包封面 gift,语音通话 call,系统通知 system,消息撤回5 recall,邀请加群 system';
    const english =
      'text text,image picture,voice voice,video video,emoji emoji,sticker emoji,link link,file file,transfer transfer,redPacket redPacket,quote quote,location location,voip call,system system,chatHistory forward';
    for (const pair of `${weflow},${memotrace},${pywxdump},${english}`.split(',')) {
      const [label, kind] = pair.split(' ');
      expect([label, kindOfLabel(label!)?.kind]).toEqual([label, kind]);
    }
    expect(kindOfLabel('拍一拍')).toEqual({ kind: 'pat', direction: 'system' });
    expect(kindOfLabel('（分享）小程序')?.kind).toBe('miniProgram');
    expect(kindOfLabel('橙子')).toBeNull();
  });

  it('of placeholders are known, and what people write stays text', () => {
    const found = [
      '[图片]',
      '![图片](http://127.0.0.1/image/a,b)',
      '【转账】:￥1',
      '[文件|报价.xlsx](http://x)',
      '[语音 00:05]',
      '#接龙\n周五',
      '[链接]#接龙\n1. 青柠',
    ];
    expect(found.map(kindOfPlaceholder)).toEqual(['picture', 'picture', 'transfer', 'file', 'voice', 'solitaire', 'solitaire']);
    for (const words of ['好的', '[微笑]', '【通知】明天停电', '【新品】脐橙', '[引用] 你', '图片'])
      expect(kindOfPlaceholder(words)).toBe('text');
  });

  it('are corrected by the words', () => {
    expect(settleKind('link', '[接龙] #接龙')).toBe('solitaire');
    expect(settleKind('system', '你撤回了一条消息')).toBe('recall');
    expect(settleKind('system', '"李姐" 拍了拍我')).toBe('pat');
    expect(settleKind('text', '你撤回了一条消息')).toBe('text');
  });
});

describe('words', () => {
  const same: [Parameters<typeof readableText>[0], string, string[]][] = [
    [
      'picture',
      '',
      [
        '[图片]',
        '【图片】',
        '![图片](http://127.0.0.1:5030/image/x,y)',
        '[图片: x.jpg(请在附件中查看)]',
        '图片',
        'media/images/7_a.jpg',
        '<?xml version="1.0"?><msg/>',
      ],
    ],
    [
      'voice',
      '',
      [
        '[语音]',
        '[语音消息]',
        '[语音 00:05]',
        '[语音消息 - 转文字失败]',
        '[语音](http://x/voice/1)',
        '语音时长：3.20秒',
        'media/voices/voice_a_1.wav',
      ],
    ],
    ['voice', '要两箱', ['要两箱', '【语音】要两箱', '语音时长：3.20秒\n翻译结果：要两箱', '[语音] 要两箱']],
    ['emoji', '', ['[表情包]', '[动画表情]', '【表情包】 ', '![动画表情](http://x)', '动画表情']],
    ['emoji', '你好', ['[表情包：你好]', '【表情包】 你好']],
    [
      'file',
      '报价.xlsx',
      [
        '[文件] 报价.xlsx',
        '【文件】报价.xlsx 12 KB ./file/2025-03/报价.xlsx',
        '[文件|报价.xlsx](http://h/file/md5)',
        '[文件: 报价.xlsx]',
        'media/file/报价.xlsx',
        '报价.xlsx',
      ],
    ],
    [
      'transfer',
      '￥116.00 两箱',
      [
        '[转账] (李姐 转账给 我) ￥116.00 两箱',
        '【发起转账】:￥116.00\n备注: 两箱\n',
        '转账：￥116.00\n转账说明：两箱\n转账时间：2024-06-11 15:33:10\n',
        '[转账|发送 ￥116.00](两箱)',
        '[转账]￥116.00 两箱',
        '￥116 两箱',
        '¥116.00 两箱',
      ],
    ],
    [
      'transfer',
      '已收款 ￥116.00',
      ['[转账收款] (李姐 转账给 我) ￥116.00', '【已收款】:￥116.00\n备注: \n', '已收款：￥116.00', '[转账|接收 ￥116.00]()'],
    ],
    [
      'link',
      '脐橙上新\nhttps://example.com/a',
      [
        '[链接] 脐橙上新\nhttps://example.com/a',
        '[链接|脐橙上新](https://example.com/a)',
        '脐橙上新\n十斤装\n\n<a href="https://example.com/a" target="_blank">点击查看详情</a>',
        '【分享链接】\n标题：脐橙上新\n描述：十斤装\n链接: https://example.com/a\n应用：\n',
        '            [链接]:title:脐橙上新\n            description:十斤装\n            url:https://example.com/a\n            name:',
      ],
    ],
    [
      'quote',
      '到了\n「引用 李姐：橙子到了吗」',
      [
        '到了[引用 李姐：橙子到了吗]',
        '到了\n引用:李姐:橙子到了吗',
        '到了\n引用：李姐: 橙子到了吗',
        '到了\n\n[引用](2024-06-11 15:30:00)李姐:橙子到了吗',
        '> 李姐 03-02 09:12:05\n> 橙子到了吗\n到了',
        '「李姐：橙子到了吗」\n- - - - - - - - - - - - - - -\n到了',
        '到了\n「引用 李姐：橙子到了吗」',
      ],
    ],
    ['quote', '到了', ['到了\n引用:未知', '到了']],
    [
      'location',
      '示例市场 西湖区示例路1号',
      ['[位置] 示例市场 西湖区示例路1号 (30.1,120.2)', '【位置分享】\n坐标: (30.1,120.2)\n名称: 示例市场\n标签: 西湖区示例路1号'],
    ],
    ['call', '语音通话 03:21', ['[语音通话] 03:21', '语音通话[通话时长 03:21]', '【音视频通话】\n语音通话 03:21']],
    ['miniProgram', '群接龙', ['[小程序] 群接龙', '[小程序|群接龙](http://x)', '群接龙']],
    [
      'solitaire',
      '#接龙\n周五\n\n1. 青柠 2箱',
      ['#接龙\n周五\n\n1. 青柠 2箱', '[链接]#接龙\n周五\n\n1. 青柠 2箱', '[接龙] #接龙\r\n周五\r\n\r\n1. 青柠 2箱'],
    ],
    ['redPacket', '恭喜发财', ['[红包] 恭喜发财', '【红包】: 恭喜发财']],
    ['announcement', '明天发货', ['[群公告] 明天发货', '明天发货']],
    ['text', '[图片]是什么', ['[图片]是什么\r\n']],
  ];
  for (const [kind, words, forms] of same) {
    it(`are the same from every program: ${kind} ${words.slice(0, 12)}`, () => {
      for (const form of forms) expect([form, readableText(kind, form)]).toEqual([form, words]);
    });
  }

  it('are put together in one form', () => {
    expect(transferWords(transferState(1), '116', '两箱')).toBe('￥116.00 两箱');
    expect(transferWords(transferState(4), '¥1,160.5', '')).toBe('已退还 ￥1160.50');
    expect(linkWords('脐橙', 'https://a.cn/?x=1&amp;y=2')).toBe('脐橙\nhttps://a.cn/?x=1&y=2');
    expect(quoteWords('到了', { name: '李姐', text: '【图片】' })).toBe('到了\n「引用 李姐：[图片]」');
    expect(splitQuote('没有引用')).toBeNull();
    const endless = `到了${'\n'.repeat(3_000_000)}[引用 x`;
    expect(readableText('quote', endless)).toBe(endless);
    expect(readableText('forward', '【合并转发的聊天记录】\n\n    - 09:12 李姐: 早\n')).toBe('09:12 李姐: 早');
    expect(readableText('forward', '[合并转发|群聊]\n  李姐 09:12\n  早')).toBe('群聊\n李姐 09:12\n早');
  });
});
