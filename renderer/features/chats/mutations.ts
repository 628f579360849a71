import { useMutation } from '@tanstack/react-query';
import { queryClient, trpc } from '../../lib/api.ts';
import { count } from '../../lib/format.ts';
import { notify } from '../../ui/toast.tsx';

/** Says whom a private chat is with. */
export function useLinkConversation() {
  return useMutation(
    trpc.chats.linkConversation.mutationOptions({
      onSuccess: ({ undoId }, { friendId }) =>
        notify.done(friendId === null ? '这段聊天不算在哪位好友名下了' : '这段聊天算在这位好友名下了，最近联系也跟着算好', undoId),
      onError: notify.failed,
    }),
  );
}

/** Says which friend somebody of a group is. */
export function useLinkTalker() {
  return useMutation(
    trpc.chats.linkTalker.mutationOptions({
      onSuccess: async ({ undoId }, { friendId }) => {
        // said only when it is so: a name pressed at the sight of the words must lead to her
        await queryClient.invalidateQueries(trpc.chats.members.pathFilter());
        notify.done(friendId === null ? '不再当作这位好友' : '认下了，以后点名字就到这位好友的资料', undoId);
      },
      onError: notify.failed,
    }),
  );
}

/** Erases a conversation or one message for good. */
export function useErase(onDone?: () => void) {
  return useMutation(
    trpc.chats.erase.mutationOptions({
      onSuccess: ({ removed }, { messageId }) => {
        notify.done(messageId === null ? `已删掉这段聊天，${count(removed)} 条消息。微信里的不受影响` : '已删掉这条消息。微信里的不受影响');
        onDone?.();
      },
      onError: notify.failed,
    }),
  );
}
