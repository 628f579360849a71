import type { Saved } from '../../../shared/contracts/common.ts';
import type { CloseTitleTestInput, TitleCountInput, TitleTest, TitleTestInput } from '../../../shared/contracts/title-tests.ts';
import { titleWinner } from '../../../shared/domain/post-results.ts';
import { AppError } from '../../../shared/errors.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { type AnyCommand, defineCommand } from '../../platform/jobs/command.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { readInput, rewrite } from './content.service.ts';

const shownClosed = 20;

/** Open tests, and the newest closed ones behind them. */
export function listTitleTests(ctx: ServiceContext): TitleTest[] {
  const tests = ctx.db
    .sql(
      `SELECT t.id, content_id AS contentId, coalesce(nullif(c.title, ''), substr(trim(c.text), 1, 24)) AS piece, channel,
         t.created_at AS createdAt, closed_at AS closedAt
       FROM title_tests t JOIN contents c ON c.id = content_id
       ORDER BY closed_at IS NOT NULL, coalesce(closed_at, t.created_at) DESC`,
    )
    .all() as Omit<TitleTest, 'arms' | 'verdict'>[];
  const arms = ctx.db.sql('SELECT id, title, shown, responded FROM title_test_arms WHERE test_id = ? ORDER BY id');
  const shown = tests.slice(0, tests.filter(({ closedAt }) => closedAt === null).length + shownClosed);
  return shown.map((test) => {
    const own = arms.all(test.id) as TitleTest['arms'];
    return { ...test, arms: own, verdict: titleWinner(own) };
  });
}

/** Begins a test. @throws AppError `notFound` (content), `invalidInput` (a title twice) */
export const createTitleTestCommand = defineCommand<TitleTestInput, Saved>({
  name: 'titleTests.create',
  writes: true,
  heavy: () => false,
  run(ctx, { contentId, channel, titles }) {
    if (new Set(titles).size < titles.length) throw new AppError('invalidInput', { fields: ['titles'] });
    const { value: id, undoId } = act(ctx, { kind: 'titleTests.create', topics: ['content'] }, (record, details) => {
      if (ctx.db.pluck('SELECT 1 FROM contents WHERE id = ?').get(contentId) === undefined)
        throw new AppError('notFound', { what: 'content' });
      details.title = titles[0]!;
      const now = ctx.clock.now();
      const test = ctx.db.sql('INSERT INTO title_tests (content_id, channel, created_at) VALUES (?, ?, ?)').run(contentId, channel, now);
      const testId = Number(test.lastInsertRowid);
      record.inserted('title_tests', [testId]);
      const insert = ctx.db.sql('INSERT INTO title_test_arms (test_id, title) VALUES (?, ?)');
      record.inserted(
        'title_test_arms',
        titles.map((title) => Number(insert.run(testId, title).lastInsertRowid)),
      );
      return testId;
    });
    return { id, undoId };
  },
});

/** Notes how many saw a title and how many answered. @throws AppError `notFound` */
export const countTitleCommand = defineCommand<TitleCountInput, Saved>({
  name: 'titleTests.count',
  writes: true,
  heavy: () => false,
  run(ctx, { armId, shown, responded }) {
    const { undoId } = act(ctx, { kind: 'titleTests.count', topics: ['content'] }, (record, details) => {
      details.title = findArm(ctx, armId).title;
      record.update('title_test_arms', [armId], { shown, responded });
    });
    return { id: armId, undoId };
  },
});

/** Ends a test; the piece takes the chosen title in that channel. @throws AppError `notFound`, `invalidInput` (a title of another test) */
export const closeTitleTestCommand = defineCommand<CloseTitleTestInput, Saved>({
  name: 'titleTests.close',
  writes: true,
  heavy: () => false,
  run(ctx, { id, armId }) {
    const { undoId } = act(ctx, { kind: 'titleTests.close', topics: ['content'] }, (record, details) => {
      const test = ctx.db.sql('SELECT content_id AS contentId, channel FROM title_tests WHERE id = ?').get(id) as
        | Pick<TitleTest, 'contentId' | 'channel'>
        | undefined;
      if (!test) throw new AppError('notFound', { what: 'titleTest' });
      record.update('title_tests', [id], { closed_at: ctx.clock.now() });
      if (armId === null) return;
      const arm = findArm(ctx, armId);
      if (arm.testId !== id) throw new AppError('invalidInput', { fields: ['armId'] });
      details.title = arm.title;
      takeTitle(ctx, record, test, arm.title);
    });
    return { id, undoId };
  },
});

export const titleTestCommands: AnyCommand[] = [createTitleTestCommand, countTitleCommand, closeTitleTestCommand];

/** The title a piece has in one channel from now on; its words there stay. */
function takeTitle(
  ctx: ServiceContext,
  record: Recorder,
  { contentId, channel }: Pick<TitleTest, 'contentId' | 'channel'>,
  title: string,
): void {
  const piece = readInput(ctx, contentId);
  const text = piece.variants.find((variant) => variant.channel === channel)?.text ?? '';
  const others = piece.variants.filter((variant) => variant.channel !== channel);
  rewrite(ctx, record, contentId, { ...piece, variants: [...others, { channel, title, text }] });
}

function findArm(ctx: ServiceContext, armId: number): { testId: number; title: string } {
  const arm = ctx.db.sql('SELECT test_id AS testId, title FROM title_test_arms WHERE id = ?').get(armId) as
    | { testId: number; title: string }
    | undefined;
  if (!arm) throw new AppError('notFound', { what: 'titleTest' });
  return arm;
}
