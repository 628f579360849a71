import { phoneDigits } from '../friends/index.ts';
import type { ImportedContact } from './formats/contact-row.ts';
import type { PlannedRows } from './planned-rows.ts';
import { lowerCase, RowsByText } from './rows-by-text.ts';

/** null = nobody is known by this phone */
export const phoneKeyOf = ({ phone, phoneUsable }: ImportedContact): string | null => (phoneUsable ? phoneDigits(phone) : null);

/** Rows of a file so far by what names a person. */
export class SeenPeople {
  readonly #rows: PlannedRows;
  readonly #wxid: RowsByText;
  readonly #alias: RowsByText;
  readonly #phone: RowsByText;
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
  firstOf(row: number, contact: ImportedContact, phoneKey: string | null): number | null {
    const { wxid } = contact;
    const alias = lowerCase(contact.alias);
    if (!wxid && !alias && !phoneKey) {
      const key = JSON.stringify(contact);
      const first = this.#whole.get(key);
      if (first === -1) this.#whole.set(key, row);
      return first === -1 ? null : first;
    }
    const sameAs = (first: number) => {
      if (first === -1) return null;
      const other = this.#rows.at(first).contact!.wxid;
      return wxid && other && other !== wxid ? null : first;
    };
    const first =
      (wxid ? sameAs(this.#wxid.get(wxid)) : null) ??
      (alias ? sameAs(this.#alias.get(alias)) : null) ??
      (phoneKey ? sameAs(this.#phone.get(phoneKey)) : null);
    if (first !== null) return first;
    if (wxid) this.#wxid.set(wxid, row);
    if (alias) this.#alias.set(alias, row);
    if (phoneKey) this.#phone.set(phoneKey, row);
    return null;
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
