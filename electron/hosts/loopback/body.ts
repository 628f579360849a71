import type { IncomingMessage } from 'node:http';
import { AppError } from '../../../shared/errors.ts';
import type { Limits } from './limits.ts';
import { Refusal } from './refusal.ts';

/** Refuses a body that announces more than `max` bytes. Throws 413. */
export function checkLength(req: IncomingMessage, max: number): void {
  const length = req.headers['content-length'];
  if (length !== undefined && Number(length) > max) throw new Refusal(413, 'fileTooLarge');
}

/** Rejects with 408 unless stopped in time. */
function deadline(ms: number): { late: Promise<never>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Refusal(408, 'cancelled')), ms);
  });
  late.catch(() => {});
  return { late, stop: () => clearTimeout(timer) };
}

/**
 * The body's chunks, counted and timed: throws 413 past `max` bytes, 408 when nothing comes for `stallMs` or the
 * whole takes longer than `totalMs`, AppError cancelled when the sender goes away.
 */
export async function* readChunks(
  req: IncomingMessage,
  max: number,
  times: { stallMs: number; totalMs: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  // the answer still needs the socket, so giving up on the body must not destroy it
  const chunks = req.iterator({ destroyOnReturn: false });
  const total = deadline(times.totalMs);
  let size = 0;
  try {
    for (;;) {
      const stall = deadline(times.stallMs);
      const next = chunks.next();
      next.catch(() => {});
      const step = await Promise.race([next, stall.late, total.late]).finally(stall.stop);
      if (step.done) return;
      size += (step.value as Buffer).length;
      if (size > max) throw new Refusal(413, 'fileTooLarge');
      yield step.value as Buffer;
    }
  } catch (error) {
    if (error instanceof Refusal || error instanceof AppError) throw error;
    throw new AppError('cancelled', {}, { cause: error });
  } finally {
    total.stop();
  }
}

/** Deepest nesting of JSON text; brackets inside strings do not count. */
function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i);
    if (inString) {
      if (char === 0x5c) i++;
      else if (char === 0x22) inString = false;
    } else if (char === 0x22) inString = true;
    else if (char === 0x5b || char === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x5d || char === 0x7d) depth--;
  }
  return deepest;
}

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new Refusal(400, 'invalidInput');
  return value;
}

/**
 * Parses a JSON body of at most `max` bytes; an empty body is null. Throws 400 for anything that is not UTF-8 JSON,
 * is nested too deeply or names `__proto__`; 413 and 408 as readChunks.
 */
export async function readJson(req: IncomingMessage, max: number, limits: Limits): Promise<unknown> {
  checkLength(req, max);
  const chunks: Uint8Array[] = [];
  for await (const chunk of readChunks(req, max, { stallMs: limits.stallMs, totalMs: limits.requestMs })) chunks.push(chunk);
  if (chunks.length === 0) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    if (nesting(text) > limits.jsonDepth) throw new Refusal(400, 'invalidInput');
    const reviver = text.includes('__proto__') || text.includes('\\u') ? refuseProto : undefined;
    return JSON.parse(text, reviver);
  } catch {
    throw new Refusal(400, 'invalidInput');
  }
}
