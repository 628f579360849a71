import { expect, it } from 'vitest';
import { parseCommandLine } from './command-line.ts';

const defaults = { dataDir: null, port: 0, open: true, demo: false, copyHere: false };

it('reads every argument in both spellings', () => {
  expect(parseCommandLine([])).toEqual({ ok: true, options: defaults });
  const all = { dataDir: '/tmp/我的 资料', port: 8123, open: false, demo: true, copyHere: true };
  expect(parseCommandLine(['--no-open', '--port', '8123', '--data', '/tmp/我的 资料', '--demo', '--copy-here'])).toEqual({
    ok: true,
    options: all,
  });
  expect(parseCommandLine(['--browser', '--data=/tmp/我的 资料', '--copy-here', '--demo', '--port=8123', '--no-open'])).toEqual({
    ok: true,
    options: all,
  });
  expect(parseCommandLine(['--port', '1', '--port', '2'])).toEqual({ ok: true, options: { ...defaults, port: 2 } });
  expect(parseCommandLine(['--data', 'C:\\a=b'])).toEqual({ ok: true, options: { ...defaults, dataDir: 'C:\\a=b' } });
});

it('says in Chinese what is wrong', () => {
  const cases: [string[], string][] = [
    [['--port', 'abc'], '端口“abc”不对'],
    [['--port', '65536'], '端口“65536”不对'],
    [['--port', '-1'], '端口“-1”不对'],
    [['--port', '1.5'], '端口“1.5”不对'],
    [['--port'], '“--port”后面少了内容'],
    [['--data', '--demo'], '“--data”后面少了内容'],
    [['--data='], '“--data”后面少了内容'],
    [['--data', 'a\0b'], '文件夹名不能用'],
    [['--prot', '1'], '不认识参数“--prot”'],
    [['x'], '不认识参数“x”'],
  ];
  for (const [args, message] of cases) {
    const parsed = parseCommandLine(args);
    expect(parsed.ok ? '' : parsed.message).toContain(message);
    expect(parsed.ok ? '' : parsed.message).toContain('--no-open');
  }
});

it('leaves switches of the window alone when asked to', () => {
  expect(parseCommandLine(['--no-sandbox', '--demo', '.'], 'ignore')).toEqual({ ok: true, options: { ...defaults, demo: true } });
  expect(parseCommandLine(['--port', 'x'], 'ignore').ok).toBe(false);
});
