import { writeFile } from 'node:fs/promises';
import type { banListFormats } from '../../../shared/contracts/ban-day.ts';
import type { SecondWay } from '../../../shared/domain/ban-day.ts';
import { levelName, type TrustLevel } from '../../../shared/domain/trust-ladder.ts';
import { secondWayWords } from '../../../shared/domain/words.ts';
import { localDay } from '../../platform/clock.ts';
import { asStorageError } from '../../platform/db/storage-error.ts';
import { html } from '../../platform/files/html-text.ts';
import { writeTableFile } from '../../platform/files/table-file.ts';
import type { KitPerson } from './kit-people.ts';

export type ListFormat = (typeof banListFormats)[number];

/** What is printed is worked off by hand; the table holds everybody. */
const printed = 1000;

const columns = [
  { header: '序号', width: 6 },
  { header: '称呼', width: 16 },
  { header: '等级', width: 10 },
  { header: '成交（元）', width: 12 },
  { header: '电话', width: 16 },
  { header: '微信号', width: 18 },
  { header: '别的路子', width: 24 },
  { header: '上次买', width: 30 },
  { header: '最近联系', width: 12 },
  { header: '最后聊的', width: 40 },
  { header: '地区', width: 14 },
  { header: '地址', width: 30 },
  { header: '微信ID', width: 22 },
  { header: '昵称', width: 16 },
  { header: '笔记', width: 40 },
];

const yuan = (fen: number) => (fen / 100).toFixed(2);
const others: readonly SecondWay[] = ['otherAccount', 'email', 'group'];

/** How else somebody can be reached: 别的微信号 小号、邮箱 a@b.cn */
function otherWays({ ways, elsewhere, emails, groups }: KitPerson): string {
  const names: Partial<Record<SecondWay, string[]>> = { otherAccount: elsewhere, email: emails, group: groups };
  return others
    .filter((way) => ways.includes(way))
    .map((way) => `${secondWayWords[way]} ${names[way]!.join('、')}`.trim())
    .join('；');
}

const said = ({ lastWords }: KitPerson) =>
  lastWords.map(({ direction, text }) => `${direction === 'in' ? '对方' : '我'}：${text}`).join('\n');
const bought = ({ lastOrder }: KitPerson) => (lastOrder ? `${localDay(lastOrder.at)} ${lastOrder.goods} ${yuan(lastOrder.amountFen)}` : '');

const rowOf = (person: KitPerson, at: number): string[] => [
  String(at + 1),
  person.name,
  levelName(person.level as TrustLevel),
  yuan(person.paidFen),
  person.phones.join('、'),
  person.wechatId ?? '',
  otherWays(person),
  bought(person),
  person.lastContactAt === null ? '' : localDay(person.lastContactAt),
  said(person),
  person.region ?? '',
  person.address ?? '',
  person.wxid ?? '',
  person.nickname,
  person.notes.join('\n'),
];

/**
 * Writes the list of an account's people, in the order given: a table (CSV, workbook) of everybody, or a page to be printed with the
 * first thousand and a box to tick. @returns how many stand in it @throws AppError `diskFull` and its kind
 */
export async function writeKitList(
  path: string,
  format: ListFormat,
  { account, madeAt }: { account: string; madeAt: number },
  people: Iterable<KitPerson>,
): Promise<number> {
  let count = 0;
  if (format !== 'html') {
    const rows = function* () {
      for (const person of people) yield rowOf(person, count++);
    };
    await writeTableFile(path, format, { sheet: '封号急救', columns, rows: rows() });
    return count;
  }
  const lines: string[] = [];
  for (const person of people) {
    if (count < printed) lines.push(printedRow(person, count));
    count++;
  }
  await writeFile(path, page(account, madeAt, lines, count), { mode: 0o600 }).catch((error: unknown) => {
    throw asStorageError(error);
  });
  return Math.min(count, printed);
}

function printedRow(person: KitPerson, at: number): string {
  const [, name, level, paid, phone, id, other, last] = rowOf(person, at).map(html);
  const reach = [phone, id && `微信号 ${id}`, other].filter(Boolean).join('<br>');
  const words = html(person.lastWords.at(-1)?.text ?? '');
  return `<tr><td class="n">${at + 1}</td><td>${name}<br><small>${level}</small></td><td class="n">${paid}</td><td>${reach || '—'}</td><td>${last}<br><small>${words}</small></td><td class="box"></td></tr>`;
}

/** It runs no script and loads nothing, whatever stands in it. */
function page(account: string, madeAt: number, rows: readonly string[], total: number): string {
  const more = total > rows.length ? `（一共 ${total} 位，这里是最要紧的 ${rows.length} 位，其余的在表格里）` : '';
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${html(account)} 封号急救名单</title>
<style>
:root { color-scheme: light; }
body { margin: 1.5rem; font: 13px/1.45 system-ui, sans-serif; color: #222; }
h1 { margin: 0; font-size: 20px; } p { margin: .3rem 0 1rem; color: #5c5c5c; } small { color: #5c5c5c; }
table { width: 100%; border-collapse: collapse; } th { text-align: left; border-bottom: 2px solid #888; }
th, td { padding: .3rem .4rem; vertical-align: top; overflow-wrap: anywhere; } td { border-bottom: 1px solid #ddd; }
.n { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .box { width: 1.6rem; border: 1px solid #888; }
thead { display: table-header-group; } tr { break-inside: avoid; } @page { margin: 12mm; } @media print { body { margin: 0; } }
</style>
</head>
<body>
<h1>「${html(account)}」封号急救名单</h1>
<p>${rows.length} 位，先找成交多、信任高的${more}。${localDay(madeAt)} 的数据。上面有电话和聊天，用完收好。</p>
<table>
<thead><tr><th class="n">序号</th><th>称呼</th><th class="n">成交（元）</th><th>怎么找</th><th>上次买 / 最后一句</th><th>找到了</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody>
</table>
</body>
</html>
`;
}
