import { createHmac } from 'node:crypto';

/** So many bytes of a mark are kept: chance meets none of a million rows. */
const markBytes = 12;

/** Makes marks with the key of one erasure: the same row gives the same mark, and nobody can tell the row from it. */
export function marker(key: string): (text: string) => string {
  const secret = Buffer.from(key, 'hex');
  return (text) => createHmac('sha256', secret).update(text).digest().subarray(0, markBytes).toString('base64url');
}

/** What a row is known by in an older book: its id, and when it was made, since ids are given again after a restore. */
export const rowName = (table: string, id: number, madeAt: number): string => `${table} ${id} ${madeAt}`;
export const wxidName = (wxid: string): string => `wxid ${wxid}`;
