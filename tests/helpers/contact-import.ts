import { Readable } from 'node:stream';
import type { ContactCommitReport, Inspection, Preview, PreviewRow, RowVerdict } from '../../shared/contracts/imports.ts';
import type { TestApp } from './test-app.ts';

/** One walk through the wizard for friends: from the file to the preview, with the columns as they were recognised. */
export class ContactImport {
  readonly #book: TestApp;
  readonly inspection: Inspection;
  readonly preview: Preview;

  constructor(book: TestApp, inspection: Inspection, preview: Preview) {
    this.#book = book;
    this.inspection = inspection;
    this.preview = preview;
  }

  static async open(book: TestApp, content: string | Buffer, name = '好友.csv'): Promise<ContactImport> {
    const { fileId } = await book.app.files.stageStream(name, Readable.from([Buffer.from(content)]));
    return ContactImport.of(book, await book.call<Inspection>('imports.inspect', { fileId }));
  }

  static async of(book: TestApp, inspection: Inspection): Promise<ContactImport> {
    const fields = inspection.columns.map(({ field }) => field);
    const place = { sessionId: inspection.sessionId, fields, accountId: 1, channelId: null };
    return new ContactImport(book, inspection, await book.call<Preview>('imports.preview', place));
  }

  async rows(verdict: RowVerdict | null = null): Promise<PreviewRow[]> {
    const which = { sessionId: this.inspection.sessionId, verdict, offset: 0, limit: 200 };
    return (await this.#book.call<{ rows: PreviewRow[] }>('imports.previewRows', which)).rows;
  }

  commit(decisions: Record<string, unknown> = {}): Promise<ContactCommitReport> {
    const { sessionId } = this.inspection;
    return this.#book.call('imports.commit', { sessionId, policy: 'fillEmpty', doubtful: 'skip', answers: {}, ...decisions });
  }
}
