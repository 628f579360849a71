import { findOrderHeader, type OrderHeader } from '../../../../../shared/domain/order-columns.ts';
import type { ChatHead } from '../chats/chat-reader.ts';
import type { ChatFile } from '../chats/chat-source.ts';
import { bestTable, formatOf } from './open-orders.ts';
import { otherTool } from './order-source.ts';
import { cutText, openOrderFile } from './order-table.ts';

/** What a table is. `confidence` is 1 for a known platform, below 0.9 for an order table whose columns somebody should look at. */
export interface RecognisedOrders {
  kind: 'orders' | 'bill';
  format: string;
  tool: string;
  confidence: number;
}

const told = (header: OrderHeader): RecognisedOrders => ({
  kind: header.kind,
  format: header.kind === 'bill' ? header.profile.format : formatOf(header.profile),
  tool: header.profile?.tool ?? otherTool,
  confidence: header.confidence,
});

/** What the first rows of a table are; null = neither orders nor a bill. Forty rows of each sheet are enough. */
export function recogniseOrders(rows: readonly (readonly string[])[]): RecognisedOrders | null {
  const header = findOrderHeader(rows);
  return header && told(header);
}

/** As recogniseOrders, for the decoded beginning of a text. */
export function recogniseOrderText(text: string): RecognisedOrders | null {
  const { header } = cutText(text);
  return header && told(header);
}

/** As recogniseOrders, for a file and its head; workbooks are opened. Throws AppError of category `file`, as openOrders does. */
export async function recogniseOrderFile(file: ChatFile, head: ChatHead): Promise<RecognisedOrders | null> {
  if (head.text !== null) return head.json ? null : recogniseOrderText(head.text);
  const opened = await openOrderFile(file);
  try {
    const found = bestTable(opened.tables, {});
    return found && told(found.header);
  } finally {
    opened.close();
  }
}
