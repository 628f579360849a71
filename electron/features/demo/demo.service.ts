import { readFile, rm } from 'node:fs/promises';
import type { DemoStatus } from '../../../shared/contracts/demo.ts';
import { AppError } from '../../../shared/errors.ts';
import { type Topic, topics } from '../../../shared/events.ts';
import type { ServiceContext } from '../../platform/context.ts';
import { failureCode } from '../../platform/db/storage-error.ts';
import { defineCommand } from '../../platform/jobs/command.ts';
import { write } from '../../platform/undo/undo-log.ts';
import { keepPictureFile, recognisePicture } from '../content/index.ts';
import { demoStatus } from './demo.queries.ts';
import { type DemoFile, demoFile } from './demo-file.ts';
import { insertChats } from './insert-chats.ts';
import { insertDemo, type KeptPicture } from './insert-demo.ts';
import { removeDemoRows, takeChatsBack } from './remove-demo.ts';

const allTopics: Topic[] = [...topics];

/**
 * Puts the demo data into the book, as if everything had happened up to `now` (ms UTC): chats in a transaction of their own, as an import,
 * everything else in one before it. Ends the first run.
 * @throws AppError `notFound` (no demo file), `changedSince` (demo data are there already)
 */
export const loadDemoCommand = defineCommand<{ path: string; now: number }, DemoStatus>({
  name: 'demo.load',
  writes: true,
  heavy: () => true,
  async run(ctx, { path, now }) {
    refuseTwice(ctx);
    const data = await readDemo(path);
    const pictures = await keepPictures(ctx, data);
    const places = write(ctx, () => {
      refuseTwice(ctx);
      const placed = insertDemo(ctx, data, pictures, now);
      ctx.db
        .sql(
          `INSERT INTO settings (key, value, updated_at) VALUES ('app.firstRunDone', 'true', @now)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at`,
        )
        .run({ now });
      return placed;
    });
    await insertChats(ctx, data, places, now);
    ctx.announce({ topics: allTopics });
    return demoStatus(ctx);
  },
});

/**
 * Takes away what came with the demo data and what was written on those friends and posts meanwhile. An account, channel,
 * tag, tag group or picture that the seller's own friends or posts use stays and is hers from now on.
 */
export const removeDemoCommand = defineCommand<null, DemoStatus>({
  name: 'demo.remove',
  writes: true,
  heavy: () => true,
  async run(ctx) {
    takeChatsBack(ctx);
    const files = write(ctx, () => removeDemoRows(ctx));
    for (const file of files) await rm(file, { force: true });
    ctx.announce({ topics: allTopics });
    return demoStatus(ctx);
  },
});

function refuseTwice(ctx: ServiceContext): void {
  if (demoStatus(ctx).loaded) throw new AppError('changedSince', { what: 'demo' });
}

async function readDemo(path: string): Promise<DemoFile> {
  try {
    return demoFile.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if (failureCode(error) === 'ENOENT') throw new AppError('notFound', { what: 'demo' }, { cause: error });
    throw error;
  }
}

async function keepPictures(ctx: ServiceContext, data: DemoFile): Promise<KeptPicture[]> {
  const kept: KeptPicture[] = [];
  for (const { name, base64 } of data.assets) {
    const bytes = Buffer.from(base64, 'base64');
    const found = recognisePicture(bytes);
    if ('problem' in found) throw new Error(`demo picture ${name} is ${found.problem}`);
    kept.push({ ...found, name, bytes: bytes.byteLength, sha256: await keepPictureFile(ctx, bytes, found.mime) });
  }
  return kept;
}
