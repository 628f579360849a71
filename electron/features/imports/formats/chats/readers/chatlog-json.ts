import { quotedText } from '../appmsg.ts';
import type { ChatReader } from '../chat-reader.ts';
import type { ChatConversation, ChatFile, ChatSource } from '../chat-source.ts';
import { conversation, jsonPieces, jsonSource, kindFrom, recordOf, shownName, visitList } from '../json-chat.ts';
import { type Fields, fields, firstOf, flag, isGroupId, str } from '../json-values.ts';
import { linkWords, quoteWords, readableText } from '../words.ts';

const rules = { enter: () => false };
const list = '[]';
const tool = 'chatlog';

async function open(file: ChatFile): Promise<ChatSource> {
  const { ownerId, chats, groups } = await survey(file);
  const knowsMe = ownerId !== null || !groups;
  const visitor = visitList(list, (item, line) => {
    const talker = str(item['talker']).trim();
    const sender = str(item['sender']).trim();
    const inGroup = isGroupId(talker) || item['isChatRoom'] === true;
    return recordOf(line, {
      conversation: talker || str(item['talkerName']),
      time: item['time'],
      ...wordsOf(item),
      mine: !knowsMe || sender === '' ? null : ownerId ? sender === ownerId : !inGroup && sender !== talker,
      senderId: sender || null,
      senderName: shownName(item['senderName'], !inGroup && sender === talker ? item['talkerName'] : ''),
      // `seq` counts within this program; WeChat's own id is not exported.
      serverId: null,
    });
  });
  return jsonSource({ file, rules, list, visitor, format: 'chatlogJson', tool, ownerId, knowsMe, conversations: chats });
}

/**
 * Who the seller is. For WeChat 4 `isSelf` is known to be wrong at times: in a private chat whoever is not the peer is the seller; a
 * file of groups alone is believed only when the flag names one person and never contradicts itself.
 */
async function survey(file: ChatFile): Promise<{ ownerId: string | null; chats: ChatConversation[]; groups: boolean }> {
  const chats = new Map<string, ChatConversation>();
  const flags = new Map<string, { mine: number; others: number }>();
  const owners = new Map<string, number>();
  let groups = false;
  for await (const { pieces } of jsonPieces(file, rules)) {
    for (const { type, raw } of pieces) {
      if (type !== 'value') continue;
      const talker = textOf(raw, talkerKey);
      const sender = textOf(raw, senderKey);
      const group = isGroupId(talker) || /"isChatRoom"\s*:\s*true/.test(raw);
      groups ||= group;
      if (talker && !chats.has(talker)) chats.set(talker, conversation(talker, shownName(textOf(raw, nameKey), talker), group));
      if (!sender || systemType.test(raw)) continue;
      if (!group && sender !== talker) owners.set(sender, (owners.get(sender) ?? 0) + 1);
      const count = flags.get(sender) ?? { mine: 0, others: 0 };
      if (/"isSelf"\s*:\s*true/.test(raw)) count.mine++;
      else count.others++;
      flags.set(sender, count);
    }
  }
  return { ownerId: mostFrequent(owners) ?? onlyMine(flags), chats: [...chats.values()], groups };
}

const [talkerKey, senderKey, nameKey] = ['talker', 'sender', 'talkerName'].map(
  (key) => new RegExp(`"${key}"\\s*:\\s*("(?:[^"\\\\]|\\\\.)*")`),
) as [RegExp, RegExp, RegExp];
const systemType = /"type"\s*:\s*10000\b/;

function textOf(raw: string, key: RegExp): string {
  const found = key.exec(raw)?.[1];
  if (!found) return '';
  try {
    return str(JSON.parse(found)).trim();
  } catch {
    return '';
  }
}

function mostFrequent(counts: Map<string, number>): string | null {
  let found: string | null = null;
  for (const [id, count] of counts) if (!found || count > counts.get(found)!) found = id;
  return found;
}

function onlyMine(flags: Map<string, { mine: number; others: number }>): string | null {
  const mine = [...flags].filter(([, count]) => count.mine > 0);
  return mine.length === 1 && mine[0]![1].others === 0 ? mine[0]![0] : null;
}

function wordsOf(item: Fields) {
  const kind = kindFrom(item['type'], item['subType'], '');
  const raw = str(item['content']);
  const contents = fields(item['contents']);
  const title = str(contents['title']);
  if (kind === 'quote') {
    const refer = fields(contents['refer']);
    if (Object.keys(refer).length === 0) return { kind, raw };
    const referKind = kindFrom(refer['type'], refer['subType'], '');
    const words = readableText(referKind, firstOf(refer['content'], fields(refer['contents'])['title']));
    return {
      kind,
      raw,
      text: quoteWords(raw, { name: firstOf(refer['senderName'], refer['sender']), text: quotedText(referKind, words) }),
    };
  }
  if (kind === 'link') return { kind, raw, ...(title ? { text: linkWords(title, str(contents['url'])) } : {}) };
  if (kind === 'location' && contents['label'])
    return { kind, raw, text: [str(contents['label']), str(contents['cityname'])].join(' ').trim() };
  if (kind === 'forward' && title) return { kind, raw: [title, str(contents['desc'])].join('\n') };
  if (kind === 'text' || kind === 'transfer' || kind === 'system') return { kind, raw };
  return { kind, raw: firstOf(title, raw) };
}

export const chatlogReader: ChatReader = {
  format: 'chatlogJson',
  tool,
  recognise: ({ json }) =>
    json?.root === 'array' &&
    ['seq', 'talker', 'sender'].every((key) => json.keys.includes(key)) &&
    flag(json.first?.['isSelf'] ?? false) !== null,
  open,
};
