import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImportQueue, QueueGroup, QueueItem } from '../../../../shared/contracts/import-queue.ts';
import { leftOutByName } from '../../../../shared/domain/media-names.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { JobControl } from '../../../platform/jobs/command.ts';
import type { ChatSpool, FileMark, SpooledChats } from '../../chats/index.ts';
import { type Archive, openArchive } from './archive.ts';
import type { ChatProblems } from './chat-problems.ts';
import { diskFile, FileSet, pastedFile, type QueueFile } from './queue-file.ts';
import { lastPart, type Recognised, recognise, recognisePasted, refused } from './recognise.ts';

/** Loaded when something is locked: its libraries are a fifth of the program, and every thread would wait for them at its start. */
const locksmith = () => import('./unlock.ts');

/** A staged file as the host hands it over. */
export interface HandedOver {
  fileId: string;
  path: string;
  name: string;
  size: number;
  /** where it lay in a folder */
  place: string | null;
}

export interface QueueEntry {
  item: QueueItem;
  file: QueueFile;
  ownerId: string | null;
  /** with pasted text */
  pasted: { text: string; at: number } | null;
  /** came with others of a folder or a zip */
  inside: boolean;
  /** the zip whose locked entries it stands for */
  locked: { archivePath: string; size: number; label: string } | null;
}

/** What a look through chats leaves for the pages of its problems and for the import. */
export interface ChatLookMemory {
  accountId: number;
  problems: ChatProblems;
  /** item and key of the reader → the key that choices are made by: an id may be known only at the end of a file */
  keys: Map<string, string>;
  /** by key: whether it is a group, where the file does not say */
  guesses: Map<string, boolean>;
  /** what was said about missing dates */
  missingDate: string | null;
  /** what was read of each item, waiting in the spool until it is imported */
  spool: ChatSpool;
  read: Map<string, SpooledChats>;
  /** by item: what it is known by when it comes again */
  marks: Map<string, FileMark>;
}

/** What was handed over at once. Lives in the worker's memory; holds lists and open zips, never the bytes of a file. */
export interface Queue {
  id: string;
  entries: Map<string, QueueEntry>;
  ignored: { pictures: number; others: number };
  set: FileSet;
  archives: Archive[];
  /** ids of the staged files it is made of */
  fileIds: string[];
  /** folder for files of our own, and those made there */
  stagingDir: string;
  made: string[];
  count: number;
  /** what the newest look through its chats found */
  look: ChatLookMemory | null;
}

const queues = new Map<string, Queue>();
const keptQueues = 12;
const maxItems = 20_000;

/** @throws AppError `sessionGone` */
export function findQueue(queueId: string): Queue {
  const queue = queues.get(queueId);
  if (!queue) throw new AppError('sessionGone');
  return queue;
}

/** @throws AppError `sessionGone`, `notFound` */
export function findEntry(queueId: string, itemId: string): QueueEntry {
  const entry = findQueue(queueId).entries.get(itemId);
  if (!entry) throw new AppError('notFound', { what: 'importItem' });
  return entry;
}

/** A new file of our own for a queue; goes with it. */
export function ownPlace(queue: Queue, what: string): string {
  const path = join(queue.stagingDir, `${queue.id}-${queue.made.length + 1}.${what}`);
  queue.made.push(path);
  return path;
}

export interface OpenTask {
  queueId: string;
  stagingDir: string;
  files: HandedOver[];
  ignored: { pictures: number; others: number };
}

/** What a queue shows, and the staged files nobody needs any more. */
export interface Opened {
  queue: ImportQueue;
  dropped: string[];
}

/** Looks into everything that was handed over. @throws AppError `cancelled`, `fileTooLarge` {files, limit} */
export async function openQueue(task: OpenTask, control: JobControl): Promise<Opened> {
  const queue = newQueue(task.queueId, task.stagingDir, task.ignored);
  queue.fileIds = task.files.map(({ fileId }) => fileId);
  try {
    const pending: Pending[] = [];
    for (const file of task.files) pending.push(...(await filesOf(queue, file)));
    if (pending.length > maxItems) throw new AppError('fileTooLarge', { files: pending.length, limit: maxItems });
    for (const { file } of pending) queue.set.add(file);
    const alone = pending.length === 1 && !pending[0]!.inside;
    for (const [at, one] of pending.entries()) {
      control.checkCancelled();
      control.progress('look', at, pending.length);
      await addFile(queue, one, alone);
    }
    settle(queue);
  } catch (error) {
    release(queue);
    throw error;
  }
  return { queue: describe(queue), dropped: keep(queue) };
}

