import type { SaveFoundInput, SaveSavedInput, SolitaireReading, SolitaireSaved } from '../../../shared/contracts/orders-solitaire.ts';
import { timePrecisions } from '../../../shared/domain/messages.ts';
import { orderStatuses } from '../../../shared/domain/order-record.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import type { MergedLine } from '../../../shared/domain/solitaire-versions.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { nextId } from '../../platform/db/bulk-insert.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder, SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { titleKey } from './identity.ts';
import { linesOf, milli, type NewLine, type OrderRecordRow, sameLines } from './order-book.ts';
import { checkAnswers, ensureProducts, insertLines, remember, replaceLines, updateAlike } from './order-commit.ts';
import { taskOf } from './solitaire-found.ts';
import { handOrderOf, joinedValues } from './solitaire-join.ts';
import {
  draftSolitaires,
  entryIdentity,
  placeOf,
  type SolitaireDraft,
  type SolitaireTask,
  savedTask,
  toList,
  wordsKept,
} from './solitaire-read.ts';

declare module '../../platform/context.ts' {
  interface DomainEvents {
    'solitaire.saved': {
      accountId: number;
      /** as the history of imports calls it */
      name: string;
      added: number;
      changed: number;
      withdrawn: number;
      same: number;
      unreadable: number;
      undoId: number;
    };
  }
}

/** Names are looked for among all friends: not on the host's thread. */
export const readSolitaireCommand = defineCommand<SolitaireTask, SolitaireReading>({
  name: 'solitaire.read',
  writes: false,
  heavy: () => true,
  run(ctx, task) {
    checkAccount(ctx, task.accountId);
    return { lists: draftSolitaires(ctx, task).map((draft, index) => toList(ctx, draft, index)) };
  },
});

/** A list of a group as its messages tell it. @throws AppError `notFound` */
export const readFoundCommand = defineCommand<{ messageId: number }, SolitaireReading>({
  name: 'solitaire.readFound',
  writes: false,
  thread: 'reader',
  heavy: () => true,
  run: (ctx, { messageId }) => ({ lists: draftSolitaires(ctx, taskOf(ctx, messageId)).map((draft, index) => toList(ctx, draft, index)) }),
});

/** A list that orders were made of, as it was taken in last. @throws AppError `notFound` */
export const readSavedCommand = defineCommand<{ groupBuyId: number }, SolitaireReading>({
  name: 'solitaire.readSaved',
  writes: false,
  heavy: () => true,
  run: (ctx, { groupBuyId }) => ({
    lists: draftSolitaires(ctx, savedTask(ctx, groupBuyId)).map((draft, index) => toList(ctx, draft, index)),
  }),
});

const unpaid = orderStatuses.indexOf('unpaid');
const paid = orderStatuses.indexOf('paid');
const cancelled = orderStatuses.indexOf('cancelled');

type SaveTask = SolitaireTask & Omit<SaveFoundInput, 'messageId'>;

/** Makes the orders of a 接龙, or brings those of its earlier version up to date. @throws AppError `notFound` (no such list, account or friend) */
export const saveSolitaireCommand = defineCommand<SaveTask, SolitaireSaved>({
  name: 'solitaire.save',
  writes: true,
  heavy: () => true,
  run: saveTask,
});

/** As saveSolitaireCommand, for a list that stands in a group. */
export const saveFoundCommand = defineCommand<SaveFoundInput, SolitaireSaved>({
  name: 'solitaire.saveFound',
  writes: true,
  heavy: () => true,
  run: (ctx, { messageId, ...answers }) => saveTask(ctx, { ...taskOf(ctx, messageId), ...answers }),
});

/** As saveSolitaireCommand, for a list that orders were made of: what she puts right afterwards. */
export const saveSavedCommand = defineCommand<SaveSavedInput, SolitaireSaved>({
  name: 'solitaire.saveSaved',
  writes: true,
  heavy: () => true,
  run: (ctx, { groupBuyId, ...answers }) => saveTask(ctx, { ...savedTask(ctx, groupBuyId), ...answers }),
});

function saveTask(ctx: ServiceContext, task: SaveTask): SolitaireSaved {
  checkAccount(ctx, task.accountId);
  const draft = draftSolitaires(ctx, task)[task.index];
  if (!draft) throw new AppError('notFound', { what: 'solitaire' });
  const name = `接龙：${draft.merged.title || '没有标题'}`;
  let record!: Recorder;
  let saved!: Omit<SolitaireSaved, 'undoId'>;
  const { undoId } = act(
    ctx,
    {
      // kept as long as the history of imports is
      kind: 'imports.commit',
      topics: ['orders', 'friends', 'imports'],
      details: { file: name, what: 'solitaire', name: draft.merged.title },
      saved(id) {
        if (id === null) return;
        const { added, withdrawn, same } = saved;
        const changed = saved.changed + saved.joined;
        const unreadable = draft.merged.problems.filter(({ problem }) => problem === 'empty' || problem === 'afterEnd').length;
        ctx.emit(record, 'solitaire.saved', { accountId: task.accountId, name, added, changed, withdrawn, same, unreadable, undoId: id });
      },
    },
    (own, details) => {
      record = own;
      saved = save(ctx, record, draft, task);
      details.added = saved.added;
      details.updated = saved.changed + saved.joined;
    },
  );
  return { ...saved, undoId };
}

