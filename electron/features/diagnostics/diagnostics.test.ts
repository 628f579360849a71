import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { DiagnosticsPreview } from '../../../shared/contracts/diagnostics.ts';
import type { ExportFile } from '../../../shared/contracts/friends.ts';
import { AppError } from '../../../shared/errors.ts';
import { friendNamed, openTestApp } from '../../../tests/helpers/test-app.ts';
import { fileLogger } from '../../platform/logger.ts';
import { cleanLine } from './log-lines.ts';

const secrets = ['王金丝雀', 'wxid_canary', '13912345678', 'canary@home', '金丝雀路 7 号'];

it('shows word for word what it saves, and nothing of people or places is in it', async () => {
  const usb = mkdtempSync(join(tmpdir(), 'tiefen-diagnostics-金丝雀-'));
  const book = await openTestApp({ secretCost: 14 });
  try {
    const [remark, wxid, phone, nickname, address] = secrets as [string, string, string, string, string];
    await book.call('friends.create', friendNamed(remark, { wxid, phone, nickname, address }));
    await book.call('settings.set', { key: 'app.lastPage', value: `/friends?find=${remark}` });
    await book.call('settings.set', { key: 'chats.priceWords', value: [remark.slice(0, 4)] });
    await book.call('backups.setUp', { mode: 'open' });
    await book.call('backups.addTarget', { path: usb });
    const logs = book.ctx.folder.logs;
    mkdirSync(logs, { recursive: true });
    const logger = fileLogger(logs, book.clock);
    for (const secret of secrets)
      logger.error('unexpected failure', { stack: `SyntaxError: ${secret} in ${usb}\n    at work (${homedir()}/${secret}/a.ts:3:1)` });
    logger.info('open', { path: usb, name: remark, rows: 7 });
    // the file itself holds none of it either: what she copies of it by hand goes where she sends it
    const written = readFileSync(join(logs, 'app.log'), 'utf8');
    expect(written).toContain('at work (a.ts:3:1)');
    for (const secret of [...secrets, usb, homedir()]) expect(written, secret).not.toContain(secret);
    appendFileSync(join(logs, 'app.log'), `${remark} is no line of ours\n`);
    const { id, text } = await book.call<DiagnosticsPreview>('diagnostics.preview');
    for (const secret of [...secrets, '金丝雀', usb, homedir(), book.dataDir]) expect(text, secret).not.toContain(secret);
    expect(text).toContain('version 0.0.0-test');
    expect(text).toContain('friends 1');
    expect(text).toContain('app.theme = system');
    expect(text).toContain('places 1');
    expect(text).toContain('SyntaxError\n    at work (a.ts:3:1)');
    expect(text).toContain('open path=… name=… rows=7');
    const { fileId } = await book.call<ExportFile>('diagnostics.save', { id });
    expect(readFileSync(book.app.files.exportPath(fileId)!.path, 'utf8')).toBe(text);
    const other = await book.call('diagnostics.save', { id: 'diagnostics_other' }).catch((error: unknown) => error);
    expect(other instanceof AppError && other.kind).toBe('sessionGone');
  } finally {
    await book.close();
    rmSync(usb, { recursive: true, force: true });
  }
});

it('keeps of a line of the log what can name nobody', () => {
  const line = JSON.stringify({
    at: '2026-11-23T00:00:00.000Z',
    level: 'error',
    event: 'backup',
    kind: 'diskFull',
    n: 3,
    李姐: 1,
    text: 'C:\\Users\\李姐',
  });
  expect(cleanLine(line)).toEqual(['2026-11-23T00:00:00.000Z error backup kind=diskFull n=3 …=1 text=…']);
  expect(cleanLine('{"event":"李姐"}')).toEqual(['… … …']);
  expect(cleanLine('not json')).toEqual([]);
});
