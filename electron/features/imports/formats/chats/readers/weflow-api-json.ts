import { appmsgFields, appmsgWords } from '../appmsg.ts';
import type { ChatHead, ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource } from '../chat-source.ts';
import { conversation, headItems, jsonSource, kindFrom, outerValues, recordOf, visitList } from '../json-chat.ts';
import { accountId, type Fields, firstOf, flag, isGroupId, str } from '../json-values.ts';
import { readableText } from '../words.ts';

const list = '.messages[]';
const tool = 'WeFlow（接口保存的页面）';

/** A page of WeFlow's local interface that somebody saved; the older one counts in milliseconds and names fields otherwise. */
async function open(file: ChatFile, head: ChatHead): Promise<ChatSource> {
  const values = await outerValues(file, head, ['talker']);
  const id = str(values['talker']).trim();
  const group = isGroupId(id);
  const items = headItems(head, list);
  const own = items.find((item) => sent(item) === true && writer(item) !== '');
  const ownerId = own ? accountId(writer(own)) : null;
  const chat = conversation(id, id, group);
  const visitor = visitList(list, (item, line) => {
    const mine = sent(item);
    return recordOf(line, {
      conversation: chat.key,
      time: item['createTime'] ?? item['timestamp'],
      ...wordsOf(item),
      mine,
      senderId: writer(item) || (mine ? ownerId : mine === false && !group ? id : null),
      senderName: firstOf(item['senderDisplayName'], item['senderName']),
      serverId: item['serverId'],
    });
  });
  const knowsMe = items.length === 0 || items.some((item) => sent(item) !== null);
  return jsonSource({
    file,
    rules: { enter: (path) => path === '.messages' },
    list,
    visitor,
    format: 'weflowApiJson',
    tool,
    ownerId,
    knowsMe,
    conversations: [chat],
  });
}

function sent(item: Fields): boolean | null {
  return flag(item['isSend'] ?? item['isSelf']);
}

function writer(item: Fields): string {
  return firstOf(item['senderUsername'], item['sender']).trim();
}

function wordsOf(item: Fields) {
  const kind = kindFrom(item['localType'] ?? item['type'], item['subType'], item['type'] ?? item['mediaType']);
  const raw = firstOf(item['parsedContent'], item['content']);
  const appmsg = appmsgFields(firstOf(item['rawContent'], item['content']));
  if (!appmsg) return { kind, raw };
  const words = appmsgWords(appmsg);
  // A type that the XML does not name is told by the number outside of it.
  return words.kind === 'other'
    ? { kind, raw, text: readableText(kind, firstOf(appmsg['title'], raw)) }
    : { kind: words.kind, raw, text: words.text };
}

export const weflowApiReader: ChatReader = {
  format: 'weflowApiJson',
  tool,
  recognise: ({ json }) =>
    json?.root === 'object' && json.keys.includes('success') && json.keys.includes('talker') && json.keys.includes('messages'),
  open,
};