function checkAccount({ db }: ServiceContext, accountId: number): void {
  if (db.pluck('SELECT 1 FROM accounts WHERE id = ?').get(accountId) === undefined) throw new AppError('notFound', { what: 'account' });
}

/** An entry as the order it becomes. */
interface Entry {
  line: MergedLine;
  there: OrderRecordRow | undefined;
  /** `there` was an order by hand until now */
  joined: boolean;
  lines: NewLine[];
  values: Record<string, SqlValue>;
}

function save(ctx: ServiceContext, record: Recorder, draft: SolitaireDraft, task: SaveTask): Omit<SolitaireSaved, 'undoId'> {
  const now = ctx.clock.now();
  const friends = Object.fromEntries(
    Object.entries(task.answers).flatMap(([key, { friendId }]) => (friendId === undefined ? [] : [[key, friendId]])),
  );
  checkAnswers(ctx, task.accountId, friends);
  const groupBuyId = keepGroupBuy(ctx, record, draft, task, now);
  const prices = new Map(task.prices.map(({ product, unit, priceFen }) => [`${product}\u0000${unit}`, priceFen]));
  const listed = draft.merged.lines.map((line) => entryOf(ctx, draft, line, groupBuyId, task, prices));
  const entries = joinByHand(ctx, listed, groupBuyId, task);
  const names = entries.flatMap(({ lines }) => lines.map(({ product }) => product));
  const firstProduct = nextId(ctx.db, 'products');
  const products = ensureProducts(ctx, names, now);
  const added = entries.filter(({ there, line }) => !there && line.withdrawnAt === null);
  const addedIds = added.map((entry) => insertOrder(ctx, entry, { groupBuyId, accountId: task.accountId, now }));
  record.inserted(
    'products',
    [...products.ids.values()].filter((id) => id >= firstProduct),
  );
  record.inserted('orders', addedIds);
  const newLines = added.map(({ lines }, i) => ({ orderId: addedIds[i]!, lines }));
  record.inserted('order_lines', insertLines(ctx, newLines, products));
  const known = entries.flatMap(({ there, ...entry }) => (there ? [{ ...entry, there }] : []));
  const otherGoods = known.filter(({ there, lines }) => !sameLines(linesOf(ctx, there.id), lines));
  const otherValues = known.flatMap(({ there, values }) => {
    const changed = Object.entries(values).filter(([column, value]) => there[column as keyof OrderRecordRow] !== value);
    return changed.length === 0
      ? []
      : [{ id: there.id, values: { ...Object.fromEntries(changed), updated_at: now } as Record<string, SqlValue> }];
  });
  updateAlike(record, 'orders', otherValues);
  replaceLines(
    ctx,
    record,
    otherGoods.map(({ there, lines }) => ({ orderId: there.id, lines })),
    products,
  );
  const asked = draft.merged.lines.map(({ key, name }) => ({ key, buyerKey: foldName(name) }));
  remember(ctx, record, task.accountId, asked, friends, now);
  const changedIds = new Set([...otherValues.map(({ id }) => id), ...otherGoods.map(({ there }) => there.id)]);
  const withdrawn = known.filter(({ line, there }) => line.withdrawnAt !== null && there.status === unpaid);
  const joined = known.filter((entry) => entry.joined);
  for (const { there } of [...withdrawn, ...joined]) changedIds.delete(there.id);
  return {
    groupBuyId,
    added: added.length,
    changed: changedIds.size,
    same: entries.length - added.length - changedIds.size - withdrawn.length - joined.length,
    joined: joined.length,
    withdrawn: withdrawn.length,
    withdrawnPaid: known.filter(({ line, there }) => line.withdrawnAt !== null && ![unpaid, cancelled].includes(there.status)).length,
    unpriced: entries.filter(({ line, lines }) => line.withdrawnAt === null && lines.some(({ priceFen }) => priceFen === null)).length,
  };
}

function keepGroupBuy(ctx: ServiceContext, record: Recorder, draft: SolitaireDraft, task: SaveTask, now: number): number {
  const { db } = ctx;
  let id = draft.groupBuy?.id ?? 0;
  if (id === 0) {
    const { title } = draft.merged;
    id = Number(
      db
        .sql(
          "INSERT INTO group_buys (account_id, title, title_key, day, source, conversation_id, created_at, updated_at) VALUES (?, ?, ?, ?, 'solitaire', ?, ?, ?)",
        )
        .run(task.accountId, title, titleKey(title), task.on, task.conversationId, now, now).lastInsertRowid,
    );
    record.inserted('group_buys', [id]);
  } else if (task.on !== null) record.update('group_buys', [id], { day: task.on, updated_at: now }, ['day']);
  const insert = db.sql('INSERT INTO solitaire_versions (group_buy_id, at, text) VALUES (?, ?, ?)');
  const fresh = draft.versions.filter((version) => version.id === null);
  record.inserted(
    'solitaire_versions',
    fresh.map(({ at, text }) => Number(insert.run(id, at, text).lastInsertRowid)),
  );
  return id;
}

