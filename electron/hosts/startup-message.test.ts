import { describe, expect, it } from 'vitest';
import { AppError, type ErrorKind, errorKinds } from '../../shared/errors.ts';
import { type StartupFacts, startupMessage } from './startup-message.ts';

const facts = { dataDir: '/home/li/铁粉簿', host: 'browser' } as const;
const storageKinds = (Object.keys(errorKinds) as ErrorKind[]).filter((kind) => errorKinds[kind] === 'storage');

describe('every storage fault at the start', () => {
  for (const kind of storageKinds) {
    it(`${kind}: what happened, what is safe, what to do`, () => {
      const { title, text } = startupMessage(new AppError(kind, { path: 'x' }), facts);
      expect(title).not.toBe('铁粉簿没能启动');
      expect(text).toContain(facts.dataDir);
      expect(text).toMatch(/没有被改动|都在|还在|没有动它/);
      expect(text).toMatch(/请/);
      expect(text).not.toMatch(/\n|SQLITE|Error|undefined|\{/);
      expect(text).not.toContain(kind);
    });
  }

  it('has a sentence of its own for each', () => {
    expect(new Set(storageKinds.map((kind) => startupMessage(new AppError(kind), facts).text)).size).toBe(storageKinds.length);
  });
});

it('offers to bring the book to this computer, with the very words to type in a terminal', () => {
  const home = { dir: '/home/li/.local/share/tiefen', hasBook: false };
  const say = (more: Partial<StartupFacts>) => startupMessage(new AppError('cloudFolder'), { ...facts, home, ...more }).text;
  expect(say({ hasBook: true })).toContain('请输入 npm start -- --data "/home/li/铁粉簿" --copy-here ，');
  expect(say({ hasBook: false })).toContain(`请输入 npm start，簿子就放在这台电脑里：${home.dir}`);
  expect(say({ hasBook: true, home: { ...home, hasBook: true } })).toContain('不会合在一起');
  expect(say({ home: null })).toContain('npm start -- --data "移到的位置"');
  for (const hasBook of [true, false])
    for (const there of [home, { ...home, hasBook: true }, null])
      expect(say({ host: 'desktop', hasBook, home: there })).not.toMatch(/npm|--/);
  expect(startupMessage(new AppError('folderMissing'), { ...facts, host: 'desktop' }).text).not.toMatch(/npm|--/);
});

it('sends the second start to where the first one is', () => {
  expect(startupMessage(new AppError('alreadyRunning', { pid: 1, host: 'browser' }), facts).text).toContain('按一下回车');
  expect(startupMessage(new AppError('alreadyRunning', { pid: 1, host: 'desktop' }), facts).text).toContain('已经打开的那个窗口');
});

it('says of a book of a newer version which one wrote it, as far as that can be believed, and how it is opened', () => {
  const say = (version: string, host: 'browser' | 'desktop') =>
    startupMessage(new AppError('databaseNewer', { version }), { ...facts, host }).text;
  expect(say('0.9.0', 'browser')).toContain('更新版本的铁粉簿（0.9.0）写的');
  expect(say('0.9.0', 'browser')).toContain('npm ci && npm start -- --data "/home/li/铁粉簿"');
  expect(say('0.9.0', 'desktop')).toMatch(/请装上最新的铁粉簿再打开，资料不用搬。$/);
  for (const version of ['', '<b>9</b>', '9'.repeat(41)]) expect(say(version, 'desktop')).toContain('更新版本的铁粉簿写的');
});

it('names a taken port', () => {
  expect(startupMessage(Object.assign(new Error('listen'), { code: 'EADDRINUSE' }), facts).text).toContain('--port');
});

it('shows nothing technical for whatever else is thrown', () => {
  for (const thrown of [new Error('boom at line 3'), 'text', null, undefined, new AppError('internal')]) {
    const { title, text } = startupMessage(thrown, facts);
    expect(title).toBe('铁粉簿没能启动');
    expect(text).not.toContain('boom');
  }
});
