/** The chats of a round of kill-erase: how many, and how many messages each. */
export const eraseChats = { count: 6, messages: 1500 } as const;
/** What each message of a chat begins with, and nothing else in the book. */
export const eraseWordsOf = (name: string): string => `密码${name}号箱`;
