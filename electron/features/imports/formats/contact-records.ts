import type { ContactField, RowProblem, SourceColumn } from '../../../../shared/contracts/imports.ts';
import { limits } from './limits.ts';
import { boundRow, boundRowCount, type TableRow } from './table-row.ts';

/** A column that files without a table can fill: how it is called on the screen, and what it is. */
interface KnownColumn {
  header: string;
  field: ContactField;
}

/** Keys that every reader of records shares, in the order of their columns. */
const known = {
  wxid: { header: '用户名', field: 'wxid' },
  alias: { header: '微信号', field: 'alias' },
  remark: { header: '备注', field: 'remark' },
  nickname: { header: '昵称', field: 'nickname' },
  displayName: { header: '显示名称', field: 'displayName' },
  phone: { header: '手机', field: 'phone' },
  tags: { header: '标签', field: 'tags' },
  gender: { header: '性别', field: 'gender' },
  region: { header: '地区', field: 'region' },
  country: { header: '国家', field: 'country' },
  province: { header: '省份', field: 'province' },
  city: { header: '城市', field: 'city' },
  address: { header: '地址', field: 'address' },
  birthday: { header: '生日', field: 'birthday' },
  signature: { header: '个性签名', field: 'signature' },
  description: { header: '描述', field: 'description' },
  source: { header: '来源', field: 'source' },
  addedAt: { header: '添加时间', field: 'addedAt' },
  kind: { header: '类型', field: 'kind' },
  company: { header: '企业', field: 'ignore' },
  title: { header: '职务', field: 'ignore' },
  email: { header: '邮箱', field: 'ignore' },
  groupNickname: { header: '群昵称', field: 'ignore' },
} as const satisfies Record<string, KnownColumn>;

export type RecordKey = keyof typeof known;
const keys = Object.keys(known) as RecordKey[];

/** One person as a reader of records finds it. Several phones and lines of one key are kept apart. */
export interface ContactRecord {
  values: Map<RecordKey, string[]>;
  /** tags by the group that they belong to */
  groupTags: Map<string, string[]>;
  /** what has no field: name in the file → value */
  others: Map<string, string>;
}

export const emptyRecord = (): ContactRecord => ({ values: new Map(), groupTags: new Map(), others: new Map() });

/** Adds a value to a record unless it is empty or there already. */
export function put(record: ContactRecord, key: RecordKey, text: string): void {
  const value = text.trim();
  if (value === '') return;
  const list = record.values.get(key);
  if (!list) record.values.set(key, [value]);
  else if (!list.includes(value)) list.push(value);
}

/** More phones than these of one person are left out, and more columns without a field. */
const mostPhones = 5;
const mostOthers = 40;

/** Records → columns and rows, so that people of a JSON or vCard file go the way of those of a table. */
export class RecordTable {
  private readonly list: { line: number; record: ContactRecord | null; raw: string; problem: RowProblem | null }[] = [];

  /** A person; `line` must grow. Throws AppError `tooManyRows`. */
  add(line: number, record: ContactRecord, problem: RowProblem | null = null): void {
    this.push({ line, record, raw: '', problem });
  }

  /** What could not be read: the beginning of it is shown. Throws AppError `tooManyRows`. */
  addBroken(line: number, raw: string): void {
    this.push({ line, record: null, raw: raw.slice(0, limits.keptChars), problem: 'brokenRecord' });
  }

  private push(entry: (typeof this.list)[number]): void {
    this.list.push(entry);
    boundRowCount(this.list.length);
  }

  get size(): number {
    return this.list.length;
  }

  /** Only columns that somebody fills, names first. */
  finish(): { columns: SourceColumn[]; rows: TableRow[] } {
    const layout = this.layout();
    const rows = this.list.map(({ line, record, raw, problem }) => {
      const cells = record ? layout.map(({ read }) => read(record).replaceAll('\0', '')) : [raw];
      return boundRow(problem ? { line, cells, problem } : { line, cells });
    });
    const columns = layout.map(({ header, field }, index): SourceColumn => {
      const samples: string[] = [];
      for (const { cells, problem } of rows) {
        const text = problem ? '' : (cells[index] ?? '');
        if (text !== '') samples.push(text.length > 80 ? `${text.slice(0, 80)}…` : text);
        if (samples.length === 5) break;
      }
      return { index, header, samples, field, by: field === 'ignore' ? 'none' : 'header' };
    });
    if (columns.length === 0) columns.push({ index: 0, header: '内容', samples: [], field: 'ignore', by: 'none' });
    return { columns, rows };
  }

  private layout(): (KnownColumn & { read: (record: ContactRecord) => string })[] {
    const there = new Map<RecordKey, number>();
    const groups = new Set<string>();
    const others = new Set<string>();
    for (const { record } of this.list) {
      if (!record) continue;
      for (const [key, list] of record.values) there.set(key, Math.max(there.get(key) ?? 0, list.length));
      for (const group of record.groupTags.keys()) if (groups.size < limits.columns / 2) groups.add(group);
      for (const name of record.others.keys()) if (others.size < mostOthers) others.add(name);
    }
    const layout: (KnownColumn & { read: (record: ContactRecord) => string })[] = [];
    for (const key of keys) {
      const most = there.get(key) ?? 0;
      if (most === 0) continue;
      if (key === 'phone') {
        for (let n = 0; n < Math.min(most, mostPhones); n++) {
          const header = n === 0 ? known.phone.header : `${known.phone.header}#${n + 1}`;
          layout.push({ header, field: 'phone', read: (record) => record.values.get('phone')?.[n] ?? '' });
        }
      } else layout.push({ ...known[key], read: (record) => (record.values.get(key) ?? []).join('\n') });
    }
    for (const group of groups) {
      layout.push({ header: group, field: 'tagGroup', read: (record) => (record.groupTags.get(group) ?? []).join('\n') });
    }
    const taken = new Set(layout.map(({ header }) => header));
    for (const name of others) {
      const header = taken.has(name) ? `${name}#2` : name;
      layout.push({ header, field: 'ignore', read: (record) => record.others.get(name) ?? '' });
    }
    return layout;
  }
}
