import { CalendarScreen } from '../../features/calendar/index.ts';
import { useSendPost } from '../use-send-post.ts';

/** 内容日历; what is planned for private chats goes on in 发送. */
export default function CalendarPage() {
  return <CalendarScreen onSend={useSendPost()} />;
}
