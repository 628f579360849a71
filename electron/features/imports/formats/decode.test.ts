import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../shared/errors.ts';
import { decodeText } from './decode.ts';

const text = '姓名,电话\r\n李姐🍊㐀,13800000001\r\n';
const utf8 = Buffer.from(text);
const wide = Buffer.from(text, 'utf16le');

describe('decodeText', () => {
  it.each([
    ['utf-8', utf8],
    ['utf-8-bom', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8])],
    ['gb18030', iconv.encode(text, 'gb18030')],
    ['utf-16le', wide],
    ['utf-16le', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
    ['utf-16be', Buffer.from(wide).swap16()],
    ['utf-16be', Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(wide).swap16()])],
  ])('recognises %s', (encoding, bytes) => {
    expect(decodeText(bytes)).toEqual({ text, encoding, badLines: new Set() });
  });

  it('marks lines of the other encoding, whichever is the rarer', () => {
    const one = '豆豆妈和小朋友,1\n';
    const gb = iconv.encode(one, 'gb18030');
    const mostlyUtf8 = Buffer.concat([Buffer.from(one.repeat(3)), gb, Buffer.from(one)]);
    expect(decodeText(mostlyUtf8)).toEqual({ text: one.repeat(5), encoding: 'utf-8', badLines: new Set([4]) });
    const mostlyGb = Buffer.concat([gb, gb, Buffer.from(one), gb]);
    expect(decodeText(mostlyGb)).toEqual({ text: one.repeat(4), encoding: 'gb18030', badLines: new Set([3]) });
  });

  it('counts lines that end in CR alone', () => {
    const bytes = Buffer.concat([Buffer.from('姓名\r李姐\r'), iconv.encode('老周的店', 'gb18030'), Buffer.from('\r王五\r')]);
    expect([...decodeText(bytes).badLines]).toEqual([3]);
  });

  it('refuses what decodes in no way, unless an encoding is forced', () => {
    const bytes = Buffer.concat([Buffer.from('李姐'), Buffer.from([0xff, 0xff, 0x81]), Buffer.from('\n老周\n')]);
    const refused = (() => {
      try {
        return decodeText(bytes);
      } catch (error) {
        return error;
      }
    })();
    expect(refused).toBeInstanceOf(AppError);
    expect(refused).toMatchObject({ kind: 'fileDamaged', details: { encodings: ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] } });
    const forced = decodeText(bytes, 'utf-8');
    expect(forced.badLines).toEqual(new Set([1]));
    expect(forced.text).toContain('老周');
  });

  it('lets a rare broken byte pass and marks its line', () => {
    const bytes = Buffer.concat([Buffer.from('豆豆妈和小朋友\n'.repeat(1000)), Buffer.from([0xff, 0x0a])]);
    expect(decodeText(bytes).badLines).toEqual(new Set([1001]));
  });

  it('gives up only the line with the broken word in a short list with a byte order mark, too', () => {
    const lines = Array.from({ length: 60 }, (_, i) => Buffer.from(`客户${i},gk_${i}\n`));
    lines.splice(20, 0, Buffer.from([0xe5, 0xae, 0x2c, 0x61, 0x0a]));
    expect(decodeText(Buffer.concat([Buffer.from('\uFEFF'), ...lines]))).toMatchObject({ encoding: 'utf-8-bom', badLines: new Set([21]) });
  });

  it('gives up only the line with the broken word in a short list', () => {
    const lines = Array.from({ length: 60 }, (_, i) => iconv.encode(`客户${i},gk_${i}\n`, 'gb18030'));
    lines.splice(20, 0, Buffer.from([0xbf, 0xcd, 0xff, 0xff, 0x2c, 0x61, 0x0a]));
    expect(decodeText(Buffer.concat(lines))).toMatchObject({ encoding: 'gb18030', badLines: new Set([21]) });
  });

  it('takes a NUL that strayed into UTF-8 for a broken line, not for UTF-16', () => {
    const decoded = decodeText(Buffer.from('备注,微信号\n张\0三,zs_nul\n李四,ls_nul\n'));
    expect(decoded).toMatchObject({ encoding: 'utf-8', badLines: new Set([2]) });
    expect(decoded.text).toContain('李四,ls_nul');
    const gbk = decodeText(iconv.encode('备注,微信号\n张\0三,zs_nul\n李四,ls_nul\n', 'gb18030'));
    expect(gbk).toMatchObject({ encoding: 'gb18030', badLines: new Set([2]) });
    expect(decodeText(Buffer.from('张三\n李四', 'utf16le'))).toMatchObject({ text: '张三\n李四', encoding: 'utf-16le' });
  });

  it('keeps a replacement character that stands in the file itself', () => {
    expect(decodeText(Buffer.from('坏掉的\uFFFD昵称\n')).badLines.size).toBe(0);
  });
});
