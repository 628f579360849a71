import { type MessageKind, wordlessKinds } from '../../../../../shared/domain/messages.ts';

/** A quoted message as one exporter tells it; `name` may be ''. */
export interface Quoted {
  name: string;
  text: string;
}

/** Far beyond what WeChat lets anyone send; longer words are kept as they are, so that no pattern runs over megabytes. */
const longest = 20_000;
const path = String.raw`(?:[A-Za-z]:)?[^\s<>|"*?]*[\\/]`;

/**
 * Readable words of a message without what its exporter put around them, so that one message gives the same words whoever exported it:
 * '' for a picture, `报价.xlsx` for a file, '￥116.00 两箱' for a transfer (a receipt: '已收款 ￥116.00'), title and address of a link on two
 * lines, new words + '\n「引用 名：原文」' for a reply, the whole list for 接龙. Line ends become '\n'; the ends are trimmed.
 */
export function readableText(kind: MessageKind, raw: string): string {
  const text = clean(raw);
  if (text === '') return '';
  if (text.length > longest) return wordlessKinds.has(kind) ? '' : text;
  switch (kind) {
    case 'picture':
    case 'video':
      return '';
    case 'emoji':
      return emojiText(text);
    case 'voice':
      return voiceText(text);
    case 'file':
      return fileText(text);
    case 'transfer':
      return transferText(text);
    case 'link':
      return linkText(text);
    case 'quote':
      return quoteText(text);
    case 'location':
      return locationText(text);
    case 'call':
      return callText(text);
    case 'forward':
      return forwardText(text);
    case 'miniProgram':
    case 'music':
    case 'channel':
    case 'note':
    case 'card':
    case 'gift':
    case 'redPacket':
    case 'announcement':
    case 'solitaire':
      return titleText(text);
    default:
      return text;
  }
}

function clean(raw: string): string {
  const text = raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw;
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).trim();
}

/** Takes '[图片]', '【图片】：', '![图片]' off the beginning; '[类|名](url)' and '[类: 名]' give the name. */
function withoutBracket(text: string): string {
  const named = /^!?\[[^\]|:：\n]{1,12}[|:：]\s*([^\]]*)\](?:\([^)\n]*\))?/.exec(text);
  if (named) return clean(`${named[1]!}${text.slice(named[0].length)}`);
  return clean(text.replace(/^!?(?:\[[^\]\n]{1,16}\](?:\([^)\n]*\))?|【[^】\n]{1,16}】)[:：]?[ \t]*/, ''));
}

/** For cards: the title alone; a type word that stands for nothing else ('接龙', '小程序') is no title. */
function titleText(text: string): string {
  const rest = withoutBracket(text);
  return /^(?:\(?分享\)?)?(?:小程序|接龙|音乐|视频号|笔记|群公告|名片|红包|赠送红包封面)$/.test(rest) ? '' : rest;
}

function emojiText(text: string): string {
  const named = /^[[【](?:表情包?|动画表情|贴纸)[:：]\s*([^\]】]*)[\]】]$/.exec(text);
  if (named) return named[1]!.trim();
  const rest = withoutBracket(text);
  return looksLikePath(rest) || rest.startsWith('<') || /^(动画)?表情包?$/.test(rest) ? '' : rest;
}

/** Voice carries words only when some program wrote it down: '【语音】转写', '语音时长：3.20秒\n翻译结果：…'. */
function voiceText(text: string): string {
  const told = /^语音时长[:：][^\n]*(?:\n翻译结果[:：]([\s\S]*))?$/.exec(text);
  if (told) return (told[1] ?? '').trim();
  const rest = clean(text.replace(/^[[【]语音[^\]】\n]*[\]】](?:\([^)\n]*\))?[:：]?/, '').replace(/^\[audio[^\]\n]*\]/i, ''));
  return looksLikePath(rest) || rest.startsWith('<') || rest === '语音' ? '' : rest;
}

const pathOfFile = new RegExp(`^${path}[^\\n\\\\/]+\\.\\w{1,5}$`);

function looksLikePath(text: string): boolean {
  return pathOfFile.test(text) || /^https?:\/\/\S+$/.test(text);
}

function fileText(text: string): string {
  const rest = withoutBracket(text).split('\n')[0]!.trim();
  if (rest === '文件') return '';
  const sized = /^(.+?\.\w{1,10})\s+[\d.]+\s*(?:[KMGT]i?B?|B|字节)(?:\s.*)?$/i.exec(rest);
  if (sized) return sized[1]!;
  return looksLikePath(rest) ? rest.slice(Math.max(rest.lastIndexOf('/'), rest.lastIndexOf('\\')) + 1) : rest;
}

