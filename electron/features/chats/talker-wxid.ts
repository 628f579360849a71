/*
 * Whoever wrote in several groups is one row of chat_talkers, by the wxid. But a group may have come in by names before the wxid was
 * known there: its messages are found again by the row they have, so that row stays, and the wxid stands there for this group alone.
 */

const separator = '\u001f';

/** `external_id` of somebody whose wxid another row has already, but who is a row of their own in this conversation. */
export const wxidInGroup = (wxid: string, conversationId: number): string => `${wxid}${separator}${conversationId}`;

/** SQL: the wxid of a row of chat_talkers; null = only the name is known. */
export const talkerWxid = 'substr(chat_talkers.external_id, 1, instr(chat_talkers.external_id || char(31), char(31)) - 1)';