function entryOf(
  ctx: ServiceContext,
  draft: SolitaireDraft,
  line: MergedLine,
  groupBuyId: number,
  task: SaveTask,
  prices: ReadonlyMap<string, number>,
): Entry {
  const identity = entryIdentity(groupBuyId, line.key);
  const there = draft.orders.get(identity);
  const answer = task.answers[line.key];
  const extra = wordsKept(line.raw);
  // what she put right stays so as long as the entry says the same
  const sameWords = there !== undefined && there.extra === extra;
  const before = sameWords && !answer?.items ? linesOf(ctx, there.id) : null;
  const items =
    before?.map((row) => ({ product: row.product, unit: row.unit, quantityMilli: row.quantity_milli, priceFen: row.price_fen })) ??
    (answer?.items ?? line.items).map((item) => ({ ...item, quantityMilli: milli(item.quantity), priceFen: null }));
  const lines = items.map(({ product, unit, quantityMilli, priceFen }): NewLine => {
    const price = prices.get(`${product}\u0000${unit}`) ?? priceFen;
    const amountFen = price === null || quantityMilli === null ? null : Math.round((quantityMilli * price) / 1000);
    return { product, spec: '', quantityMilli, unit, priceFen: price, amountFen, refundFen: null };
  });
  const buyer = draft.buyers.get(foldName(line.name))!;
  const certain = buyer.match === 'certain' && !there?.friend_by ? buyer.candidates[0]! : null;
  const own = { friend_id: there?.friend_id ?? certain?.friendId ?? null, friend_by: there?.friend_by ?? certain?.by ?? null };
  const whose = answer?.friendId === undefined ? own : { friend_id: answer.friendId, friend_by: 'hand' };
  const pickup = answer?.pickup !== undefined ? answer.pickup || null : sameWords ? there.pickup : placeOf(`${line.name} ${line.rest}`);
  const amount = lines.reduce((sum, { amountFen }) => sum + (amountFen ?? 0), 0);
  const values = {
    ...whose,
    identity,
    sequence: String(line.no),
    buyer_name: line.name,
    buyer_key: foldName(line.name),
    pickup,
    status: statusOf(line, there, amount),
    amount_fen: amount,
    note: line.note,
    extra,
  };
  return { line, there, joined: false, lines, values };
}

/** Entries that she said are orders by hand, one for each, go on as those. */
function joinByHand(ctx: ServiceContext, entries: readonly Entry[], groupBuyId: number, { accountId, answers }: SaveTask): Entry[] {
  const taken = new Set<number>();
  return entries.map((entry) => {
    const { line, values } = entry;
    const orderId = answers[line.key]?.sameAs ?? null;
    if (entry.there || line.withdrawnAt !== null || orderId === null || taken.has(orderId)) return entry;
    const seen = { friendId: values.friend_id as number | null, amountFen: values.amount_fen as number, joinedAt: line.joinedAt };
    const hand = handOrderOf(ctx, accountId, orderId, { key: line.key, products: [], ...seen });
    if (!hand) return entry;
    taken.add(orderId);
    const kept = joinedValues(hand, groupBuyId, line.note, values.pickup as string | null);
    return { ...entry, there: hand, joined: true, values: { ...values, ...kept, status: statusOf(line, hand, hand.amount_fen) } };
  });
}

/** Taken back before it was paid: cancelled; paid orders keep their state, she has to refund them. One that grew wants the difference. */
function statusOf({ withdrawnAt }: MergedLine, there: OrderRecordRow | undefined, amount: number): number {
  if (withdrawnAt !== null) return !there || there.status === unpaid ? cancelled : there.status;
  if (!there || there.status === cancelled) return unpaid;
  return there.status === paid && there.paid_fen !== null && amount > there.paid_fen ? unpaid : there.status;
}

function insertOrder(
  { db }: ServiceContext,
  { line, values }: Entry,
  { groupBuyId, accountId, now }: { groupBuyId: number; accountId: number; now: number },
): number {
  const row: Record<string, SqlValue> = {
    ...values,
    account_id: accountId,
    source: 'solitaire',
    occurrence: 1,
    group_buy_id: groupBuyId,
    receiver: '',
    phone: '',
    address: '',
    at: line.joinedAt,
    ordered_at: line.joinedAt,
    precision: timePrecisions.indexOf('minute'),
    status_text: '',
    refund_fen: 0,
    seller_note: '',
    created_at: now,
    updated_at: now,
  };
  const columns = Object.keys(row);
  const insert = db.sql(`INSERT INTO orders (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  return Number(insert.run(...Object.values(row)).lastInsertRowid);
}
