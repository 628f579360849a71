import type { Conversation } from '../../shared/contracts/chats.ts';
import type { TestApp } from './test-app.ts';

/** The groups of the book, as the page of chats lists them. */
export async function groupsOf(book: TestApp): Promise<Conversation[]> {
  const asked = { accountId: null, kind: 'group', friendId: null, search: '', offset: 0, limit: 9 };
  return (await book.call<{ rows: Conversation[] }>('conversations.list', asked)).rows;
}
