import { describe, expect, it } from 'vitest';
import { everyType } from '../../../../../tests/fixtures/chats/every-type.ts';
import { chatFile } from '../../../../../tests/fixtures/chats/tables/files.ts';
import { openChat } from './open-chat.ts';

describe('every type of message', () => {
  it.each(Object.keys(everyType))('has words that can be read, as %s writes it', async (format) => {
    const { path, content, wanted } = everyType[format]!;
    const source = (await openChat(chatFile(path, content)))!;
    expect(source.format).toBe(format);
    const found: string[] = [];
    for await (const { records, problems } of source.records()) {
      expect(problems).toEqual([]);
      found.push(...records.map(({ kind, text }) => `${kind} ${text}`.trim()));
    }
    expect(found).toEqual(wanted);
  });
});
