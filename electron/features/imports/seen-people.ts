import { phoneDigits } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import type { PlannedRows } from './planned-rows.ts';
import { lowerCase, RowsByText } from './rows-by-text.ts';
import { isGivenWxid, sharePhone } from './same-person.ts';

/** null = nobody is known by this phone */
export const phoneKeyOf = ({ phone, phoneUsable }: ImportedContact): string | null => (phoneUsable ? phoneDigits(phone) : null);

/** A row further up; not sure = only the phone is the same, she decides whether the person is. */
export interface EarlierRow {
  row: number;
  sure: boolean;
}

/** Rows of a file so far by what names a person. */
export class SeenPeople {
  readonly #rows: PlannedRows;
  readonly #wxid: RowsByText;
  readonly #alias: RowsByText;
  readonly #phone: RowsByText;
  /** further people of a phone, by phone and name */
  readonly #sharing = new Map<string, number>();
  /** those that have no such thing, by all they say */
  readonly #whole: RowsByText;

  constructor(rows: PlannedRows) {
    this.#rows = rows;
    const by = (textOf: (contact: ImportedContact) => string | null) => new RowsByText((row) => textOf(rows.at(row).contact!));
    this.#wxid = by(({ wxid }) => wxid);
    this.#alias = by(({ alias }) => lowerCase(alias));
    this.#phone = by(phoneKeyOf);
    this.#whole = new RowsByText((row) => JSON.stringify(rows.read(row).contact));
  }

  /** The row further up that is the same person by wxid, alias or phone, or that says exactly the same; null = this is the first. */
  firstOf(row: number, contact: ImportedContact, phoneKey: string | null): EarlierRow | null {
    const { wxid } = contact;
    const alias = lowerCase(contact.alias);
    if (!wxid && !alias && !phoneKey) {
      const key = JSON.stringify(contact);
      const first = this.#whole.get(key);
      if (first === -1) this.#whole.set(key, row);
      return first === -1 ? null : { row: first, sure: true };
    }
    const known = this.#byId(wxid, alias);
    if (known !== null) return { row: known, sure: true };
    const sharing = phoneKey ? this.#byPhone(row, contact, phoneKey) : null;
    if (sharing?.sure) return sharing;
    if (wxid) this.#wxid.set(wxid, row);
    if (alias) this.#alias.set(alias, row);
    return sharing;
  }

  /** By wxid or alias; that of an old account is both. */
  #byId(wxid: string, alias: string): number | null {
    const sameAs = (first: number) => {
      if (first === -1) return null;
      const other = this.#rows.at(first).contact!.wxid;
      return wxid && other && other !== wxid ? null : first;
    };
    return (
      (wxid ? sameAs(this.#wxid.get(wxid)) : null) ??
      (alias ? sameAs(this.#alias.get(alias)) : null) ??
      (wxid && !isGivenWxid(wxid) ? sameAs(this.#alias.get(lowerCase(wxid))) : null) ??
      (alias && !wxid ? sameAs(this.#wxid.get(alias)) : null)
    );
  }

  /** The first one with a phone keeps it; whoever shares it under another name is known by both. */
  #byPhone(row: number, contact: ImportedContact, phoneKey: string): EarlierRow | null {
    const owner = this.#phone.get(phoneKey);
    if (owner === -1) {
      this.#phone.set(phoneKey, row);
      return null;
    }
    const key = `${phoneKey} ${lowerCase(contact.remark || contact.nickname)}`;
    let perhaps: number | null = null;
    for (const other of [owner, this.#sharing.get(key)]) {
      if (other === undefined) continue;
      const judged = sharePhone(this.#rows.at(other).contact!, contact);
      if (judged === 'same') return { row: other, sure: true };
      if (judged === 'perhaps') perhaps ??= other;
    }
    if (!this.#sharing.has(key)) this.#sharing.set(key, row);
    return perhaps === null ? null : { row: perhaps, sure: false };
  }

  /** A row has got an id or a phone from a later one: it names that row from now on, unless it names another. */
  learn(row: number, contact: ImportedContact): void {
    const put = (rows: RowsByText, text: string | null) => {
      if (text && rows.get(text) === -1) rows.set(text, row);
    };
    put(this.#wxid, contact.wxid);
    put(this.#alias, lowerCase(contact.alias));
    put(this.#phone, phoneKeyOf(contact));
  }
}
