import { z } from 'zod';
import { chatImportReport, undoChatsReport } from './chats.ts';
import { line, moment, rowId } from './common.ts';
import { exportFile } from './friends.ts';
import { orderUndoFacts } from './orders-import.ts';
import { undoAction } from './undo.ts';

/**
 * What a column of a contact file can be. `tagGroup` = a column whose header is a tag group and whose cells are tags, `tagWords` = tags
 * with blanks between them.
 */
export const contactFields = [
  'wxid',
  'alias',
  'nickname',
  'remark',
  'familyName',
  'givenName',
  'phone',
  'tags',
  'tagWords',
  'tagGroup',
  'gender',
  'region',
  'country',
  'province',
  'city',
  'address',
  'birthday',
  'signature',
  'description',
  'source',
  'addedAt',
  'kind',
  'level',
  'points',
  'displayName',
  'ignore',
] as const;
export type ContactField = (typeof contactFields)[number];

export const textEncodings = ['utf-8', 'utf-8-bom', 'gb18030', 'utf-16le', 'utf-16be', 'big5'] as const;
export type TextEncoding = (typeof textEncodings)[number];
export const tableFormats = ['csv', 'tsv', 'xlsx', 'names', 'json', 'vcard', 'txt', 'html'] as const;
export type TableFormat = (typeof tableFormats)[number];

export const inspectInput = z.object({ fileId: z.string() });
export const pasteNamesInput = z.object({ text: z.string().max(2_000_000) });
export const sourceColumn = z.object({
  index: z.int(),
  /** as in the file; '列 3' when it has none */
  header: z.string(),
  /** the first filled cells, at most 5 */
  samples: z.array(z.string()),
  field: z.enum(contactFields),
  /** how the field was chosen */
  by: z.enum(['header', 'remembered', 'content', 'none', 'hand']),
});
export type SourceColumn = z.infer<typeof sourceColumn>;
export const inspection = z.object({
  sessionId: z.string(),
  fileName: z.string(),
  format: z.enum(tableFormats),
  /** null for xlsx and pasted names */
  encoding: z.enum(textEncodings).nullable(),
  /** the program that wrote it, when its header is known, e.g. 'WeFlow' */
  origin: z.string().nullable(),
  sheets: z.array(z.string()),
  sheet: z.string().nullable(),
  /** line of the header in the file, 1 = first; 0 = the file has none */
  headerLine: z.int(),
  rowCount: z.int(),
  columns: z.array(sourceColumn),
  /** what stands there reads as rubbish: she is asked before it is taken */
  garbled: z.boolean(),
});
export type Inspection = z.infer<typeof inspection>;

/** Reads the same file again with another encoding, sheet or header line. */
export const reinspectInput = z.object({
  sessionId: z.string(),
  encoding: z.enum(textEncodings).nullable(),
  sheet: z.string().nullable(),
  headerLine: z.int().min(0).max(200).nullable(),
});

export const previewInput = z.object({
  sessionId: z.string(),
  /** field of each column, by index */
  fields: z.array(z.enum(contactFields)).max(512),
  accountId: rowId,
  /** channel for new friends; null = none */
  channelId: rowId.nullable(),
});
/** keep = leave what is in the book; replace = take the file's value where it has one. Empty cells never erase anything. */
export const changePolicies = ['fillEmpty', 'replace'] as const;

/**
 * new, changed (a known friend with something new), same (nothing new), doubtful (only the name is the same, or only the phone: asked),
 * repeated (the same person stands further up in this file), left out (group, official account, a sum, a header that stands again …), unreadable
 */
export const rowVerdicts = ['new', 'changed', 'same', 'doubtful', 'repeated', 'leftOut', 'unreadable'] as const;
export type RowVerdict = (typeof rowVerdicts)[number];
export const rowProblems = [
  'noName',
  'cellTooLong',
  'brokenQuotes',
  'tooFewCells',
  'tooManyCells',
  'badCharacters',
  'damagedId',
  'formulaCell',
  'badBirthday',
  'badDate',
  'notAFriend',
  'sheetNote',
  'ambiguousMatch',
  'brokenRecord',
  'badPoints',
] as const;
export type RowProblem = (typeof rowProblems)[number];
export const previewRow = z.object({
  /** place among the rows of the file, 0-based */
  index: z.int(),
  /** line in the file, 1 = first */
  line: z.int(),
  verdict: z.enum(rowVerdicts),
  problem: z.enum(rowProblems).nullable(),
  name: z.string(),
  cells: z.record(z.string(), z.string()),
  /** the friend it was matched to, by which key */
  match: z.object({ friendId: rowId, name: z.string(), by: z.enum(['wxid', 'alias', 'phone', 'remark']) }).nullable(),
  /** with verdict `doubtful` and no match: the row of this file with the same phone under another name */
  earlier: z.object({ line: z.int(), name: z.string() }).nullable(),
  /** field → [in the book, in the file] */
  changes: z.record(z.string(), z.tuple([z.string(), z.string()])),
});
export type PreviewRow = z.infer<typeof previewRow>;
export const preview = z.object({
  sessionId: z.string(),
  counts: z.record(z.enum(rowVerdicts), z.int()),
  /** of the rows `changed`: those with nothing for an empty place, which stay as they are under `fillEmpty` */
  onlyReplacing: z.int(),
  /** of the rows `doubtful`: places of those that may be a person of this file, not one of the book */
  withinFile: z.array(z.int()),
  newTags: z.array(z.string()),
  rowCount: z.int(),
});
export type Preview = z.infer<typeof preview>;
export const previewRowsInput = z.object({
  sessionId: z.string(),
  verdict: z.enum(rowVerdicts).nullable(),
  offset: z.int().min(0),
  limit: z.int().min(1).max(200),
});
export const previewRows = z.object({ total: z.int(), rows: z.array(previewRow) });

