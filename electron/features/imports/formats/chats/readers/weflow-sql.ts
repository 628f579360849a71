import { AppError } from '../../../../../../shared/errors.ts';
import type { ChatReader } from '../chat-reader.ts';
import type { ChatFile } from '../chat-source.ts';
import { isSolitaire, kindOfPlaceholder, kindOfType, unpackLocalType } from '../kinds.ts';
import { SqlScanner } from '../stream-sql.ts';
import { streamText } from '../stream-text.ts';
import { weflowName } from './pywxdump-tables.ts';
import {
  cellOf,
  columnsOf,
  conversation,
  firstRows,
  isGroupId,
  isTrue,
  placeParts,
  type RowScan,
  sampleRows,
  type TableFormat,
  type TableMapping,
  type TableStart,
  tableSource,
} from './tables.ts';

const statement = /INSERT INTO weflow_messages\s*\(([^)]{1,500})\)\s*VALUES/i;

const format: TableFormat = {
  format: 'weflowSql',
  tool: 'WeFlow',
  matches: (columns) => columns.has('session_id') && columns.has('create_time'),
  begin,
};

/** WeFlow's SQL script, read as text: nothing of it is ever run. */
export const weflowSql: ChatReader = {
  format: format.format,
  tool: format.tool,
  recognise: ({ text }) => text !== null && statement.test(text.slice(0, 262_144)),
  async open(file, head) {
    const found = statement.exec(head.text ?? '');
    if (!found) throw new AppError('fileNotUnderstood', { what: 'sql' });
    const header = found[1]!.split(',').map((name) => name.replace(/["`\s]/g, ''));
    const scan = scanSql(file);
    const sample = (await firstRows(scan, sampleRows)).map((row) => row.cells);
    return tableSource(
      { file, columns: columnsOf(header), header, line: 0, above: [], sample, scan, sheet: null, otherSheets: new Map() },
      format,
    );
  },
};

function scanSql(file: ChatFile): RowScan {
  return async function* () {
    const scanner = new SqlScanner('INSERT INTO weflow_messages');
    let bytesRead = 0;
    for await (const piece of streamText(file)) {
      bytesRead = piece.bytesRead;
      scanner.push(piece.text, false);
      yield { scanner, bytesRead };
    }
    scanner.push('', true);
    yield { scanner, bytesRead };
  };
}

function begin({ columns, file, sample }: TableStart): TableMapping {
  const at = (name: string) => cellOf(columns, name);
  const [session, id, time, sender] = [at('session_id'), at('message_id'), at('create_time'), at('sender')];
  const [isSend, type, words] = [at('is_send'), at('local_type'), at('content')];
  const told = weflowName(placeParts(file.path).stem);
  const keys = new Set(sample.map(session).filter((key) => key !== ''));
  const [only] = keys;
  const mine = sample.find((cells) => isTrue(isSend(cells)) && /^wxid_/.test(sender(cells)));
  const ownerId = mine ? sender(mine) : null;
  return {
    ownerId,
    knowsMe: true,
    conversations: [...keys].map((key) => conversation(key, keys.size === 1 && key === only ? told.name : key, isGroupId(key))),
    row(cells) {
      const code = Number(type(cells) || 'none');
      const { type: main, subType } = unpackLocalType(code);
      const raw = words(cells);
      const kind = Number.isFinite(code) && !isSolitaire(raw) ? kindOfType(main, subType) : kindOfPlaceholder(raw);
      const me = isTrue(isSend(cells));
      const who = sender(cells);
      return {
        time: time(cells),
        conversation: session(cells),
        kind,
        raw,
        senderId: who || (me ? ownerId : null),
        senderName: '',
        direction: me ? 'out' : 'in',
        serverId: id(cells),
      };
    },
  };
}