/** Text from a box as a queue of one item. `at` = when it was pasted, ms UTC. */
export async function pasteQueue(task: { queueId: string; stagingDir: string; text: string; at: number }): Promise<Opened> {
  const queue = newQueue(task.queueId, task.stagingDir, { pictures: 0, others: 0 });
  const file = pastedFile(task.text);
  const found = await recognisePasted(file, task.text, task.at);
  addEntry(queue, { file, found, inside: false, pasted: { text: task.text, at: task.at } });
  return { queue: describe(queue), dropped: keep(queue) };
}

/** Opens what is locked. @throws AppError `wrongPassword` (the item stays), `sessionGone`, `notFound` */
export async function unlockItem(task: { queueId: string; itemId: string; password: string }): Promise<ImportQueue> {
  const queue = findQueue(task.queueId);
  const entry = findEntry(task.queueId, task.itemId);
  if (!entry.item.needsPassword) throw new AppError('notFound', { what: 'importItem' });
  const opened = entry.locked ? await openLockedZip(queue, entry, task.password) : await openLockedWorkbook(queue, entry, task.password);
  queue.entries.delete(task.itemId);
  for (const { file } of opened) queue.set.add(file);
  for (const one of opened) await addFile(queue, one);
  settle(queue);
  return describe(queue);
}

/** Forgets a queue. @returns the staged files it was made of */
export function discardQueue(queueId: string): string[] {
  const queue = queues.get(queueId);
  if (!queue) return [];
  queues.delete(queueId);
  release(queue);
  return queue.fileIds;
}

/** @returns staged files that nobody needs any more */
export const discardQueues = (): string[] => [...queues.keys()].flatMap(discardQueue);

function newQueue(id: string, stagingDir: string, ignored: Queue['ignored']): Queue {
  const ignoredHere = { ...ignored };
  return {
    id,
    stagingDir,
    ignored: ignoredHere,
    entries: new Map(),
    set: new FileSet(),
    archives: [],
    fileIds: [],
    made: [],
    count: 0,
    look: null,
  };
}

/** Keeps the newest queues. @returns the staged files of those that had to go */
function keep(queue: Queue): string[] {
  queues.set(queue.id, queue);
  const dropped: string[] = [];
  while (queues.size > keptQueues) dropped.push(...discardQueue(queues.keys().next().value!));
  return dropped;
}

function release(queue: Queue): void {
  queue.look?.spool.close();
  for (const archive of queue.archives) archive.close();
  for (const path of queue.made) rmSync(path, { force: true });
}

interface Pending {
  file: QueueFile;
  inside: boolean;
  /** known without looking: a locked or broken zip */
  found?: Recognised;
  locked?: QueueEntry['locked'];
}

/** A staged file as itself, or what is in it when it is a zip of files. */
async function filesOf(queue: Queue, { path, name, size, place }: HandedOver): Promise<Pending[]> {
  const file = diskFile(queue.set, path, place ?? name, size);
  const inside = place !== null;
  if (leftOutByName(name) === 'picture') {
    queue.ignored.pictures++;
    return [];
  }
  if (!(await beginsAsZip(path))) return [{ file, inside }];
  try {
    const archive = await openArchive(path, size);
    if (isOneDocument(archive)) {
      archive.close();
      return [{ file, inside }];
    }
    return fromArchive(queue, file, archive);
  } catch (error) {
    if (error instanceof AppError && error.category === 'file') return [{ file, inside, found: refused(error, name) }];
    throw error;
  }
}

/** Some bytes of each of thousands of files: a stream would read a megabyte. */
async function beginsAsZip(path: string): Promise<boolean> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw new AppError('fileGone', {}, { cause: error });
  });
  try {
    const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return /^504b(0304|0506|0708)$/.test(buffer.toString('hex'));
  } finally {
    await file.close();
  }
}

/** Workbooks and documents are zips too; what they are, `recognise` says. */
function isOneDocument(archive: Archive): boolean {
  const parts = [
    'xl/workbook.xml',
    'xl/workbook.bin',
    'word/document.xml',
    'ppt/presentation.xml',
    'Index/Document.iwa',
    'mimetype',
    'AndroidManifest.xml',
  ];
  return parts.some((part) => archive.has(part));
}

function fromArchive(queue: Queue, zip: QueueFile, archive: Archive): Pending[] {
  queue.archives.push(archive);
  queue.ignored.pictures += archive.ignored.pictures;
  queue.ignored.others += archive.ignored.others;
  const root = zip.path.replace(/\.zip$/i, '');
  const pending: Pending[] = archive.entries
    .filter(({ encrypted }) => !encrypted)
    .map((entry) => ({
      inside: true,
      file: {
        path: `${root}/${entry.name}`,
        label: `${zip.label}/${entry.name}`,
        size: entry.size,
        diskPath: null,
        sibling: queue.set.sibling,
        stream: entry.stream,
      },
    }));
  if (archive.entries.some(({ encrypted }) => encrypted)) {
    const found = refused(new AppError('filePasswordProtected', { what: 'zip' }), lastPart(zip.label));
    pending.push({ file: zip, inside: false, found, locked: { archivePath: zip.diskPath!, size: zip.size, label: zip.label } });
  }
  return pending;
}

