import { type FriendFilter, friendStatuses } from '../../../shared/contracts/friends.ts';
import type { FriendColumns } from './friend-columns.ts';

const dayMs = 86_400_000;

/** What a filter asks of the columns, all of which a position has to pass. @param now ms, for "in the last days" */
export function columnTests(columns: FriendColumns, filter: FriendFilter, now: number): ((position: number) => boolean)[] {
  const { level, status, account, channel, lastContact, batch } = columns;
  const tests: ((position: number) => boolean)[] = [];
  const wanted = (values: number[] | undefined, column: ArrayLike<number>) => {
    if (values?.length) tests.push(oneOf(values, column));
  };
  wanted(filter.levels, level);
  wanted(
    filter.statuses?.map((name) => friendStatuses.indexOf(name)),
    status,
  );
  wanted(filter.accountIds, account);
  wanted(
    filter.channelIds?.map((id) => id ?? 0),
    channel,
  );
  if (filter.importBatchId) tests.push((position) => batch[position] === filter.importBatchId);
  const contact = filter.lastContact;
  if (contact?.kind === 'never') tests.push((position) => lastContact[position] === 0);
  else if (contact) {
    const limit = now - contact.days * dayMs;
    tests.push(
      contact.kind === 'within'
        ? (position) => lastContact[position]! >= limit
        : (position) => lastContact[position]! > 0 && lastContact[position]! < limit,
    );
  }
  return tests;
}

function oneOf(wanted: number[], column: ArrayLike<number>): (position: number) => boolean {
  const set = new Set(wanted);
  return (position) => set.has(column[position]!);
}
