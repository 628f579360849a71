import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { accounts } from '../accounts/accounts.schema.ts';
import { conversations } from '../chats/chats.schema.ts';
import { friends } from '../friends/friends.schema.ts';

/** What is sold, by name. */
export const products = sqliteTable(
  'products',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    name: text('name').notNull(),
    /** foldName(name) */
    nameKey: text('name_key').notNull(),
    /** one of productKinds; null = not told */
    kind: text('kind'),
    /** of one, as it is sold; null = not told */
    priceFen: integer('price_fen'),
    costFen: integer('cost_fen'),
    /** days that one of it lasts a customer */
    unitDays: integer('unit_days'),
    /** days after which it is bought again, however much was bought */
    cycleDays: integer('cycle_days'),
    archivedAt: integer('archived_at'),
    createdAt: integer('created_at').notNull(),
    /** later than created_at = somebody worked on it: it stays when the import that brought it is taken back */
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [uniqueIndex('products_name').on(table.nameKey)],
);

/** One 团 or one 接龙. */
export const groupBuys = sqliteTable(
  'group_buys',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    title: text('title').notNull(),
    /** title without blanks, folded */
    titleKey: text('title_key').notNull(),
    /** YYYY-MM-DD; null = not told */
    day: text('day'),
    source: text('source').notNull(),
    conversationId: integer('conversation_id').references(() => conversations.id, { onDelete: 'set null' }),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('group_buys_title').on(table.accountId, table.titleKey), index('group_buys_conversation').on(table.conversationId)],
);

/** A 接龙 as it stood at a moment; people add themselves, and every time the whole list is posted again. */
export const solitaireVersions = sqliteTable(
  'solitaire_versions',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    groupBuyId: integer('group_buy_id')
      .notNull()
      .references(() => groupBuys.id, { onDelete: 'cascade' }),
    at: integer('at').notNull(),
    text: text('text').notNull(),
  },
  (table) => [index('solitaire_versions_group_buy').on(table.groupBuyId, table.at)],
);

/** Orders. Money is 分, times are ms UTC. */
export const orders = sqliteTable(
  'orders',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    friendId: integer('friend_id').references(() => friends.id, { onDelete: 'set null' }),
    /** how friend_id was found; null = nobody */
    friendBy: text('friend_by'),
    source: text('source').notNull(),
    /** what tells it from others (identity.ts); `occurrence` counts orders that share it */
    identity: text('identity').notNull(),
    occurrence: integer('occurrence').notNull(),
    orderNo: text('order_no'),
    groupBuyId: integer('group_buy_id').references(() => groupBuys.id),
    /** 跟团号, 接龙号: begins anew with every list, never a key by itself */
    sequence: text('sequence'),
    buyerName: text('buyer_name').notNull(),
    /** folded name that answers are remembered by */
    buyerKey: text('buyer_key').notNull(),
    receiver: text('receiver').notNull(),
    phone: text('phone').notNull(),
    /** null = masked, virtual, encrypted or none */
    phoneKey: text('phone_key'),
    address: text('address').notNull(),
    pickup: text('pickup'),
    /** ordered, else paid, else brought in */
    at: integer('at').notNull(),
    orderedAt: integer('ordered_at'),
    paidAt: integer('paid_at'),
    /** sent off, and received by the buyer; only the seller tells them */
    shippedAt: integer('shipped_at'),
    signedAt: integer('signed_at'),
    /** of the last refund that she noted; files tell none */
    refundedAt: integer('refunded_at'),
    /** place in timePrecisions; of ordered_at and paid_at */
    precision: integer('precision').notNull(),
    /** place in orderStatuses */
    status: integer('status').notNull(),
    statusText: text('status_text').notNull(),
    amountFen: integer('amount_fen').notNull(),
    paidFen: integer('paid_fen'),
    refundFen: integer('refund_fen').notNull(),
    note: text('note').notNull(),
    sellerNote: text('seller_note').notNull(),
    /** JSON of columns without a place of their own */
    extra: text('extra').notNull(),
    importBatchId: integer('import_batch_id'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** JSON [its own token, source, identity, occurrence] of an order by hand that a file holds too (joined.ts); null = it never was */
    joinedAs: text('joined_as'),
  },
  (table) => [
    uniqueIndex('orders_identity').on(table.accountId, table.identity, table.occurrence),
    index('orders_friend').on(table.friendId, table.at).where(sql`friend_id IS NOT NULL`),
    index('orders_at').on(table.at),
    index('orders_joined').on(table.accountId).where(sql`joined_as IS NOT NULL`),
    index('orders_unpaid').on(table.at).where(sql`status = 0`),
    index('orders_group_buy').on(table.groupBuyId).where(sql`group_buy_id IS NOT NULL`),
    index('orders_buyer').on(table.accountId, table.buyerKey),
    index('orders_amount').on(table.amountFen, table.at),
  ],
);

