import { spawnSync } from 'node:child_process';
import { createWriteStream, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Worker } from 'node:worker_threads';
import { seededRandom } from '../../build/demo/random.ts';
import { inlineRows, writeWorkbook } from '../fixtures/contacts/zip-writer.ts';
import { type ChatRun, type ChatRunReport, importChatsOnce } from './chat-worker.ts';
import type { Measure } from './measure.ts';

export interface MemoryOptions {
  runFile: string;
  /** folder for data */
  dir: string;
  quick: boolean;
}

/** What a process of its own is asked to watch. */
export type WatchedRun = ChatRun & { watched: true };

interface HeapReport {
  /** MB of JavaScript heap that the worker uses at most, what can be thrown away included */
  heap: number;
}

/** what V8 may keep in a worker that brings a file of hundreds of megabytes in, in MB: none of the file may pile up */
const heapLimit = 256;
const sampleMs = 50;
const firstSecond = 1_600_000_000;
const words = [
  '老板在吗',
  '脐橙还有吗，要两箱',
  '好的亲，明天下午到',
  '周五统一到货，要的姐妹直接接龙，过时就不等了哦',
  '转你了哈',
  '坏了两个，照片发你',
];

type Item = (place: number) => string;

/** The parts of a JSON file around its messages, and one message; ids of 19 digits, as bare numbers where the program writes them so. */
const programs: Record<string, { head: string; item: Item; tail: string }> = {
  WeFlow: {
    head: '{"weflow":{"version":"1.0.3","exportedAt":1773014130,"generator":"WeFlow"},"session":{"wxid":"wxid_bench1","nickname":"微风","remark":"李姐","displayName":"李姐","type":"私聊"},"messages":[\n',
    item: (i) =>
      `{"localId":${i + 1},"createTime":${firstSecond + i * 7},"formattedTime":"2026-03-09 07:51:40","type":"文本消息","localType":1,"content":"${textOf(i)}","isSend":${i % 3 === 0 ? 1 : 0},"senderUsername":"${who(i)}","senderDisplayName":"${i % 3 === 0 ? '橙子铺' : '李姐'}","source":"<msgsource><signature>${i}V1_aaaaaaaa|v1_bbbbbbbb</signature><tmp_node><publisher-id></publisher-id></tmp_node></msgsource>","senderAvatarKey":"${who(i)}","platformMessageId":"${idOf(i)}"}`,
    tail: '\n]}\n',
  },
  ChatLab: {
    head: '{"chatlab":{"version":"0.0.2","exportedAt":1773014130,"generator":"WeFlow"},"meta":{"name":"李姐","platform":"wechat","type":"private","ownerId":"wxid_me"},"members":[{"platformId":"wxid_bench1","accountName":"李姐"},{"platformId":"wxid_me","accountName":"橙子铺"}],"messages":[\n',
    item: (i) =>
      `{"sender":"${who(i)}","accountName":"${i % 3 === 0 ? '橙子铺' : '李姐'}","groupNickname":"","timestamp":${firstSecond + i * 7},"type":0,"content":"${textOf(i)}","platformMessageId":"${idOf(i)}"}`,
    tail: '\n]}\n',
  },
  WeChatDataAnalysis: {
    head: '{"schemaVersion":1,"exportedAt":"2026-03-09T08:00:00Z","account":"wxid_me","conversation":{"username":"wxid_bench1","displayName":"李姐","isGroup":false},"filters":{},"messages":[\n',
    item: (i) =>
      `{"id":"message_0:Msg_ab12:${i}","localId":${i},"serverId":${idOf(i)},"createTime":${firstSecond + i * 7},"createTimeText":"2026-03-09 07:51:41","sortSeq":${firstSecond + i * 7}000,"type":1,"renderType":"text","isSent":${i % 3 === 0},"senderUsername":"${who(i)}","senderDisplayName":"${i % 3 === 0 ? '橙子铺' : '李姐'}","conversationUsername":"wxid_bench1","isGroup":false,"content":"${textOf(i)}","title":"","url":"","quoteTitle":"","quoteContent":"","amount":"","fileSize":"","fileMd5":"","offlineMedia":[]}`,
    tail: '\n]}\n',
  },
};

const who = (i: number) => (i % 3 === 0 ? 'wxid_me' : 'wxid_bench1');
const idOf = (i: number) => `7420000000${String(i).padStart(9, '0')}`;
const textOf = (i: number) => `${words[i % words.length]}，第 ${i} 句\\n${words[(i * 7) % words.length]}`;

/** Imports that are too large to be held: how much the process grows while the wizard looks at them and brings them in. */
export async function measureMemory({ runFile, dir, quick }: MemoryOptions): Promise<Measure[]> {
  const measures: Measure[] = [];
  // the name of the file is who the chat is with, where a program says it nowhere else
  const path = join(dir, '李姐.bin');
  for (const name of Object.keys(programs)) {
    const rows = await writeJson(path, name, quick ? 30e6 : 300e6);
    measures.push(...measureFile(`JSON of ${name}`, { runFile, dir, path, rows }));
  }
  for (const shared of [false, true]) {
    const rows = quick ? 10_000 : 100_000;
    writeSheet(path, rows, shared);
    measures.push(...measureFile(`XLSX, ${shared ? 'shared' : 'inline'} strings`, { runFile, dir, path, rows }));
  }
  rmSync(path, { force: true });
  return measures;
}

