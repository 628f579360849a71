import { Uint8ArrayReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';

/** A zip in memory. `password` locks every entry with AES-256, `old: true` with the cipher of the first zips. */
export async function zipOf(files: Record<string, string | Buffer>, options: { password?: string; old?: boolean } = {}): Promise<Buffer> {
  const { password, old = false } = options;
  const zip = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false });
  const lock = password === undefined ? {} : { password, ...(old ? { zipCrypto: true } : { encryptionStrength: 3 as const }) };
  for (const [name, content] of Object.entries(files))
    await zip.add(name, new Uint8ArrayReader(new Uint8Array(Buffer.from(content as Buffer))), lock);
  return Buffer.from(await zip.close());
}
