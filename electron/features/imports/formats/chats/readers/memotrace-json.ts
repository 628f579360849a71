import { appmsgWithin, appmsgWords, quotedText } from '../appmsg.ts';
import type { ChatReader } from '../chat-reader.ts';
import type { ChatFile, ChatSource } from '../chat-source.ts';
import { conversation, jsonSource, kindFrom, nameOfFile, recordOf, talker, visitList } from '../json-chat.ts';
import { type Fields, firstOf, flag, isGroupId, str } from '../json-values.ts';
import { linkWords, quoteWords, splitQuote } from '../words.ts';

const tool = '留痕（MemoTrace）';

/** The folder is named `备注(wxid)`; the text in its last parentheses is the peer or the group. */
export function chatOfFolder(path: string): { id: string; name: string } {
  const folder = path.split('/').at(-2) ?? '';
  const found = /^(.*)\(([\w.@-]{3,80})\)$/.exec(folder.trim());
  return found ? { id: found[2]!, name: found[1]!.trim() || found[2]! } : { id: '', name: nameOfFile(path).replace(/ \(\d+\)$/, '') };
}

async function open(file: ChatFile): Promise<ChatSource> {
  const { id, name } = chatOfFolder(file.path);
  const group = id === '' ? null : isGroupId(id);
  const chat = conversation(id, name, group, group === false ? [talker(id, name)] : []);
  const visitor = visitList('[]', (item, line) => {
    const mine = flag(item['is_send']);
    return recordOf(line, {
      conversation: chat.key,
      time: item['timestamp'],
      ...wordsOf(item),
      mine,
      senderId: pictured(item) ?? (mine === false && group === false ? id : null),
      senderName: str(item['display_name']),
      serverId: item['server_id'],
    });
  });
  return jsonSource({
    file,
    rules: { enter: () => false },
    list: '[]',
    visitor,
    format: 'memotrace3Json',
    tool,
    ownerId: null,
    knowsMe: true,
    conversations: [chat],
  });
}

/** Only the picture's file name tells the writer's wxid: `./avatar/wxid_x.png`. */
function pictured(item: Fields): string | null {
  return /[\\/](wxid_\w+?)(?:_\d)?\.(?:png|jpe?g|webp)$/i.exec(str(item['avatar_src']))?.[1] ?? null;
}

function wordsOf(item: Fields) {
  const appmsg = appmsgWithin(item['xml_dict']);
  const kind = kindFrom(item['type'], item['sub_type'], item['type_name']);
  const raw = firstOf(item['text'], item['title'], item['file_name']);
  if (kind === 'text' || kind === 'system' || kind === 'voice') return { kind, raw: firstOf(item['text'], item['voice_to_text']) };
  const quoted = str(item['quote_text']);
  if (kind === 'quote' && quoted !== '') {
    const at = quoted.search(/[:：]/);
    const told = at > 0 && at < 40 ? { name: quoted.slice(0, at), text: quoted.slice(at + 1).trim() } : { name: '', text: quoted };
    return { kind, raw, text: splitQuote(raw) ? raw : quoteWords(raw, { name: told.name, text: quotedText('text', told.text) }) };
  }
  if (appmsg && (kind === 'other' || kind === 'solitaire' || kind === 'transfer' || kind === 'quote')) {
    const words = appmsgWords(appmsg);
    return { kind: words.kind, raw, text: words.text };
  }
  if (kind === 'link' && item['title']) return { kind, raw, text: linkWords(str(item['title']), firstOf(item['url'], item['link'])) };
  return { kind, raw };
}

export const memotraceJsonReader: ChatReader = {
  format: 'memotrace3Json',
  tool,
  recognise: ({ json }) => json?.root === 'array' && ['is_send', 'timestamp', 'server_id'].every((key) => json.keys.includes(key)),
  open,
};