interface LargeFile {
  runFile: string;
  dir: string;
  path: string;
  rows: number;
}

/** Once as the app does it, once with V8's heap bounded: what piles up in the heap breaks the second, what piles up beside it shows in the first. */
function measureFile(what: string, file: LargeFile): Measure[] {
  const free = runOnce(what, file, []);
  const bounded = runOnce(what, file, [`--max-old-space-size=${heapLimit}`]);
  const size = `${(statSync(file.path).size / 1e6).toFixed(0)} MB, ${file.rows} messages`;
  const seconds = (one: RunReport) => `${((one.steps.scan.ms + one.steps.commit.ms) / 1000).toFixed(1)} s`;
  const common = { reference: null, unit: 'MB', absolute: true };
  return [
    { ...common, name: `${what}: memory of the worker`, ours: free.worker, goal: 300, note: `${size}; ${seconds(free)}` },
    {
      ...common,
      name: `${what}: the same, heap bounded to ${heapLimit} MB`,
      ours: bounded.worker,
      goal: 300,
      note: `heap ${bounded.heap.toFixed(0)} MB at most; ${seconds(bounded)}`,
    },
  ];
}

type RunReport = ChatRunReport & HeapReport;

/** In a process of its own; the book is thrown away. */
function runOnce(what: string, { runFile, dir, path, rows }: LargeFile, flags: string[]): RunReport {
  const dataDir = join(dir, 'large-book');
  const task: WatchedRun = { csv: path, dataDir, again: false, watched: true };
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...process.execArgv, ...flags, runFile, '--child', JSON.stringify(task)],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`${what}: ${stderr.slice(-2000)}`);
  rmSync(dataDir, { recursive: true, force: true });
  const [run, heap] = stdout
    .trim()
    .split('\n')
    .slice(-2)
    .map((line) => JSON.parse(line)) as [ChatRunReport, HeapReport];
  if (run.added !== rows) throw new Error(`${what}: ${run.added} of ${rows} rows came in`);
  return { ...run, ...heap };
}

/** `importChatsOnce`, and how large the heap of the worker becomes. Prints both reports. */
export async function importWatched(root: string, run: WatchedRun): Promise<void> {
  let heap = 0;
  process.on('worker', (worker: Worker) => {
    const sampler = setInterval(() => {
      worker.getHeapStatistics().then(
        ({ used_heap_size: used }) => {
          heap = Math.max(heap, used);
        },
        // it does not run yet, or no more
        () => {},
      );
    }, sampleMs);
    worker.once('exit', () => clearInterval(sampler));
  });
  await importChatsOnce(root, run);
  console.log(JSON.stringify({ heap: heap / 2 ** 20 } satisfies HeapReport));
}

/** @returns messages in it */
async function writeJson(path: string, program: string, bytes: number): Promise<number> {
  const { head, item, tail } = programs[program]!;
  const out = createWriteStream(path, { highWaterMark: 4_194_304 });
  out.write(head);
  let rows = 0;
  for (let written = 0; written < bytes; ) {
    const chunk = Array.from({ length: 2000 }, () => `${rows === 0 ? '' : ',\n'}${item(rows++)}`).join('');
    written += Buffer.byteLength(chunk);
    if (!out.write(chunk)) await new Promise<void>((resolve) => out.once('drain', () => resolve()));
  }
  out.end(tail);
  await finished(out);
  return rows;
}

/** The workbook of MemoTrace 3, its cells as they are or as places in the table of strings. */
function writeSheet(path: string, rows: number, shared: boolean): void {
  const random = seededRandom(20_261_122);
  const header = ['消息ID', '类型', '发送人', '时间', '内容', '备注', '昵称', '更多信息'];
  const time = (i: number) => new Date((firstSecond + i * 7) * 1000 + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const cells = Array.from({ length: rows }, (_, i) => {
    const name = i % 3 === 0 ? '橙子铺' : '李姐';
    return [idOf(i), '文本', name, time(i), `${random.pick(words)}，第 ${i} 句 ${random.int(1, 1e9)}`, name, name, 'more'];
  });
  const all = [header, ...cells];
  if (!shared) writeFileSync(path, writeWorkbook({ sheets: { 聊天记录: inlineRows(all) } }));
  else {
    const places = new Map<string, number>();
    const placeOf = (text: string) => {
      if (!places.has(text)) places.set(text, places.size);
      return places.get(text)!;
    };
    const sheet = all
      .map((row, i) => `<row r="${i + 1}">${row.map((cell) => `<c t="s"><v>${placeOf(cell)}</v></c>`).join('')}</row>`)
      .join('');
    writeFileSync(path, writeWorkbook({ sheets: { 聊天记录: sheet }, shared: [...places.keys()].map((text) => `<t>${text}</t>`) }));
  }
}