/** Words for the state of a transfer; sending is the rule and has no word. */
export type TransferState = 'sent' | 'received' | 'returned' | 'expired';
const stateWords: Record<TransferState, string> = { sent: '', received: '已收款 ', returned: '已退还 ', expired: '已过期 ' };

/** WeChat's `paysubtype` → what happened; unknown numbers count as sent. */
export function transferState(paySubType: number): TransferState {
  if (paySubType === 3 || paySubType === 5 || paySubType === 8) return 'received';
  if (paySubType === 4 || paySubType === 9) return 'returned';
  return paySubType === 10 ? 'expired' : 'sent';
}

/** The one form of a transfer: '￥116.00 两箱', '已收款 ￥116.00'. `amount` as the file has it ('116', '¥116.00', '￥1,160.00元'). */
export function transferWords(state: TransferState, amount: string, memo: string): string {
  // The memo belongs to the sending; only some programs repeat it with the receipt.
  return `${stateWords[state]}${money(amount)} ${state === 'sent' ? clean(memo) : ''}`.trim();
}

function money(text: string): string {
  const digits = text.replace(/[¥￥,，元\s]/g, '');
  if (!/^\d+(?:\.\d+)?$/.test(digits)) return text.trim();
  const [yuan, cents = ''] = digits.split('.');
  return `￥${yuan!.replace(/^0+(?=\d)/, '')}.${cents.length > 2 ? cents : cents.padEnd(2, '0')}`;
}

function transferText(text: string): string {
  const state: TransferState = /退还/.test(beginning(text))
    ? 'returned'
    : /过期/.test(beginning(text))
      ? 'expired'
      : /收款|接收|已收/.test(beginning(text))
        ? 'received'
        : 'sent';
  const amount = /[¥￥]\s*[\d,]+(?:\.\d+)?/.exec(text);
  if (!amount) return stateWords[state].trim() || clean(withoutBracket(text).replace(/^(微信)?转账[:：]?/, ''));
  return transferWords(state, amount[0], memoOf(text, text.slice(amount.index + amount[0].length)));
}

function memoOf(text: string, after: string): string {
  const labelled = /(?:^|\n)(?:转账说明|备注)[:：][ \t]*([^\n]*)/.exec(text);
  if (labelled) return labelled[1]!;
  const bracketed = /^\]\(([^\n]*)\)$/.exec(after);
  if (bracketed) return bracketed[1]!;
  return after
    .replace(/^元/, '')
    .replace(/^\]/, '')
    .replace(/\n转账时间[\s\S]*$/, '')
    .replace(/\s金額[=＝][\s\S]*$/, '');
}

/** What says the state stands before the amount: in a bracket, or as the first word. */
function beginning(text: string): string {
  const at = text.search(/[¥￥]/);
  return (at === -1 ? text : text.slice(0, at)).replace(/\(.*?转账给.*?\)/, '').slice(0, 40);
}

/** A link: its title, then its address on a line of its own when the file knows it. */
export function linkWords(title: string, url: string): string {
  const words = clean(title);
  const address = url.trim().replaceAll('&amp;', '&');
  if (!/^https?:\/\//i.test(address) || words === address) return words || (/^https?:/i.test(address) ? address : '');
  return words === '' ? address : `${words}\n${address}`;
}

function linkText(text: string): string {
  const chatlog = /^\[(?:链接|分享)\|([^\]]*)\]\(([^)\n]*)\)$/.exec(text);
  if (chatlog) return linkWords(chatlog[1]!, chatlog[2]!);
  const anchor = /^([\s\S]*?)<a href="([^"]*)"[^>]*>[\s\S]*<\/a>\s*$/.exec(text);
  if (anchor) return linkWords(anchor[1]!.split('\n')[0]!, anchor[2]!);
  const rest = withoutBracket(text);
  const title = /(?:^|\n)\s*(?:标题|title)[:：][ \t]*([^\n]*)/.exec(rest);
  const url = /(?:^|\n)\s*(?:链接|url)[:：][ \t]*([^\n]*)/.exec(rest);
  if (title) return linkWords(title[1]!, url?.[1] ?? '');
  const last = rest.lastIndexOf('\n');
  const address = rest.slice(last + 1).trim();
  if (last !== -1 && /^https?:\/\/\S+$/i.test(address)) return linkWords(rest.slice(0, last), address);
  return rest;
}

/** The one form of a reply. */
export function quoteWords(words: string, quoted: Quoted): string {
  const name = clean(quoted.name).replaceAll('\n', ' ');
  const text = clean(quoted.text).replace(/^【([^】\n]{1,12})】/, '[$1]');
  if (name === '' && text === '') return clean(words);
  return `${clean(words)}\n「引用 ${name}：${text}」`.trim();
}

