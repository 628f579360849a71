import { memo } from 'react';
import { CopyIcon, TrashIcon } from '../../../ui/icons.tsx';
import type { MessageItem } from '../message-items.ts';
import { dayHeading, messageMoment, messageTime } from '../when.ts';
import { previewText } from '../words.ts';
import type { Stranger } from './chat-changes.tsx';
import { MessageBody } from './message-body.tsx';

export interface MessageRowProps {
  item: MessageItem;
  group: boolean;
  /** what to call the other side of a private chat */
  peer: string;
  wanted: string;
  /** the keyboard is on it */
  current: boolean;
  /** it is what was looked for */
  hit: boolean;
  unfolded: boolean;
  /** the friend who wrote it in a group, when she is one */
  friendId: number | null;
  onPoint: (id: number) => void;
  onUnfold: (id: number) => void;
  onCopy: (id: number) => void;
  onErase: (id: number) => void;
  onFriend: (friendId: number) => void;
  onStranger: (stranger: Stranger) => void;
}

/** colours for the names of a group, by who it is */
const nameColors = ['blue', 'teal', 'purple', 'orange', 'green', 'pink', 'cyan', 'brown', 'indigo', 'amber'] as const;

function Head({ item, group, peer, friendId, onFriend, onStranger }: MessageRowProps) {
  const { message } = item;
  const time = messageTime(message.at, message.precision);
  const name = message.direction === 'out' ? '我' : group ? (message.talkerName ?? '群成员') : peer;
  const color = nameColors[(message.talkerId ?? 0) % nameColors.length];
  return (
    <div className="message-head">
      {group && message.direction === 'in' && message.talkerId !== null ? (
        <button
          type="button"
          className="message-name link"
          data-tag-color={color}
          title={friendId === null ? `「${name}」还不是好友，点一下认一认` : `看看 ${name}`}
          onClick={() => (friendId === null ? onStranger({ talkerId: message.talkerId as number, name }) : onFriend(friendId))}
        >
          {name}
        </button>
      ) : (
        <span className={group && message.direction === 'in' ? 'message-name' : 'sr-only'} data-tag-color={color}>
          {name}
        </span>
      )}
      <time title={messageMoment(message.at, message.precision)}>{time === '' ? '时间不详' : time}</time>
    </div>
  );
}

/** One message: a bubble at the left or the right, or a line in the middle for what WeChat itself said. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { item, wanted, current, hit, unfolded, onPoint, onUnfold, onCopy, onErase } = props;
  const { message, dayAt, head } = item;
  const side = message.direction === 'system' ? 'system' : message.direction;
  const mark = `${current ? ' current' : ''}${hit ? ' hit' : ''}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows of a list of which only a part is drawn
    // biome-ignore lint/a11y/useKeyWithClickEvents: j and k do the same
    <div
      role="listitem"
      className={`message ${side}${head ? ' head' : ''}${mark}`}
      data-message={message.id}
      data-kind={message.kind}
      aria-current={current ? 'true' : undefined}
      onClick={() => onPoint(message.id)}
    >
      {dayAt !== null && <div className="message-day">{dayHeading(dayAt)}</div>}
      {side === 'system' ? (
        <p className="message-system" title={messageMoment(message.at, message.precision)}>
          {previewText(message.kind, message.text)}
        </p>
      ) : (
        <>
          {head && <Head {...props} />}
          <div className="message-line">
            <div className="message-bubble" title={messageMoment(message.at, message.precision)}>
              <MessageBody message={message} wanted={wanted} unfolded={unfolded} onUnfold={() => onUnfold(message.id)} />
            </div>
            {message.text !== '' && (
              <button
                type="button"
                className="icon-button small message-copy"
                aria-label="复制这条"
                title="复制这条（C）"
                tabIndex={-1}
                onClick={() => onCopy(message.id)}
              >
                <CopyIcon width="14" height="14" />
              </button>
            )}
            <button
              type="button"
              className="icon-button small message-copy"
              aria-label="删掉这条"
              title="删掉这条（Delete）"
              tabIndex={-1}
              onClick={() => onErase(message.id)}
            >
              <TrashIcon width="14" height="14" />
            </button>
          </div>
        </>
      )}
    </div>
  );
});
