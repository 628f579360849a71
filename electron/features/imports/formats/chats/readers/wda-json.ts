import { quotedText } from '../appmsg.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource } from '../chat-source.ts';
import { conversation, jsonPieces, jsonSource, kindFrom, outerValues, recordOf, shownName, talker, utf8, visitList } from '../json-chat.ts';
import { parsePiece } from '../json-piece.ts';
import { accountId, type Fields, fields, firstOf, flag, isAccount, isGroupId, str } from '../json-values.ts';
import { isSolitaire } from '../kinds.ts';
import { linkWords, quoteWords, readableText, type TransferState, transferWords } from '../words.ts';

const tool = 'WeChatDataAnalysis';

async function open(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const values = await outerValues(file, head, ['conversation', 'account']);
  const about = fields(values['conversation']);
  const id = str(about['username']).trim();
  const group = typeof about['isGroup'] === 'boolean' ? about['isGroup'] : isGroupId(id);
  const ownerId = accountId(values['account']) ?? (await accountOfManifest(file));
  const name = shownName(about['displayName'], id);
  const chat = conversation(id, name, group, group ? [] : [talker(id, name)]);
  const knowsMe = await someIsMine(file, ownerId);
  const visitor = visitList('.messages[]', (item, line) => {
    const sender = str(item['senderUsername']).trim();
    const mine = knowsMe ? flag(item['isSent']) === true || isAccount(sender, ownerId) : null;
    return recordOf(line, {
      conversation: chat.key,
      time: item['createTime'] ?? item['createTimeText'],
      ...wordsOf(item),
      mine,
      senderId: sender || null,
      senderName: str(item['senderDisplayName']),
      serverId: item['serverId'],
    });
  });
  return jsonSource({
    file,
    rules: { enter: (path) => path === '.messages' },
    list: '.messages[]',
    visitor,
    format: 'wdaJson',
    tool,
    ownerId,
    knowsMe,
    conversations: [chat],
  });
}

/** `manifest.json` lies two folders above: `…/conversations/<chat>/messages.json`. */
async function accountOfManifest(file: ChatFile): Promise<string | null> {
  const folder = file.path.split('/').slice(0, -3);
  const manifest = file.sibling([...folder, 'manifest.json'].join('/'));
  if (!manifest || manifest.size > 4 * 1024 * 1024) return null;
  for await (const { pieces } of jsonPieces(manifest, { enter: () => false })) {
    for (const piece of pieces) if (piece.path === '.account') return accountId(parsePiece(piece));
  }
  return null;
}

/** Some versions mark no message as sent because they did not recognise the account; then somebody has to say who the seller is. */
async function someIsMine(file: ChatFile, ownerId: string | null): Promise<boolean> {
  const owner = ownerId ? `|"senderUsername"\\s*:\\s*"${ownerId.replace(/[.@]/g, '\\$&')}"` : '';
  const mine = new RegExp(`"isSent"\\s*:\\s*(?:true|1)${owner}`);
  let end = '';
  for await (const { bytes } of utf8(file)) {
    const text = end + bytes.toString('latin1');
    if (mine.test(text)) return true;
    end = text.slice(-200);
  }
  return false;
}

function wordsOf(item: Fields) {
  const kind = kindFrom(item['type'], null, item['renderType']);
  const raw = str(item['content']);
  const title = str(item['title']);
  switch (kind) {
    case 'transfer':
      return { kind, raw, text: transferOf(item) };
    case 'link':
      return isSolitaire(raw) ? { kind, raw } : { kind, raw, text: linkWords(firstOf(title, readableText(kind, raw)), str(item['url'])) };
    case 'quote':
      return { kind, raw, text: quoteWords(raw, { name: str(item['quoteTitle']), text: quotedText('text', str(item['quoteContent'])) }) };
    case 'voice':
      return { kind, raw, text: str(item['voiceTranscript']).trim() };
    case 'file':
    case 'redPacket':
    case 'miniProgram':
    case 'music':
    case 'channel':
      return { kind, raw: firstOf(title, raw) };
    default:
      return { kind, raw };
  }
}

function transferOf(item: Fields): string {
  const status = str(item['transferStatus']);
  const state: TransferState = /退/.test(status)
    ? 'returned'
    : /过期/.test(status)
      ? 'expired'
      : /收|接收/.test(status) && !/待|未/.test(status)
        ? 'received'
        : 'sent';
  const memo = str(item['content'])
    .replace(/^[[【](?:微信)?转账[\]】]\s*/, '')
    .replace(/^微信转账$/, '');
  const amount = str(item['amount']);
  return amount === ''
    ? readableText('transfer', str(item['content']))
    : transferWords(state, amount, memo.replace(/^[¥￥][\d.,]+\s*/, ''));
}

export const wdaReader: ChatReader = {
  format: 'wdaJson',
  tool,
  recognise: ({ json }) =>
    json?.root === 'object' &&
    'schemaVersion' in json.values &&
    str(fields(json.values['conversation'])['username']) !== '' &&
    json.keys.includes('messages'),
  open,
};