/** Takes a reply apart, whoever wrote it; null = none of the known forms. */
export function splitQuote(raw: string): { words: string; quoted: Quoted } | null {
  const text = clean(raw);
  const own = /^([\s\S]*?)(?:^|\n)「引用 ([^\n：]*)：([\s\S]*)」$/.exec(text);
  if (own) return { words: clean(own[1]!), quoted: { name: own[2]!, text: clean(own[3]!) } };
  const native = /^「([^：:\n]*)[：:]\s?([\s\S]*?)」\n(?:-\s?){5,}\n?([\s\S]*)$/.exec(text);
  if (native) return { words: clean(native[3]!), quoted: { name: native[1]!, text: clean(native[2]!) } };
  const pywxdump = /^([\s\S]*?)\[引用\]\([^)\n]*\)\s*([^：:\n]*)[：:]([\s\S]*)$/.exec(text);
  if (pywxdump) return { words: clean(pywxdump[1]!), quoted: { name: pywxdump[2]!, text: clean(pywxdump[3]!) } };
  const weflow = /^([\s\S]*?)\[引用\s+([^：\n]*?)[：:]([\s\S]*)\]$/.exec(text);
  if (weflow) return { words: clean(weflow[1]!), quoted: { name: weflow[2]!, text: clean(weflow[3]!) } };
  const memotrace = /^([\s\S]*?)\n引用[:：]\s*(?:([^:：\n]*)[:：]\s?)?([\s\S]*)$/.exec(text);
  if (memotrace) {
    const unknown = memotrace[2] === undefined && memotrace[3]!.trim() === '未知';
    return { words: clean(memotrace[1]!), quoted: { name: memotrace[2] ?? '', text: unknown ? '' : clean(memotrace[3]!) } };
  }
  return chatlogQuote(text);
}

/** `> 李姐 03-02 09:12:05`, then the quoted lines with '> ' before them, then the new words. */
function chatlogQuote(text: string): { words: string; quoted: Quoted } | null {
  const lines = text.split('\n');
  const head = /^> (.*?) (?:\d{4}-)?(?:\d{2}-\d{2} )?\d{2}:\d{2}:\d{2}$/.exec(lines[0]!);
  if (!head) return null;
  let next = 1;
  while (next < lines.length && lines[next]!.startsWith('>')) next++;
  const quoted = lines.slice(1, next).map((line) => line.replace(/^> ?/, ''));
  const name = head[1]!.replace(/\((?:wxid_|我)[^)]*\)$/, '');
  return { words: clean(lines.slice(next).join('\n')), quoted: { name, text: clean(quoted.join('\n')) } };
}

function quoteText(text: string): string {
  const parts = splitQuote(text);
  return parts ? quoteWords(parts.words, parts.quoted) : text.replace(/^[[【]引用(?:消息)?[\]】]\s*/, '');
}

/** Name and address of a place without its coordinates, which programs round differently. */
function locationText(text: string): string {
  const chatlog = /^\[位置\|([^|\]]*)\|([^|\]]*)\|[^\]]*\]$/.exec(text);
  if (chatlog) return clean(`${chatlog[1]!} ${chatlog[2]!}`);
  const name = /(?:^|\n)名称[:：][ \t]*([^\n]*)/.exec(text);
  const label = /(?:^|\n)标签[:：][ \t]*([^\n]*)/.exec(text);
  if (name || label) return clean([name?.[1] ?? '', label?.[1] ?? ''].map((part) => part.trim()).join(' '));
  const rest = withoutBracket(text).replace(/\s*[(（]\s*-?[\d.]+\s*[,，]\s*-?[\d.]+\s*[)）]\s*$/, '');
  return rest === '位置' ? '' : clean(rest);
}

/** '语音通话 03:21', '视频通话 已取消', '通话' when nothing else is told. */
function callText(text: string): string {
  const rest = clean(
    text
      .replace(/^[[【]([^\]】\n]{2,10})[\]】]/, '$1 ')
      .replace(/\[通话时长\s*/, ' ')
      .replace(/\]$/, '')
      .replace(/通话时长[:：]?\s*/, ' ')
      .replace(/\s+/g, ' '),
  );
  return rest.replace(/^(?:音视频通话|视频\/语音通话)\s*/, '') || '通话';
}

/** Messages sent on as one: the title and the lines, without the indentation that each program chooses. */
function forwardText(text: string): string {
  const rest = /^\[合并转发\|([^\]]*)\]([\s\S]*)$/.exec(text);
  const lines = (rest ? `${rest[1]!}${rest[2]!}` : withoutBracket(text)).split('\n');
  return lines
    .map((line) => line.trim().replace(/^- /, ''))
    .filter((line) => line !== '')
    .join('\n');
}
