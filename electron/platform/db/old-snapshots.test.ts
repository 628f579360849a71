import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { dropOldSnapshots, snapshotMs, snapshotsIn } from './old-snapshots.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'snapshots-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const day = 86_400_000;
const now = Date.UTC(2026, 10, 23);
function put(name: string, daysAgo: number): void {
  writeFileSync(join(dir, name), 'book');
  utimesSync(join(dir, name), (now - daysAgo * day) / 1000, (now - daysAgo * day) / 1000);
}

it('drops what is over 90 days old, but never the newest two, and nothing that is not its own', () => {
  put('before-000001-0000_first_day.db', 400);
  put('before-000002-0003_orders.db', 91);
  put('before-000003-0010_content_studio.db', 90);
  put('before-000004-0017_points.db', 300);
  put('before-000005-0022_referrals.db', 200);
  put('mine.db', 900);
  expect(snapshotsIn(dir).map(({ name, until }) => [name.slice(7, 13), until])).toEqual([
    ['000005', null],
    ['000004', null],
    ['000003', now - 90 * day + snapshotMs],
    ['000002', now - 91 * day + snapshotMs],
    ['000001', now - 400 * day + snapshotMs],
  ]);
  expect(dropOldSnapshots(dir, now)).toBe(2);
  expect(readdirSync(dir).sort()).toEqual([
    'before-000003-0010_content_studio.db',
    'before-000004-0017_points.db',
    'before-000005-0022_referrals.db',
    'mine.db',
  ]);
  expect([dropOldSnapshots(dir, now), dropOldSnapshots(dir, now + 1), dropOldSnapshots(dir, now + 900 * day)]).toEqual([0, 1, 0]);
  expect(dropOldSnapshots(join(dir, 'none'), now)).toBe(0);
});
