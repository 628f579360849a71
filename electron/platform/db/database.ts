import SqliteDatabase from 'better-sqlite3';
import { type BetterSQLite3Database, drizzle } from 'drizzle-orm/better-sqlite3';
import { withPrivateFiles } from '../files/private-files.ts';

type Sqlite = SqliteDatabase.Database;
export type Statement = SqliteDatabase.Statement;

/**
 * One SQLite connection. `orm` is drizzle over the same connection; `sql` gives prepared statements,
 * kept by their text, for hot paths (drizzle unprepared costs 4 to 18 times as much).
 */
export interface Database {
  readonly raw: Sqlite;
  readonly orm: BetterSQLite3Database;
  sql(text: string): Statement;
  /** the same, giving the first column only */
  pluck(text: string): Statement;
  /** the same, giving arrays instead of objects */
  arrays(text: string): Statement;
  /** Runs `work` in a write transaction, taken at once; inside another one, in a savepoint. Rolled back when it throws. */
  transaction<T>(work: () => T): T;
  close(): void;
}

export interface OpenOptions {
  readonly?: boolean;
  /** bytes, of a file that is made; 8192 unless said */
  pageSize?: number;
}

/** The first pragmas make the files. */
function open(path: string, { readonly = false, pageSize = 8192 }: OpenOptions): Sqlite {
  const raw = new SqliteDatabase(path, { readonly, timeout: 10_000 });
  try {
    if (!readonly) {
      raw.pragma(`page_size = ${pageSize}`);
      raw.pragma('journal_mode = WAL');
    }
    return raw;
  } catch (error) {
    raw.close();
    throw error;
  }
}

/**
 * Opens `path` with the settings every connection must have: WAL, `synchronous=FULL` (NORMAL loses acknowledged
 * rows in a power cut and is better-sqlite3's default in WAL), foreign keys, secure_delete, 8 KB pages, 64 MB cache.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const raw = withPrivateFiles(() => open(path, options));
  try {
    raw.pragma('synchronous = FULL');
    raw.pragma('foreign_keys = ON');
    raw.pragma('secure_delete = ON');
    raw.pragma('cache_size = -65536');
    raw.pragma('temp_store = MEMORY');
    raw.pragma('mmap_size = 0');
  } catch (error) {
    raw.close();
    throw error;
  }
  const statements = new Map<string, Statement>();
  // pluck and raw are states of a statement, so each mode keeps a statement of its own
  const prepared = (mode: string, text: string, set: (statement: Statement) => Statement) => {
    const key = mode + text;
    let statement = statements.get(key);
    if (!statement) {
      statement = set(raw.prepare(text));
      statements.set(key, statement);
    }
    return statement;
  };
  const sql = (text: string) => prepared('', text, (statement) => statement);
  return {
    raw,
    orm: drizzle(raw),
    sql,
    pluck: (text) => prepared('p:', text, (statement) => statement.pluck()),
    arrays: (text) => prepared('a:', text, (statement) => statement.raw()),
    // better-sqlite3's own wrapper is built anew per call, which costs as much as the statements
    transaction(work) {
      if (raw.inTransaction) return raw.transaction(work)();
      sql('BEGIN IMMEDIATE').run();
      try {
        const value = work();
        sql('COMMIT').run();
        return value;
      } catch (error) {
        // a full disk and the like may have rolled back already
        if (raw.inTransaction) sql('ROLLBACK').run();
        throw error;
      }
    },
    close() {
      statements.clear();
      raw.close();
    },
  };
}
