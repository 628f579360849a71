import type { FriendSort } from '../../../shared/contracts/friends.ts';
import type { FriendColumns } from './friend-columns.ts';

/** More friends than fit in an index are refused long before this. */
const positionBits = 2 ** 20;
/** Later seconds (after the year 2242, e.g. a 9999-12-31 that means "none") would push the position out of the float. */
const lastSecond = 2 ** 53 / positionBits - 1;

/**
 * Positions in the order of a sort: ties by position (= by id) in the same direction, empty values last in both.
 * Keys are packed with their position into one float, so that the native numeric sort does all the work
 * (100,000 in some 10 ms); times count in seconds for that.
 */
export function sortOrder(
  columns: FriendColumns,
  count: number,
  key: FriendSort['key'],
  direction: FriendSort['direction'],
  byName: () => number[],
): Uint32Array {
  const ascending = key === 'name' ? Uint32Array.from(byName().filter((position) => position >= 0)) : null;
  if (ascending) return direction === 'asc' ? ascending : ascending.reverse();
  const rank = rankOf(columns, count, key);
  const filled: number[] = [];
  const empty: number[] = [];
  for (let position = 0; position < count; position++) (rank[position] ? filled : empty).push(position);
  const packed = Float64Array.from(filled, (position) => rank[position]! * positionBits + position).sort();
  if (direction === 'desc') {
    packed.reverse();
    empty.reverse();
  }
  const order = new Uint32Array(filled.length + empty.length);
  for (let i = 0; i < packed.length; i++) order[i] = packed[i]! % positionBits;
  order.set(empty, packed.length);
  return order;
}

/** A positive whole number per position; 0 = no value. */
function rankOf(columns: FriendColumns, count: number, key: FriendSort['key']): ArrayLike<number> {
  const seconds = (column: Float64Array) => column.subarray(0, count).map((ms) => Math.min(Math.ceil(ms / 1000), lastSecond));
  switch (key) {
    case 'trustLevel':
      return columns.level;
    case 'status':
      return columns.status.subarray(0, count).map((status) => status + 1);
    case 'accountId':
      return columns.account;
    case 'channelId':
      return columns.channel;
    case 'lastContactAt':
      return seconds(columns.lastContact);
    case 'addedAt':
      return seconds(columns.added);
    case 'createdAt':
      return seconds(columns.created);
    case 'region': {
      const names = [...new Set(columns.region.filter((region) => region !== null))].sort((a, b) => a.localeCompare(b, 'zh-CN'));
      const places = new Map(names.map((name, i) => [name, i + 1]));
      return columns.region.map((region) => (region === null ? 0 : places.get(region)!));
    }
    default:
      throw new Error(`no order by ${key}`);
  }
}