export const commitInput = z.object({
  sessionId: z.string(),
  policy: z.enum(changePolicies),
  /** answer for doubtful rows not decided one by one */
  doubtful: z.enum(['same', 'new', 'skip']),
  /** row index → answer for that doubtful row */
  answers: z.record(z.string(), z.enum(['same', 'new', 'skip'])),
});
/** Conservation law: rows = added + updated + same + repeated + leftOut + skipped + unreadable. */
export const importReport = z.object({
  batchId: rowId,
  fileName: z.string(),
  rows: z.int(),
  added: z.int(),
  updated: z.int(),
  same: z.int(),
  repeated: z.int(),
  leftOut: z.int(),
  skipped: z.int(),
  unreadable: z.int(),
  tagsCreated: z.int(),
  /** first 200 rows that were not read, with line and reason */
  problems: z.array(z.object({ line: z.int(), problem: z.enum(rowProblems), text: z.string() })),
});
export type ImportReport = z.infer<typeof importReport>;
/** commit m → and the list of all rows that were not read, to save; null = every row was */
export const contactCommitReport = importReport.extend({ problemsFile: exportFile.nullable() });
export type ContactCommitReport = z.infer<typeof contactCommitReport>;
/** problemsFile m → exportFile: rows that cannot be read, of the preview of a session (all) or of an earlier import (`unread` of its batch). @throws `notFound` */
export const problemsInput = z.union([z.strictObject({ sessionId: z.string() }), z.strictObject({ batchId: rowId })]);
/** What an import brought. */
export const batchKinds = ['contacts', 'chats', 'orders', 'bills', 'solitaire'] as const;
export type BatchKind = (typeof batchKinds)[number];
export const importBatch = z.object({
  id: rowId,
  kind: z.enum(batchKinds),
  fileName: z.string(),
  accountId: rowId,
  accountName: z.string(),
  createdAt: moment,
  undoneAt: moment.nullable(),
  /** of all kinds, in the words of contacts: rows = messages or orders read, same = those that were there already */
  report: importReport,
  /** with kind 'chats' */
  chats: chatImportReport.nullable(),
  /** rows that could not be read and can be saved with problemsFile {batchId}: the first 50,000 at most, of imports of friends from before they were kept the first 200; 0 = no list */
  unread: z.int(),
  /** an undone batch of contacts or orders can be brought back with imports.redo, for as long as the undo log reaches; chats are imported again from the file */
  redoable: z.boolean(),
});
export type ImportBatch = z.infer<typeof importBatch>;
/** What the undo of a batch would take with it. */
export const batchUndoPreview = z.object({
  batchId: rowId,
  friendsRemoved: z.int(),
  friendsRestored: z.int(),
  /** friends of the batch that stay: she has worked on them since (notes, tags, level, edits), or chats, orders or other imports have come to name them */
  workedOn: z.int(),
  /** messages that go, and those that stay because another import contained them too; 0 for contacts */
  messagesRemoved: z.int(),
  messagesKept: z.int(),
  /** with kinds 'orders', 'bills' and 'solitaire' */
  orders: orderUndoFacts.nullable(),
});
/**
 * imports.undo: what happened; `action` = the taking back itself, an action that undo takes back too. For chats it is null: there is
 * nothing to bring back.
 */
export const undoBatchReport = z.object({
  action: undoAction.nullable(),
  /** as in undoReport, without the friends that stay */
  kept: z.int(),
  /** friends of the batch that stay because she, or another import, has come to use them */
  friendsKept: z.int(),
  chats: undoChatsReport.nullable(),
  /** as they were looked at right before */
  orders: orderUndoFacts.nullable(),
});
export type UndoBatchReport = z.infer<typeof undoBatchReport>;
export const undoBatchInput = z.object({ batchId: rowId });
export const sessionInput = z.object({ sessionId: z.string() });
export const fileNameLine = line(200);
