import type { DomainEvents, ServiceContext } from '../../platform/context.ts';
import type { Recorder } from '../../platform/undo/recorder.ts';
import type { StoredReport } from './imports.queries.ts';

/** A 接龙 that was made orders stands in the history like a file, so that it can be taken back at any later time. */
export function rememberSolitaire({ db, clock }: ServiceContext, _: Recorder, event: DomainEvents['solitaire.saved']): void {
  const { accountId, name, added, changed, withdrawn, same, unreadable, undoId } = event;
  const fileName = name.slice(0, 200);
  const batchId = Number(
    db
      .sql("INSERT INTO import_batches (file_name, account_id, report, undo_action_id, created_at) VALUES (?, ?, '', ?, ?)")
      .run(fileName, accountId, undoId, clock.now()).lastInsertRowid,
  );
  const report: StoredReport = {
    ...{ kind: 'solitaire', batchId, fileName, rows: added + changed + withdrawn + same + unreadable },
    ...{ added, updated: changed + withdrawn, same, repeated: 0, leftOut: 0, skipped: 0, unreadable, tagsCreated: 0, problems: [] },
  };
  db.sql('UPDATE import_batches SET report = ? WHERE id = ?').run(JSON.stringify(report), batchId);
}
