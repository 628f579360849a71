import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonPiece, SplitRules } from './json-piece.ts';
import { JsonSplitter } from './json-stream.ts';

const list: SplitRules = { enter: (path) => path === '.messages' || path === '[]' };

function split(bytes: Uint8Array, rules: SplitRules, cuts: number[] = []): JsonPiece[] {
  const splitter = new JsonSplitter(rules);
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const pieces: JsonPiece[] = [];
  let from = 0;
  for (const place of [...places, bytes.length]) {
    pieces.push(...splitter.push(bytes.subarray(from, place)));
    from = place;
  }
  return pieces.concat(splitter.end());
}

/** Short form: 'path#place raw' and 'path#place !problem'. */
function told(text: string, rules: SplitRules = list): string[] {
  return split(Buffer.from(text), rules)
    .filter((piece) => piece.type === 'value' || piece.type === 'problem')
    .map((piece) => `${piece.path}#${piece.place} ${piece.problem ? `!${piece.problem}` : piece.raw}`);
}

describe('JsonSplitter', () => {
  it('gives values before, in and after the list', () => {
    expect(told('{"a" : 1, "o":{"x":[1,"]}"]},"messages":[ {"id":1} ,{"id":2,"t":"\\"}"}, null],"z":"end","n":-1.5e3}')).toEqual([
      '.a#0 1',
      '.o#0 {"x":[1,"]}"]}',
      '.messages[]#1 {"id":1}',
      '.messages[]#2 {"id":2,"t":"\\"}"}',
      '.messages[]#3 null',
      '.z#0 "end"',
      '.n#0 -1.5e3',
    ]);
    expect(told('[{"id":1},{"id":2}]', { enter: () => false })).toEqual(['[]#1 {"id":1}', '[]#2 {"id":2}']);
  });

  it('goes into lists of lists and says where they open and close', () => {
    const rules: SplitRules = { enter: (path) => ['.c', '.c[]', '.c[].m'].includes(path) };
    const pieces = split(Buffer.from('{"c":[{"id":"a","m":[{"x":1},{"x":2}]},{"id":"b","m":[]}]}'), rules);
    expect(pieces.map((p) => `${p.type} ${p.path}#${p.place} ${p.raw}`.trim())).toEqual([
      'open #0',
      'open .c#0',
      'open .c[]#1',
      'value .c[].id#0 "a"',
      'open .c[].m#0',
      'value .c[].m[]#1 {"x":1}',
      'value .c[].m[]#2 {"x":2}',
      'close .c[].m#0',
      'close .c[]#1',
      'open .c[]#2',
      'value .c[].id#0 "b"',
      'open .c[].m#0',
      'close .c[].m#0',
      'close .c[]#2',
      'close .c#0',
      'close #0',
    ]);
  });

  it('passes over what nobody wants', () => {
    const rules: SplitRules = { enter: () => false, skip: (path) => path === '.messages' };
    expect(told('{"messages":[{"a":"]"},[1]],"session":{"id":1}}', rules)).toEqual(['.session#0 {"id":1}']);
  });

  it('reads the statements of a script', () => {
    const text =
      'const local_msg_count = 2;\nconst local_mywxid = "wxid_me";\nconst local_user_list = {"a":{"b":";="}};\nconst local_msg_list = [{"id":1},\n{"id":2}];\n';
    expect(told(text, { root: 'script', enter: (path) => path === '.local_msg_list' })).toEqual([
      '.local_msg_count#0 2',
      '.local_mywxid#0 "wxid_me"',
      '.local_user_list#0 {"a":{"b":";="}}',
      '.local_msg_list[]#1 {"id":1}',
      '.local_msg_list[]#2 {"id":2}',
    ]);
  });

  it('loses only the item that is broken', () => {
    const one = '{"id":1,"t":"a"}';
    const three = '{ "id":3,"t":"c"}';
    const broken: [string, string[]][] = [
      ['{"id":2,"t":"b}', ['!notJson']],
      ['{"id":2,"t":"b"', ['!notJson']],
      ['{"id":2,"t":b"}', ['!notJson']],
      ['{"id":2,"t":"b\n"}', ['!notJson']],
      ['{"id":2,"t":["b"}', ['!notJson']],
      ['{"id":2,"t":"b"}}', ['{"id":2,"t":"b"}', '!notJson']],
      ['@', ['!notJson']],
    ];
    for (const [bad, expected] of broken) {
      const found = told(`{"messages":[${one},${bad},${three}]}`).map((line) => line.slice(line.indexOf(' ') + 1));
      expect([bad, found]).toEqual([bad, [one, ...expected, three]]);
    }
  });

  it('says where the file was cut off', () => {
    expect(told('{"messages":[{"id":1},{"id":2,"t":"ab')).toEqual(['.messages[]#1 {"id":1}', '.messages[]#2 !cutOff']);
    expect(told('{"messages":[{"id":1},')).toEqual(['.messages[]#1 {"id":1}', '.messages#0 !cutOff']);
    expect(told('{"messages":[{"id":1},{"id":2,"t":[{"id":3},{"id":4}')).toEqual([
      '.messages[]#1 {"id":1}',
      '.messages[]#2 !cutOff',
      '.messages[]#3 {"id":3}',
      '.messages[]#4 {"id":4}',
    ]);
    expect(told('not json')).toEqual([]);
    expect(told('')).toEqual([]);
  });

  it('refuses what is too large or too deep, and goes on', () => {
    const rules: SplitRules = { ...list, itemBytes: 50 };
    const long = `{"id":2,"t":"${'x'.repeat(100)}"}`;
    expect(told(`{"messages":[{"id":1},${long},{"id":3}]}`, rules)).toEqual([
      '.messages[]#1 {"id":1}',
      '.messages[]#2 !cellTooLong',
      '.messages[]#3 {"id":3}',
    ]);
    const deep = `{"id":2,"t":${'['.repeat(80)}${']'.repeat(80)}}`;
    expect(told(`{"messages":[{"id":1},${deep},{"id":3}]}`)).toEqual([
      '.messages[]#1 {"id":1}',
      '.messages[]#2 !unknownShape',
      '.messages[]#3 {"id":3}',
    ]);
  });

  const plain = (pieces: JsonPiece[]) => pieces.map((piece) => (piece.problem ? { ...piece, raw: '' } : piece));

  it('gives the same wherever the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue({ maxDepth: 4 })),
        fc.jsonValue(),
        fc.boolean(),
        fc.array(fc.nat(), { maxLength: 12 }),
        (items, other, wide, cuts) => {
          const bytes = Buffer.from(JSON.stringify({ before: other, messages: items, after: other }, null, wide ? 2 : 0));
          const whole = split(bytes, list);
          expect(split(bytes, list, cuts)).toEqual(whole);
          const values = whole.filter((piece) => piece.type === 'value');
          expect(values.filter((piece) => piece.path === '.messages[]').map((piece) => JSON.parse(piece.raw))).toEqual(
            JSON.parse(JSON.stringify(items)),
          );
          expect(whole.filter((piece) => piece.type === 'problem')).toEqual([]);
        },
      ),
    );
  });

  it('gives the same of damaged files wherever the stream is cut, and always ends', () => {
    const seed = Buffer.from(
      JSON.stringify(
        { a: 1, messages: Array.from({ length: 6 }, (_, id) => ({ id, t: `橙"子\n${id}`, l: [1, { x: null }] })), z: {} },
        null,
        1,
      ),
    );
    const damage = fc.array(
      fc.record({ at: fc.nat(seed.length - 1), byte: fc.constantFrom(...Buffer.from('{}[]",:\\ 1x\n\xff', 'latin1')) }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(damage, fc.array(fc.nat(), { maxLength: 12 }), fc.option(fc.nat(seed.length)), (places, cuts, end) => {
        const bytes = Buffer.from(seed.subarray(0, end ?? seed.length));
        for (const { at, byte } of places) if (at < bytes.length) bytes[at] = byte;
        expect(plain(split(bytes, list, cuts))).toEqual(plain(split(bytes, list)));
      }),
      { numRuns: 500 },
    );
  });
});
