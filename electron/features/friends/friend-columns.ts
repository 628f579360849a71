import { type FriendStatus, friendStatuses } from '../../../shared/contracts/friends.ts';

/** What the index keeps of a friend, as read from SQLite. */
export interface StoredFriend {
  id: number;
  accountId: number;
  channelId: number | null;
  status: FriendStatus;
  trustLevel: number;
  archivedAt: number | null;
  lastContactAt: number | null;
  addedAt: number | null;
  createdAt: number;
  importBatchId: number | null;
  region: string | null;
}

/** Columns by position; 0 = none for channel, batch and times. `placeOf[id]` = position or −1. */
export interface FriendColumns {
  id: Uint32Array;
  placeOf: Int32Array;
  account: Uint32Array;
  channel: Uint32Array;
  batch: Uint32Array;
  level: Uint8Array;
  status: Uint8Array;
  archived: Uint8Array;
  lastContact: Float64Array;
  added: Float64Array;
  created: Float64Array;
  region: (string | null)[];
}

export const emptyColumns = (): FriendColumns => ({
  id: new Uint32Array(),
  placeOf: new Int32Array(),
  account: new Uint32Array(),
  channel: new Uint32Array(),
  batch: new Uint32Array(),
  level: new Uint8Array(),
  status: new Uint8Array(),
  archived: new Uint8Array(),
  lastContact: new Float64Array(),
  added: new Float64Array(),
  created: new Float64Array(),
  region: [],
});

/** Columns with room for `count` rows and for the id; half as much again is kept in reserve. */
export function growColumns(columns: FriendColumns, count: number, maxId: number): FriendColumns {
  const grown = { ...columns };
  if (maxId >= columns.placeOf.length) {
    grown.placeOf = new Int32Array(Math.max(1024, Math.ceil(maxId * 1.5) + 1)).fill(-1);
    grown.placeOf.set(columns.placeOf);
  }
  if (count <= columns.id.length) return grown;
  const size = Math.max(1024, Math.ceil(count * 1.5));
  const wider = <T extends Uint32Array | Uint8Array | Float64Array>(to: T, from: T): T => {
    to.set(from);
    return to;
  };
  for (const name of ['id', 'account', 'channel', 'batch'] as const) grown[name] = wider(new Uint32Array(size), columns[name]);
  for (const name of ['level', 'status', 'archived'] as const) grown[name] = wider(new Uint8Array(size), columns[name]);
  for (const name of ['lastContact', 'added', 'created'] as const) grown[name] = wider(new Float64Array(size), columns[name]);
  return grown;
}

export function writeColumns(columns: FriendColumns, position: number, row: StoredFriend): void {
  columns.id[position] = row.id;
  columns.placeOf[row.id] = position;
  columns.account[position] = row.accountId;
  columns.channel[position] = row.channelId ?? 0;
  columns.batch[position] = row.importBatchId ?? 0;
  columns.level[position] = row.trustLevel;
  columns.status[position] = friendStatuses.indexOf(row.status);
  columns.archived[position] = row.archivedAt === null ? 0 : 1;
  columns.lastContact[position] = row.lastContactAt ?? 0;
  columns.added[position] = row.addedAt ?? 0;
  columns.created[position] = row.createdAt;
  columns.region[position] = row.region;
}
