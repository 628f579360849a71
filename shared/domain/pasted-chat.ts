/*
 * Copied text of WeChat does not say in which chat it was said. It is called by those who wrote, and told from a chat that has a name
 * by its ending: two texts of one chat are called the same, texts of two chats are not, and none is taken for the chat with a friend.
 */

const ending = '（粘贴）';
const most = 3;

/** What a pasted chat is called, by the names of those who wrote, without `me` where that leaves anybody. */
export function pastedChatName(people: readonly string[], me: readonly string[]): string {
  const others = people.filter((name) => !me.includes(name));
  const names = [...new Set(others.length > 0 ? others : people)].sort();
  return `${names.slice(0, most).join('、')}${names.length > most ? ` 等 ${names.length} 人` : ''}${ending}`;
}

/** Whom a pasted private chat is with, by what it is called; any other name is given back as it is. */
export const peerOfPasted = (name: string): string => (name.endsWith(ending) ? name.slice(0, -ending.length) : name);