/** Goods of an order, as the file names them. */
export const orderLines = sqliteTable(
  'order_lines',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
    productId: integer('product_id').references(() => products.id, { onDelete: 'set null' }),
    product: text('product').notNull(),
    spec: text('spec').notNull(),
    /** thousandths; null = not told */
    quantityMilli: integer('quantity_milli'),
    unit: text('unit').notNull(),
    priceFen: integer('price_fen'),
    amountFen: integer('amount_fen'),
    refundFen: integer('refund_fen'),
  },
  (table) => [index('order_lines_order').on(table.orderId), index('order_lines_product').on(table.productId)],
);

/** Movements of money out of bills. Refunds are rows of their own with direction out, or `refund_fen` of the row they belong to. */
export const payments = sqliteTable(
  'payments',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    source: text('source').notNull(),
    identity: text('identity').notNull(),
    occurrence: integer('occurrence').notNull(),
    transactionId: text('transaction_id'),
    merchantOrderNo: text('merchant_order_no'),
    at: integer('at').notNull(),
    precision: integer('precision').notNull(),
    kindText: text('kind_text').notNull(),
    /** place in billDirections */
    direction: integer('direction').notNull(),
    counterparty: text('counterparty').notNull(),
    buyerKey: text('buyer_key').notNull(),
    counterpartyId: text('counterparty_id'),
    goods: text('goods').notNull(),
    amountFen: integer('amount_fen').notNull(),
    refundFen: integer('refund_fen').notNull(),
    statusText: text('status_text').notNull(),
    note: text('note').notNull(),
    isCustomer: integer('is_customer').notNull(),
    friendId: integer('friend_id').references(() => friends.id, { onDelete: 'set null' }),
    friendBy: text('friend_by'),
    orderId: integer('order_id').references(() => orders.id, { onDelete: 'set null' }),
    extra: text('extra').notNull(),
    importBatchId: integer('import_batch_id'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('payments_identity').on(table.accountId, table.identity, table.occurrence),
    index('payments_at').on(table.at),
    index('payments_friend').on(table.friendId, table.at).where(sql`friend_id IS NOT NULL`),
    index('payments_order').on(table.orderId).where(sql`order_id IS NOT NULL`),
    index('payments_transaction').on(table.transactionId).where(sql`transaction_id IS NOT NULL`),
  ],
);

/** Which import contained which order, new or known: an order goes with the last import that contained it. */
export const orderClaims = sqliteTable(
  'order_claims',
  {
    batchId: integer('batch_id').notNull(),
    orderId: integer('order_id')
      .notNull()
      .references(() => orders.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.orderId] }), index('order_claims_order').on(table.orderId)],
);

/** As order_claims, for payments. */
export const paymentClaims = sqliteTable(
  'payment_claims',
  {
    batchId: integer('batch_id').notNull(),
    paymentId: integer('payment_id')
      .notNull()
      .references(() => payments.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.batchId, table.paymentId] }), index('payment_claims_payment').on(table.paymentId)],
);

/** 'This buyer name is that friend', as she answered; friend_id null = nobody of the book. */
export const buyerAliases = sqliteTable(
  'buyer_aliases',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    accountId: integer('account_id')
      .notNull()
      .references(() => accounts.id),
    buyerKey: text('buyer_key').notNull(),
    friendId: integer('friend_id').references(() => friends.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('buyer_aliases_key').on(table.accountId, table.buyerKey), index('buyer_aliases_friend').on(table.friendId)],
);

/** How the columns of a kind of file were mapped last time, by its header names. */
export const orderTemplates = sqliteTable('order_templates', {
  headerSignature: text('header_signature').primaryKey(),
  /** JSON header → field */
  mapping: text('mapping').notNull(),
  usedAt: integer('used_at').notNull(),
});
