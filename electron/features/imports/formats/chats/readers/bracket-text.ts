import type { ChatReader } from '../chat-reader.ts';
import type { ChatConversation } from '../chat-source.ts';
import type { TextGrammar } from '../text-blocks.ts';
import { survey } from '../text-survey.ts';
import { membersOf, stampTime, textSource } from './text-source.ts';

const stamp = /^\[(\d{4})-(\d{2})-(\d{2}) (\d{2}):(\d{2})(?::(\d{2}))?\] ?(.*)$/s;

// --- WeChatDataAnalysis -------------------------------------------------------------------------------------------------------

const chatLine = /^会话: (.*) \(([^()\s]*)\)\s*$/s;
const accountLine = /^账号: (\S+)\s*$/s;

interface Owner {
  conversation: ChatConversation;
  account: string | null;
  knowsMe: boolean;
}

/** Folders of WeChat 4 add four hexadecimal digits that the ids of senders lack. */
function withoutSuffix(id: string): string {
  return id.replace(/(?<=.)_[0-9a-f]{4}$/, '');
}

/** '[转账] 两箱 金額=￥116.00 状态=已收款' with its state in front, where the words of a transfer have it. */
function transferOf(paid: RegExpExecArray): { kind: 'transfer'; body: string } {
  const memo = paid[1]!.replace(/^\[[^\]]*\] ?/, '');
  return { kind: 'transfer', body: `[转账 ${paid[3] ?? ''}]${paid[2]!} ${memo}` };
}

function dataAnalysisGrammar({ conversation, account, knowsMe }: Owner): TextGrammar {
  let inHead = true;
  return {
    read(line) {
      if (inHead && (chatLine.test(line) || accountLine.test(line) || /^导出时间: /.test(line) || line.trim() === '')) return 'skip';
      const match = stamp.exec(line);
      if (!match || match[6] === undefined) return null;
      inHead = false;
      const base = { time: stampTime(match.slice(1, 7)), conversation: conversation.key };
      const words = match[7]!;
      const system = /^\[系统\] ?([\s\S]*)$/s.exec(words);
      if (system) return { ...base, senderId: null, senderName: '', direction: 'system', kind: 'system', body: system[1]! };
      const said = /^(.*?)\(([^()\s]+)\): ?(.*)$/s.exec(words) ?? /^([^:]*)(): ?(.*)$/s.exec(words);
      const [, name = '', id = '', body = words] = said ?? [];
      const paid = /^(.*?) ?金額[=＝](\S+)(?: 状态[=＝](.*))?$/s.exec(body);
      const mine = name === '我' || (id !== '' && account !== null && withoutSuffix(id) === withoutSuffix(account));
      return {
        ...base,
        senderId: id === '' ? null : id,
        senderName: name.trim(),
        direction: knowsMe ? (mine ? 'out' : 'in') : null,
        ...(paid ? transferOf(paid) : { body }),
      };
    },
  };
}

export const dataAnalysisText: ChatReader = {
  format: 'wdaTxt',
  tool: 'WeChatDataAnalysis',
  recognise: (head) => {
    const lines = (head.text ?? '').slice(0, 4000).trimStart().split(/\r?\n/);
    return chatLine.test(lines[0] ?? '') && lines.slice(1, 4).some((line) => /^(账号|导出时间): /.test(line));
  },
  async open(file, head) {
    const lines = (head.text ?? '').slice(0, 4000).split(/\r?\n/);
    const [, name = '', id = ''] = lines.map((line) => chatLine.exec(line)).find((match) => match !== null) ?? [];
    const account = lines.map((line) => accountLine.exec(line)?.[1]).find((one) => one !== undefined) ?? null;
    const group = id === '' ? null : id.endsWith('@chatroom');
    // an export without names counts people: 成员#1 is nobody's id
    const conversation: ChatConversation = {
      key: id || name,
      externalId: id === '' || id.includes('#') ? null : id,
      name,
      group,
      members: [],
    };
    const owner: Owner = { conversation, account, knowsMe: true };
    const found = await survey(file, dataAnalysisGrammar(owner));
    // an account id that fits nobody marks every message as the others': then nobody knows who the seller is
    owner.knowsMe = found.headers.some(({ direction }) => direction === 'out');
    const members = membersOf(found, conversation.key).filter(
      ({ externalId }) => !account || externalId === null || withoutSuffix(externalId) !== withoutSuffix(account),
    );
    return textSource('wdaTxt', 'WeChatDataAnalysis', {
      file,
      grammar: () => dataAnalysisGrammar(owner),
      conversations: [{ ...conversation, members }],
      ownerId: account,
      knowsMe: owner.knowsMe,
    });
  },
};

// --- wx-cli -------------------------------------------------------------------------------------------------------------------

const section = /^=== (.*?)(?:\[([^\]]*)\])? \((\d+) 条\) ===\s*$/s;

function wxCliGrammar(): TextGrammar {
  let conversation = '';
  return {
    read(line) {
      const title = section.exec(line);
      if (title) {
        conversation = title[1]!.trim();
        return 'skip';
      }
      const match = stamp.exec(line);
      if (!match) return null;
      const time = stampTime(match.slice(1, 7));
      // in private chats the sender may be left out, whoever it was
      const said = /^(.*?): ?(.*)$/s.exec(match[7]!);
      return {
        time,
        conversation,
        senderId: null,
        senderName: (said?.[1] ?? '').trim(),
        direction: null,
        body: said?.[2] ?? match[7]!,
      };
    },
  };
}

export const wxCliText: ChatReader = {
  format: 'wxcliTxt',
  tool: 'wx-cli',
  recognise: (head) => section.test((head.text ?? '').trimStart().split(/\r?\n/, 1)[0] ?? ''),
  async open(file, head) {
    const found = await survey(file, wxCliGrammar());
    const groups = new Map<string, boolean>();
    for (const line of (head.text ?? '').split(/\r?\n/)) {
      const title = section.exec(line);
      if (title) groups.set(title[1]!.trim(), (title[2] ?? '').includes('群'));
    }
    const names = new Set([...groups.keys(), ...found.talkers.keys()]);
    return textSource('wxcliTxt', 'wx-cli', {
      file,
      grammar: wxCliGrammar,
      conversations: [...names].map((name) => ({
        key: name,
        externalId: null,
        name,
        group: groups.get(name) ?? null,
        members: membersOf(found, name),
      })),
    });
  },
};
