import { Button } from 'antd';
import { useState } from 'react';
import type { Conversation, Message } from '../../../../shared/contracts/chats.ts';
import { count } from '../../../lib/format.ts';
import { ConfirmDialog } from '../../../ui/dialog.tsx';
import { MoreIcon } from '../../../ui/icons.tsx';
import { Menu, type MenuItem } from '../../../ui/menu.tsx';
import { useErase, useLinkConversation, useLinkTalker } from '../mutations.ts';
import { conversationName, previewText } from '../words.ts';
import { FriendDialog } from './friend-dialog.tsx';

/** Somebody of a group who is no friend yet. */
export interface Stranger {
  talkerId: number;
  name: string;
}

interface ChatMenuProps {
  conversation: Conversation;
  /** leaves the conversation, which is going to be gone */
  onGone: () => void;
}

/** What can be done with a whole conversation: say whom it is with, erase it. */
export function ChatMenu({ conversation, onGone }: ChatMenuProps) {
  const [open, setOpen] = useState<'friend' | 'erase' | null>(null);
  const link = useLinkConversation();
  const erase = useErase();
  const { id, kind, friendId, messageCount } = conversation;
  const name = conversationName(conversation);
  const whose: MenuItem<'friend' | 'nobody'>[] =
    kind === 'group'
      ? []
      : friendId === null
        ? [{ key: 'friend', label: '这是哪位好友…' }]
        : [
            { key: 'friend', label: '换成另一位好友…' },
            { key: 'nobody', label: '不是这位好友' },
          ];
  return (
    <>
      <Menu
        sections={[whose, [{ key: 'erase', label: '删掉这段聊天…', danger: true }]]}
        onChoose={(key) => {
          if (key === 'nobody') link.mutate({ conversationId: id, friendId: null });
          else setOpen(key);
        }}
      >
        {(button) => <Button {...button} size="small" icon={<MoreIcon />} aria-label="这段聊天的更多操作" />}
      </Menu>
      {open === 'friend' && (
        <FriendDialog
          title={`和「${name}」的聊天是哪位好友的？`}
          hint="最近联系、有来有往的天数、最佳联系时间都会算到这位好友名下。"
          onChoose={(friend) => link.mutate({ conversationId: id, friendId: friend.id })}
          onClose={() => setOpen(null)}
        />
      )}
      <ConfirmDialog
        open={open === 'erase'}
        title={`删掉${kind === 'group' ? '' : '和'}「${name}」的聊天？`}
        confirmLabel={`删掉 ${count(messageCount)} 条消息`}
        danger
        onConfirm={() => {
          // first: what is on the screen is read anew as soon as the book has changed
          onGone();
          erase.mutate({ conversationId: id, messageId: null });
        }}
        onClose={() => setOpen(null)}
      >
        这 {count(messageCount)} 条消息会从铁粉簿里抹掉，撤销不了。好友还在，微信里的聊天不受影响；想要回来，把原来的文件再导入一次。
      </ConfirmDialog>
    </>
  );
}

interface EraseMessageProps {
  conversationId: number;
  message: Message;
  onClose: () => void;
}

/** Asks before one message goes for good. */
export function EraseMessage({ conversationId, message, onClose }: EraseMessageProps) {
  const erase = useErase(onClose);
  const words = previewText(message.kind, message.text).slice(0, 40);
  return (
    <ConfirmDialog
      open
      title="删掉这条消息？"
      confirmLabel="删掉这条"
      danger
      busy={erase.isPending}
      onConfirm={() => erase.mutate({ conversationId, messageId: message.id })}
      onClose={onClose}
    >
      「{words}」会从铁粉簿里抹掉，撤销不了。微信里的不受影响；想要回来，把原来的文件再导入一次。
    </ConfirmDialog>
  );
}

/** Asks which friend somebody of a group is. */
export function LinkStranger({ stranger, onClose }: { stranger: Stranger; onClose: () => void }) {
  const link = useLinkTalker();
  return (
    <FriendDialog
      title={`群里的「${stranger.name}」是哪位好友？`}
      hint="认下以后，点名字就到这位好友的资料，在这个群里说的话也能按好友搜到。"
      onChoose={(friend) => link.mutate({ talkerId: stranger.talkerId, friendId: friend.id })}
      onClose={onClose}
    />
  );
}
