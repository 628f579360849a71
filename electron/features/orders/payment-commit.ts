import type { OrderImportReport } from '../../../shared/contracts/orders-import.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { bulkInsert, nextId, withoutForeignKeys, withoutIndexes } from '../../platform/db/bulk-insert.ts';
import type { JobControl } from '../../platform/jobs/command.ts';
import type { SqlValue } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { platformOf } from './identity.ts';
import { checkAnswers, claim, type ImportBatchHooks, remember, reportedProblems, updateAlike } from './order-commit.ts';
import type { Answers } from './order-plan.ts';
import { type PaymentPlan, type PlannedPayment, paymentValues } from './payment-plan.ts';

/**
 * Puts a planned bill into the book: one transaction, one undo record. Only answered payers are linked.
 * @throws AppError `cancelled` (nothing was changed), `notFound`
 */
export function commitPayments(
  ctx: ServiceContext,
  plan: PaymentPlan,
  answers: Answers,
  hooks: ImportBatchHooks,
  control: JobControl,
): OrderImportReport {
  let report!: OrderImportReport;
  let batchId = 0;
  const meta = {
    kind: 'imports.commit',
    topics: ['orders' as const, 'friends' as const, 'imports' as const],
    details: { file: hooks.fileName, what: 'bill' },
    saved: (undoId: number | null) => hooks.saved(batchId, undoId),
  };
  withoutForeignKeys(ctx.db, () =>
    act(ctx, meta, (record, details) => {
      checkAnswers(ctx, plan.accountId, answers);
      batchId = hooks.open();
      const now = ctx.clock.now();
      addPayments(ctx, plan, answers, { batchId, now }, control);
      const known = plan.payments.filter(({ fate }) => fate !== 'added');
      updateAlike(
        record,
        'payments',
        known.flatMap((payment) => {
          const values = { ...payment.values, ...answered(payment, answers) };
          return Object.keys(values).length === 0 ? [] : [{ id: payment.orderId!, values: { ...values, updated_at: now } }];
        }),
      );
      claim(ctx, record, 'payment', plan.payments, batchId);
      remember(ctx, record, plan.accountId, plan.buyers, answers, now);
      const count = (fate: string) => plan.payments.filter((payment) => payment.fate === fate).length;
      report = {
        ...{ batchId, kind: 'bill', fileName: hooks.fileName, tool: hooks.tool, lines: 0, newProducts: 0, joined: 0 },
        read: plan.payments.length + plan.problems.length,
        added: count('added'),
        changed: count('changed'),
        same: count('same'),
        problem: plan.problems.length,
        addedFen: plan.payments.reduce((sum, { fate, record: { amountFen } }) => sum + (fate === 'added' ? amountFen : 0), 0),
        linked: plan.payments.filter((payment) => answered(payment, answers).friend_id != null).length,
        problems: plan.problems.slice(0, reportedProblems),
      };
      hooks.close(report);
      details.added = report.added;
      details.updated = report.changed;
      control.checkCancelled();
    }),
  );
  return report;
}

function answered({ buyer }: PlannedPayment, answers: Answers): { friend_id?: number | null; friend_by?: string } {
  const answer = buyer ? answers[buyer.key] : undefined;
  return answer === undefined ? {} : { friend_id: answer, friend_by: 'hand' };
}

function addPayments(
  ctx: ServiceContext,
  plan: PaymentPlan,
  answers: Answers,
  { batchId, now }: { batchId: number; now: number },
  control: JobControl,
): void {
  const added = plan.payments.filter(({ fate }) => fate === 'added');
  if (added.length === 0) return;
  const first = nextId(ctx.db, 'payments');
  const rows = function* (): Generator<SqlValue[]> {
    for (const [i, payment] of added.entries()) {
      if (i % 2000 === 0) {
        control.checkCancelled();
        control.progress('write', i, added.length);
      }
      payment.orderId = first + i;
      const { friend_id = null, friend_by = null } = answered(payment, answers);
      const own = [first + i, friend_id, friend_by, platformOf(plan.format), payment.identity, payment.occurrence];
      yield [...own, ...Object.values(paymentValues(payment.record))];
    }
  };
  const columns = ['id', 'friend_id', 'friend_by', 'source', 'identity', 'occurrence', ...Object.keys(paymentValues(added[0]!.record))];
  const same = { account_id: plan.accountId, import_batch_id: batchId, created_at: now, updated_at: now };
  withoutIndexes(ctx.db, 'payments', added.length, () => bulkInsert(ctx.db, 'payments', columns, rows(), same));
}
