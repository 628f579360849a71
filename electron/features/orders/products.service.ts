import type { ChangeReport, Saved } from '../../../shared/contracts/common.ts';
import type { ProductCard } from '../../../shared/contracts/products.ts';
import { foldName } from '../../../shared/domain/solitaire-text.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { act } from '../../platform/undo/undo-log.ts';

const topics = ['orders' as const];

const columnsOf = (card: ProductCard) => ({
  name: card.name,
  name_key: foldName(card.name),
  kind: card.kind,
  price_fen: card.priceFen,
  cost_fen: card.costFen,
  unit_days: card.unitDays,
  cycle_days: card.cycleDays,
});

/** @throws AppError `nameTaken`, `invalidInput` (a name of signs that say nothing) */
function checkName({ db }: ServiceContext, name: string, ownId: number): void {
  const key = foldName(name);
  if (key === '') throw new AppError('invalidInput', { fields: ['name'] });
  if (db.pluck('SELECT 1 FROM products WHERE name_key = ? AND id <> ?').get(key, ownId) !== undefined)
    throw new AppError('nameTaken', { name });
}

/** A card for something that is sold. @throws AppError `nameTaken` */
export const createProductCommand = defineCommand<ProductCard, Saved>({
  name: 'products.create',
  writes: true,
  heavy: () => false,
  run(ctx, card) {
    const { value: id, undoId } = act(ctx, { kind: 'products.create', topics, details: { name: card.name } }, (record) => {
      checkName(ctx, card.name, 0);
      const now = ctx.clock.now();
      // later than made: her card stays when an import that names it is taken back
      const row = { ...columnsOf(card), created_at: now, updated_at: now + 1 };
      const columns = Object.keys(row);
      const insert = ctx.db.sql(`INSERT INTO products (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
      const made = Number(insert.run(...Object.values(row)).lastInsertRowid);
      record.inserted('products', [made]);
      return made;
    });
    return { id, undoId };
  },
});

/** Changes a card; orders keep the words they were written with. @throws AppError `notFound`, `nameTaken` */
export const updateProductCommand = defineCommand<{ id: number; card: ProductCard }, Saved>({
  name: 'products.update',
  writes: true,
  heavy: () => false,
  run(ctx, { id, card }) {
    const { undoId } = act(ctx, { kind: 'products.update', topics, details: { name: card.name } }, (record) => {
      const createdAt = ctx.db.pluck('SELECT created_at FROM products WHERE id = ?').get(id) as number | undefined;
      if (createdAt === undefined) throw new AppError('notFound', { what: 'product' });
      checkName(ctx, card.name, id);
      const values = columnsOf(card);
      record.update('products', [id], { ...values, updated_at: Math.max(ctx.clock.now(), createdAt + 1) }, Object.keys(values));
    });
    return { id, undoId };
  },
});

/** Puts products away or takes them out again; none is proposed while it is away, its orders stay. */
export const archiveProductsCommand = defineCommand<{ ids: number[]; archived: boolean }, ChangeReport>({
  name: 'products.archive',
  writes: true,
  heavy: () => false,
  run(ctx, { ids, archived }) {
    const kind = archived ? 'products.archive' : 'products.unarchive';
    const { value, undoId } = act(ctx, { kind, topics }, (record, details) => {
      const there = ctx.db
        .pluck(`SELECT id FROM products WHERE id IN (SELECT value FROM json_each(?)) AND archived_at IS ${archived ? '' : 'NOT '}NULL`)
        .all(JSON.stringify(ids)) as number[];
      const changed = record.update('products', there, { archived_at: archived ? ctx.clock.now() : null }).length;
      details.changed = changed;
      if (changed === 1) details.name = ctx.db.pluck('SELECT name FROM products WHERE id = ?').get(there[0]) as string;
      return { changed, unchanged: ids.length - changed };
    });
    return { ...value, undoId };
  },
});
