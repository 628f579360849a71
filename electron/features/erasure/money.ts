import type { SqlValue } from '../../platform/undo/recorder.ts';
import { isNumbered } from '../orders/index.ts';
import { erasedName } from './traces.ts';

type Blank = (id: number, identity: string) => SqlValue;

const nothing = () => null;
const empty = () => '';
const name = () => erasedName;
/**
 * A platform's own number stays, so that the same file brought in again meets the row; what is made of a name, a telephone and goods goes.
 * Payments are known by the platform's number as well.
 */
const identity: Blank = (id, before) => (isNumbered(before) || before.startsWith('t') ? before : `e\u001f${id}`);

/** What takes the place of the person in a row about money, by table and column. Goods, sums, days and numbers stay: they are the books. */
export const moneyBlanks: Record<string, Record<string, Blank>> = {
  orders: {
    friend_id: nothing,
    friend_by: nothing,
    identity,
    joined_as: nothing,
    buyer_name: name,
    buyer_key: name,
    receiver: empty,
    phone: empty,
    phone_key: nothing,
    address: empty,
    pickup: nothing,
    note: empty,
    seller_note: empty,
    extra: () => '{}',
  },
  payments: {
    friend_id: nothing,
    friend_by: nothing,
    identity,
    counterparty: name,
    buyer_key: name,
    counterparty_id: nothing,
    note: empty,
    extra: () => '{}',
  },
};
