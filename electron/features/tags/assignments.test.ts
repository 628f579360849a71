import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';
import { detachSideFiles } from '../../platform/db/side-files.ts';
import { act } from '../../platform/undo/undo-log.ts';
import { assignPairs, type PairOptions } from './index.ts';

it('assignPairs gives the same tags by way of a file beside the book, also to those who carry some already', async () => {
  const app = await openTestApp();
  const insert = app.ctx.db.sql(
    "INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at) VALUES (1, '', ?, ?, ?, 0, 0, 0)",
  );
  app.ctx.db.raw.transaction(() => {
    for (let i = 0; i < 6000; i++) insert.run(`好友${i}`, `好友${i}`, `好友${i}`);
  })();
  const ids = app.ctx.db.pluck('SELECT id FROM friends ORDER BY id').all() as number[];
  const tags = await Promise.all(
    Array.from('甲乙丙丁戊己庚辛壬癸', async (name) => (await app.call<Saved>('tags.create', { name, groupId: null, color: null })).id),
  );
  const pairs = tags.map((tag, at) => [tag, at === 4 ? [...ids].reverse() : ids] as const);
  const links = () => app.ctx.db.arrays('SELECT tag_id, friend_id, added_at FROM friend_tags ORDER BY 1, 2').all();
  const sideFile = join(app.dataDir, 'staging', 'beside.links');
  const give = (options: PairOptions) => {
    try {
      return act(app.ctx, { kind: 'imports.commit', topics: ['tags', 'friends'] }, (record) =>
        assignPairs(app.ctx, record, pairs, { at: 5, ...options }),
      );
    } finally {
      detachSideFiles(app.ctx.db);
    }
  };
  const plain = give({});
  const expected = links();
  await app.call('undo.undo', { id: plain.undoId });
  for (const known of [0, 700]) {
    if (known > 0) give({ sideFile: null });
    app.ctx.db.sql('DELETE FROM friend_tags WHERE friend_id > ?').run(ids[known - 1] ?? 0);
    const { value, undoId } = give({ sideFile });
    expect(value).toBe((ids.length - known) * tags.length);
    expect(links()).toEqual(expected);
    expect(existsSync(sideFile)).toBe(false);
    expect(app.ctx.db.raw.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    await app.call('undo.undo', { id: undoId });
    expect(links()).toHaveLength(known * tags.length);
  }
  await app.close();
});
