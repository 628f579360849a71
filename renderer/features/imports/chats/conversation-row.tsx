import { useState } from 'react';
import type { ChatTake, ScanConversation } from '../../../../shared/contracts/import-queue.ts';
import { count, fullTime } from '../../../lib/format.ts';
import { CheckIcon } from '../../../ui/icons.tsx';
import { FriendDialog } from '../../chats/index.ts';
import { chatActions, useChats } from './store.ts';
import { isGroup, standingOf, takeOf } from './takes.ts';
import { candidateWords, periodText, talkersText } from './words.ts';

interface Option {
  value: string;
  label: string;
  take: ChatTake | null;
}

/** What can be done with a conversation; `take` null = only shown until she has chosen. */
function optionsOf(
  conversation: ScanConversation,
  group: boolean,
  undecided: boolean,
  sought: { id: number; name: string } | null,
): Option[] {
  const { friend, candidates, name, kindKnown } = conversation;
  const kind = kindKnown ? {} : { kind: group ? ('group' as const) : ('private' as const) };
  const out: Option = { value: 'leaveOut', label: '不导入', take: { take: 'leaveOut', ...kind } };
  if (group) {
    const other: Option = { value: 'private', label: '其实是和一个人的聊天', take: { take: 'newFriend', kind: 'private' } };
    const { groups } = conversation;
    return [
      ...(undecided ? [{ value: 'ask', label: `是不是「${groups[0]?.name ?? ''}」这个群？请选`, take: null }] : []),
      ...groups.map(({ id, name: title, people }) => ({
        value: `group:${id}`,
        label: `「${title}」这个群（${people} 个人的名字对得上）`,
        take: { take: 'keepUnlinked' as const, conversationId: id, ...kind },
      })),
      { value: 'keepUnlinked', label: groups.length > 0 ? '另一个群，单独存' : '导入这个群', take: { take: 'keepUnlinked', ...kind } },
      ...(kindKnown ? [] : [other]),
      out,
    ];
  }
  const people = friend ? [friend, ...candidates] : candidates;
  return [
    ...(undecided ? [{ value: 'ask', label: `是不是「${candidates[0]?.name ?? ''}」？请选`, take: null }] : []),
    ...people.map((person) => ({
      value: `friend:${person.id}`,
      label: `「${person.name}」${candidateWords[person.by]}`,
      take: { take: 'friend' as const, friendId: person.id, ...kind },
    })),
    ...(sought && !people.some(({ id }) => id === sought.id)
      ? [{ value: `friend:${sought.id}`, label: `「${sought.name}」`, take: { take: 'friend' as const, friendId: sought.id, ...kind } }]
      : []),
    { value: seekValue, label: '另找一位好友…', take: null },
    { value: 'newFriend', label: `建新好友「${name}」`, take: { take: 'newFriend', ...kind } },
    { value: 'keepUnlinked', label: '只存聊天，不建好友', take: { take: 'keepUnlinked', ...kind } },
    ...(kindKnown ? [] : [{ value: 'group', label: '其实是群聊', take: { take: 'keepUnlinked' as const, kind: 'group' as const } }]),
    out,
  ];
}

const seekValue = 'seek';
function answerOf({ take, friendId, conversationId }: ChatTake): string {
  if (take === 'friend') return `friend:${friendId}`;
  return conversationId === undefined ? take : `group:${conversationId}`;
}

/** Whose chat it is: a list of answers of its own for every row. */
function Whose({ conversation }: { conversation: ScanConversation }) {
  const choices = useChats((state) => state.choices);
  const rules = useChats((state) => state.rules);
  const undecided = standingOf(conversation, choices, rules) === 'doubtful';
  const group = isGroup(conversation, choices);
  const take = takeOf(conversation, choices, rules);
  const known = useChats((state) => (take.friendId === undefined ? undefined : state.sought[take.friendId]));
  const sought = take.friendId !== undefined && known !== undefined ? { id: take.friendId, name: known } : null;
  const options = optionsOf(conversation, group, undecided, sought);
  const [seeking, setSeeking] = useState(false);
  return (
    <>
      <select
        className={undecided ? 'import-field ask' : 'import-field'}
        aria-label={`「${conversation.name}」归谁`}
        value={undecided ? 'ask' : answerOf(take)}
        onChange={(event) => {
          if (event.target.value === seekValue) setSeeking(true);
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen?.take) chatActions.decide([conversation.key], chosen.take);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {seeking && (
        <FriendDialog
          title={`和「${conversation.name}」的聊天是哪位好友的？`}
          onChoose={(friend) => chatActions.decideFriend([conversation.key], friend, conversation.kindKnown ? {} : { kind: 'private' })}
          onClose={() => setSeeking(false)}
        />
      )}
    </>
  );
}

export interface ConversationRowProps {
  conversation: ScanConversation;
  /** place in the list, 0-based */
  index: number;
  current: boolean;
  selected: boolean;
  onSelect: (key: string) => void;
}

/** One conversation of the files: what it is, how much of it is new, whose it will be. */
export function ConversationRow({ conversation, index, current, selected, onSelect }: ConversationRowProps) {
  const choices = useChats((state) => state.choices);
  const group = isGroup(conversation, choices);
  const choice = choices[conversation.key];
  const out = choice?.take === 'leaveOut';
  const { name, messages, known, firstAt, lastAt } = conversation;
  // how much of it another group of the book has already is counted when it comes in
  const fresh = choice?.conversationId === undefined ? conversation.fresh : null;
  const period = periodText(firstAt, lastAt);
  return (
    <tr aria-rowindex={index + 2} className={`chat-row${current ? ' current' : ''}${out ? ' out' : ''}`}>
      <td>
        <label className="chat-check">
          <input
            type="checkbox"
            className="over-input"
            checked={selected}
            aria-label={`选「${name}」`}
            onChange={() => onSelect(conversation.key)}
          />
          <span className="check-box" aria-hidden="true">
            {selected && <CheckIcon width="12" height="12" />}
          </span>
        </label>
      </td>
      <th scope="row" title={`${period}\n${talkersText(conversation)}`}>
        <span className="chat-name">
          <b>{name}</b>
          <i className={group ? 'group' : undefined}>
            {group ? '群' : '私聊'}
            {!conversation.kindKnown && '？'}
          </i>
        </span>
      </th>
      <td className="number">{count(messages)}</td>
      <td className="number">
        {fresh === null ? '—' : fresh === 0 ? <em>都有了</em> : <ins>+{count(fresh)}</ins>}
        {known !== null && known > 0 && fresh !== 0 && <small>已有 {count(known)}</small>}
      </td>
      <td className="chat-period" title={firstAt === null || lastAt === null ? undefined : `${fullTime(firstAt)} – ${fullTime(lastAt)}`}>
        {period}
      </td>
      <td>
        <Whose conversation={conversation} />
      </td>
    </tr>
  );
}
