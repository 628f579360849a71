import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indexingFor } from '../../electron/features/search/index.ts';
import { damage } from '../helpers/digest.ts';
import { diskFolder } from '../helpers/disk-folder.ts';
import { eraseChats, eraseWordsOf } from '../helpers/erase-chats.ts';
import { figure } from '../helpers/figures.ts';
import { bundleVictim, type Victim } from '../helpers/killed.ts';
import { randomFrom } from '../helpers/random-actions.ts';
import { openTestApp, type TestApp } from '../helpers/test-app.ts';

/** Rounds in `npm test`; `TIEFEN_KILL_ROUNDS=250` for a long night. */
const rounds = Number(process.env.TIEFEN_KILL_ROUNDS ?? 4);
/** From so many rounds on, a kill in the middle of erasing must have been seen. */
const tellingRounds = 20;
/** Rounds that share a book: chats come in among those of the rounds before. */
const roundsOfBook = 5;
const made: string[] = [];
let child: Victim;
const kills = figure('kills', 'erasing');
beforeAll(async () => {
  child = await bundleVictim('kill-erase-child');
});
afterAll(() => {
  child?.remove();
  for (const dir of made) rmSync(dir, { recursive: true, force: true });
});

type Said = { kind: 'ready' | 'begun' | 'erased'; name: string };
const named = (said: Said[], wanted: Said['kind']) => said.flatMap(({ kind, name }) => (kind === wanted ? [name] : []));

/** ms that erasing a chat takes here, as the rounds before have shown */
let usualMs = 150;

/** Lets the child erase `after` chats and a share of the next one, and kills it with -9. */
function killed(dataDir: string, seed: number, after: number, share: number): Promise<Said[]> {
  let begunAt = 0;
  return child.killed<Said>([dataDir, String(seed)], (said) => {
    const last = said.at(-1)?.kind;
    if (last === 'erased' && begunAt > 0) usualMs = performance.now() - begunAt;
    if (last === 'begun') begunAt = performance.now();
    return said.length === 0 || named(said, 'erased').length < after ? null : Math.round(share * usualMs);
  });
}

interface Left {
  name: string;
  messages: number;
  /** the files of the book in which the chat's words stand */
  files: string[];
}

/** What is left of each chat, a start and its catching up after the kill. */
async function left({ ctx, dataDir }: TestApp, names: string[]): Promise<Left[]> {
  await indexingFor(ctx).now();
  const count = ctx.db.pluck('SELECT count(*) FROM messages WHERE content GLOB ?');
  const files = ['tiefen.db', 'tiefen.db-wal', 'search.db', 'search.db-wal'].map((name) => ({ name, bytes: bytesOf(join(dataDir, name)) }));
  return names.map((name) => {
    const words = eraseWordsOf(name);
    const within = files.filter(({ bytes }) => bytes.includes(words)).map((file) => file.name);
    return { name, messages: count.get(`${words}*`) as number, files: within };
  });
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

describe('kill -9 while chats are erased', () => {
  it(
    'brings back no word of what was acknowledged, and leaves each other chat whole or gone for good',
    async () => {
      const pick = randomFrom(20261122);
      let [dataDir, erased, names] = ['', new Set<string>(), [] as string[]];
      const seen = { rounds, inFlight: 0, erased: 0, notes: 0 };
      for (let round = 0; round < rounds; round++) {
        if (round % roundsOfBook === 0) {
          [dataDir, erased, names] = [diskFolder('tiefen-kill-erase-'), new Set(), []];
          made.push(dataDir);
        }
        const said = await killed(dataDir, round, pick(eraseChats.count - 1), pick(1200) / 1000);
        for (const name of named(said, 'erased')) erased.add(name);
        seen.erased += named(said, 'erased').length;
        for (let n = 0; n < eraseChats.count; n++) names.push(`${round}-${n}`);
        if (said.at(-1)?.kind === 'begun') seen.inFlight++;
        const app = await openTestApp({ dataDir });
        if (app.ctx.db.pluck('SELECT count(*) FROM chat_erasures').get() !== 0) seen.notes++;
        const found = await left(app, names);
        const problems = damage(app.ctx.db);
        await app.app.close();
        const gone = found.filter(({ messages }) => messages === 0);
        const whole = found.filter(({ messages, files }) => messages === eraseChats.messages && files.length > 0);
        await kills.count(() => {
          expect({ round, problems, half: found.length - gone.length - whole.length }).toEqual({ round, problems: [], half: 0 });
          expect(gone.filter(({ files }) => files.length > 0)).toEqual([]);
          expect(whole.filter(({ name }) => erased.has(name))).toEqual([]);
          // what was not begun stays
          expect(whole.length).toBeGreaterThanOrEqual(eraseChats.count - new Set(named(said, 'begun')).size);
        });
      }
      process.stdout.write(`kill-9 erase ${JSON.stringify(seen)}\n`);
      if (rounds >= tellingRounds) expect(seen.inFlight).toBeGreaterThan(0);
    },
    rounds * 60_000,
  );
});
