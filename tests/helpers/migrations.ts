import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Database, openDatabase } from '../../electron/platform/db/database.ts';
import { migrate } from '../../electron/platform/db/migrate.ts';
import { silentLogger } from '../../electron/platform/logger.ts';
import { diskFolder } from './disk-folder.ts';
import { migrationsDir, TestClock } from './test-clock.ts';

/** A copy of the first production migration to which tests add their own. */
export interface MigrationFolder {
  dir: string;
  /** migrations/ inside dir */
  migrations: string;
  snapshots: string;
  file: string;
  /** Appends a migration under its name. */
  add(tag: string, ...statements: string[]): void;
}

export function migrationFolder(): MigrationFolder {
  const dir = diskFolder('tiefen-migrations-');
  const migrations = join(dir, 'migrations');
  cpSync(migrationsDir, migrations, { recursive: true });
  mkdirSync(join(dir, 'snapshots'));
  const journalFile = join(migrations, 'meta', '_journal.json');
  const production = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: unknown[] };
  writeFileSync(journalFile, JSON.stringify({ ...production, entries: production.entries.slice(0, 1) }));
  return {
    dir,
    migrations,
    snapshots: join(dir, 'snapshots'),
    file: join(dir, 'tiefen.db'),
    add(tag, ...statements) {
      const journal = JSON.parse(readFileSync(journalFile, 'utf8')) as { entries: Record<string, unknown>[] };
      const idx = journal.entries.length;
      journal.entries.push({ idx, version: '6', when: 1_900_000_000_000 + idx, tag, breakpoints: true });
      writeFileSync(journalFile, JSON.stringify(journal));
      writeFileSync(join(migrations, `${tag}.sql`), statements.join('\n--> statement-breakpoint\n'));
    },
  };
}

/** Opens the file of a folder and brings it up to date, as the app does. */
export function openAndMigrate(folder: MigrationFolder): { db: Database; ran: string[] } {
  const db = openDatabase(folder.file);
  try {
    const options = {
      migrationsDir: folder.migrations,
      snapshotsDir: folder.snapshots,
      clock: new TestClock(),
      logger: silentLogger,
      version: '1.0.0',
    };
    return { db, ran: migrate(db, options) };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** Friends with notes, tags, touches, levels and events: children of every kind. */
export function populate(db: Database, friends = 5): void {
  db.raw.exec(`
    INSERT INTO accounts (name, capacity, standing, created_at, updated_at) VALUES ('甲', 1, 'normal', 0, 0);
    INSERT INTO tags (name, origin, created_at) VALUES ('复购', 'manual', 0);
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${friends})
    INSERT INTO friends (account_id, nickname, remark, search_text, sort_name, trust_since_at, created_at, updated_at)
      SELECT 1, '', 'f' || i, 'f' || i, 'f' || i, 0, 0, 0 FROM n;
    INSERT INTO notes (friend_id, body, created_at, updated_at) SELECT id, 'n', 0, 0 FROM friends;
    INSERT INTO friend_tags SELECT 1, id, 0 FROM friends;
    INSERT INTO touches (friend_id, at, touchpoint, direction) SELECT id, 0, 'phone', 'out' FROM friends;
    INSERT INTO level_changes (friend_id, to_level, at, author) SELECT id, 1, 0, 'manual' FROM friends;
    INSERT INTO friend_events (friend_id, at, kind, details) SELECT id, 0, 'edited', '{}' FROM friends;
  `);
}

/** What drizzle-kit writes when a column of `friends` changes: the whole table is built anew and the old one dropped. */
export function rebuildFriends(createTable: string, moved = ''): string[] {
  const body = createTable.replace('`friends`', '`__new_friends`').replace('`region` text,', '`region` text,\n\t`mood` text,');
  const columns = [...createTable.matchAll(/^\t`(\w+)` /gm)].map((found) => `"${found[1]}"`).join(', ');
  return [
    'PRAGMA foreign_keys=OFF;',
    body,
    `INSERT INTO \`__new_friends\`(${columns}) SELECT ${columns} FROM \`friends\` ${moved};`,
    'DROP TABLE `friends`;',
    'ALTER TABLE `__new_friends` RENAME TO `friends`;',
    'PRAGMA foreign_keys=ON;',
  ];
}

/** The CREATE TABLE of friends as the production migration has it. */
export function createFriendsText(folder: MigrationFolder): string {
  const sql = readFileSync(join(folder.migrations, '0000_first_day.sql'), 'utf8');
  return sql
    .split('--> statement-breakpoint')
    .find((part) => part.includes('CREATE TABLE `friends`'))!
    .trim();
}