async function openLockedZip(queue: Queue, { locked }: QueueEntry, password: string): Promise<Pending[]> {
  const { archivePath, size, label } = locked!;
  const archive = await openArchive(archivePath, size);
  try {
    const wanted = new Map(archive.entries.filter(({ encrypted }) => encrypted).map((entry) => [entry.index, entry.name]));
    const places = new Map([...wanted.keys()].map((index) => [index, ownPlace(queue, 'open')]));
    const { unlockZip } = await locksmith();
    const opened = await unlockZip(archivePath, size, password, new Set(wanted.keys()), (index) => places.get(index)!);
    return [...opened].map(([index, { diskPath, bytes }]) => {
      const file = diskFile(queue.set, diskPath, `${label.replace(/\.zip$/i, '')}/${wanted.get(index)}`, bytes);
      return { file: { ...file, label: `${label}/${wanted.get(index)}` }, inside: true };
    });
  } finally {
    archive.close();
  }
}

async function openLockedWorkbook(queue: Queue, { file, inside }: QueueEntry, password: string): Promise<Pending[]> {
  const diskPath = ownPlace(queue, 'open');
  const { unlockWorkbookFile } = await locksmith();
  const bytes = await unlockWorkbookFile(file, password, diskPath);
  return [{ file: { ...diskFile(queue.set, diskPath, file.path, bytes), label: file.label }, inside }];
}

/** @param alone nothing else was chosen: a picture or video among others is counted, by itself it is said what it is */
async function addFile(queue: Queue, { file, inside, found, locked }: Pending, alone = false): Promise<void> {
  const what = found ?? (await recognise(file));
  if (what.media && !alone) queue.ignored.pictures++;
  else if (file.size === 0 && inside) queue.ignored.others++;
  else addEntry(queue, { file, found: what, inside, locked: locked ?? null });
}

function addEntry(
  queue: Queue,
  of: { file: QueueFile; found: Recognised; inside: boolean; pasted?: QueueEntry['pasted']; locked?: QueueEntry['locked'] },
): void {
  const { file, found, inside } = of;
  const { kind, format, tool, needsPassword, refusal, knowsMe, needsDate, ownerId } =
    found.vague && inside ? refused(new AppError('fileNotUnderstood', { what: 'text' }), lastPart(file.label)) : found;
  const itemId = `i${++queue.count}`;
  const item = { itemId, path: file.label, bytes: file.size, kind, format, tool, needsPassword, refusal, knowsMe, needsDate };
  queue.entries.set(itemId, { item, file, ownerId, inside, pasted: of.pasted ?? null, locked: of.locked ?? null });
}

/** What programs lay beside their chats, and readers look at by themselves; a person did not choose it. */
const beside = new Set(['html', 'xml', 'json', 'text', 'binary', 'blank', 'pdf', 'rtf', 'groupTable', 'archive', 'exe', 'sqlite']);

/** Where something of a folder or a zip could be used, the rest of it is only counted, unless its reason is worth telling. */
function settle(queue: Queue): void {
  const useful = [...queue.entries.values()].some(({ item }) => item.kind !== 'refused');
  if (!useful) return;
  for (const [itemId, { item, inside }] of queue.entries) {
    const { refusal } = item;
    if (!inside || !refusal || item.needsPassword) continue;
    const dull = refusal.kind === 'fileEmpty' || (refusal.kind === 'fileNotUnderstood' && beside.has(String(refusal.details.what)));
    if (!dull) continue;
    queue.entries.delete(itemId);
    queue.ignored.others++;
  }
}

const order: QueueItem['kind'][] = ['chat', 'contacts', 'orders', 'bill', 'solitaire', 'refused'];

/** The queue as the screen sees it. */
export function describe(queue: Queue): ImportQueue {
  const items = [...queue.entries.values()].map(({ item }) => item);
  const groups = new Map<string, QueueGroup>();
  for (const item of items) {
    const reason = item.refusal ? `${item.refusal.kind}:${item.refusal.details.what ?? ''}` : '';
    const key = `${item.kind}:${item.format ?? ''}:${reason}${item.kind === 'chat' || item.kind === 'refused' ? '' : item.itemId}`;
    const group = groups.get(key);
    if (group) {
      group.itemIds.push(item.itemId);
      group.bytes += item.bytes;
    } else groups.set(key, { key, kind: item.kind, format: item.format, tool: item.tool, itemIds: [item.itemId], bytes: item.bytes });
  }
  const sorted = [...groups.values()].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.itemIds.length - a.itemIds.length);
  return { queueId: queue.id, items, groups: sorted, ignored: queue.ignored };
}
