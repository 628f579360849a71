import { friendStatuses } from '../../../shared/contracts/friends.ts';
import type { HostContext } from '../../platform/host-context.ts';
import { friendIndex } from '../friends/index.ts';

/** Everybody in the book, by friend id: positions of the index move when it is read again. */
export interface Everybody {
  /** ascending */
  ids: Uint32Array;
  /** one more than the highest id */
  room: number;
  account: Uint32Array;
  /** 0 = none */
  channel: Uint32Array;
  /** when she was added, else written down, ms */
  since: Float64Array;
  /** place in friendStatuses */
  status: Uint8Array;
  archived: Uint8Array;
}

export async function everybody(ctx: HostContext): Promise<Everybody> {
  const { columns, alive } = (await friendIndex(ctx)).shelf;
  const room = columns.placeOf.length + 1;
  const all: Everybody = {
    ...{ ids: new Uint32Array(), room, account: new Uint32Array(room), channel: new Uint32Array(room) },
    ...{ since: new Float64Array(room), status: new Uint8Array(room), archived: new Uint8Array(room) },
  };
  const ids: number[] = [];
  alive.forEach((position) => {
    const id = columns.id[position]!;
    ids.push(id);
    all.account[id] = columns.account[position]!;
    all.channel[id] = columns.channel[position]!;
    all.since[id] = columns.added[position] || columns.created[position]!;
    all.status[id] = columns.status[position]!;
    all.archived[id] = columns.archived[position]!;
  });
  return { ...all, ids: Uint32Array.from(ids) };
}

export const normal = friendStatuses.indexOf('normal');
