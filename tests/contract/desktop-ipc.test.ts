import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { channels } from '../../electron/hosts/desktop/channels.ts';
import { inputs, maxRpcBytes, maxStagedBytes } from '../../electron/hosts/desktop/ipc.ts';
import { safeFileName } from '../../electron/hosts/safe-file-name.ts';
import type { DesktopHostApi, HostReply } from '../../shared/host.ts';
import { type DesktopRig, desktopRig } from '../helpers/desktop-rig.ts';

let rig: DesktopRig;
let page: DesktopHostApi;
beforeEach(async () => {
  rig = desktopRig();
  page = await rig.page();
  rig.backend.calls.splice(0);
});
afterEach(() => rig.remove());

const kindOf = (reply: HostReply<unknown> | null) => (reply && 'error' in reply ? reply.error.kind : 'no error');
const _tick = () => new Promise((done) => setImmediate(done));

describe('the preload', () => {
  test('adds exactly one global with exactly these names', () => {
    expect(Object.keys(rig.preload.exposed)).toEqual(['tiefenHost']);
    expect(Object.keys(page).sort()).toEqual(
      [
        'cancel',
        'capabilities',
        'chooseFolder',
        'copyImage',
        'copyText',
        'onCommand',
        'openDataFolder',
        'openLink',
        'openMini',
        'readAsset',
        'rpc',
        'saveAsset',
        'saveExport',
        'setAlwaysOnTop',
        'stageBytes',
        'stageFilePath',
        'stageFolder',
        'subscribe',
      ].sort(),
    );
    expect(page.capabilities).toStrictEqual({
      alwaysOnTop: true,
      showInFolder: false,
      openDataFolder: true,
      clipboardImage: true,
      notifications: false,
      menu: true,
      miniWindow: true,
      chooseFolder: true,
    });
  });
  test('main answers exactly the channels that have a shape', () => {
    expect([...rig.fake.ipcMain.handlers.keys()].sort()).toEqual(Object.values(channels).sort());
    expect(Object.keys(inputs).sort()).toEqual(Object.keys(channels).sort());
  });
});

describe('rpc', () => {
  const bodies: unknown[] = [
    null,
    0,
    false,
    '',
    'Z̲a̲l̲g̲o̲ 小雨🧧',
    [1, null, ['x']],
    { name: '王姐', ids: [1, 2, 3], nested: { empty: {} } },
    2 ** 53 - 1,
  ];
  test.each(bodies.map((body) => [body]))('a round trip keeps %j', async (body) => {
    expect(await page.rpc('friends.list', body)).toEqual({ status: 200, body: { result: { data: body } } });
    expect(rig.backend.calls.map((call) => call.path)).toEqual(['friends.list']);
  });
  test('undefined input is null, as over HTTP', async () => {
    await page.rpc('friends.list', undefined);
    expect(rig.backend.calls[0]!.body).toBeNull();
  });
  test('what JSON cannot carry never reaches the router', async () => {
    await page.rpc('friends.list', { date: new Date(0), map: new Map([[1, 2]]), gone: undefined, not: Number.NaN });
    expect(rig.backend.calls[0]!.body).toEqual({ date: '1970-01-01T00:00:00.000Z', map: {}, not: null });
    expect((await page.rpc('friends.list', { big: 1n })).status).toBe(400);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect((await page.rpc('friends.list', circle)).status).toBe(400);
    expect(rig.backend.calls).toHaveLength(1);
  });
  test('bodies over 1 MiB are refused, counted in UTF-8', async () => {
    const fits = 'x'.repeat(maxRpcBytes - 2);
    expect((await page.rpc('a.b', fits)).status).toBe(200);
    for (const tooLarge of [`${fits}x`, '好'.repeat(maxRpcBytes / 3 + 1)]) {
      const answer = await page.rpc('a.b', tooLarge);
      expect(answer).toEqual({
        status: 413,
        body: {
          error: {
            message: 'invalidInput',
            code: -32013,
            data: {
              code: 'PAYLOAD_TOO_LARGE',
              httpStatus: 413,
              path: 'a.b',
              app: { kind: 'invalidInput', category: 'input', details: {} },
            },
          },
        },
      });
    }
    expect(rig.backend.calls).toHaveLength(1);
  });
  test('only feature.verb is a path', async () => {
    for (const path of [
      '',
      'friends',
      'friends.',
      '.list',
      'a.b.c',
      '../x',
      '__proto__.x',
      'friends.list ',
      'friends/list',
      'a.b\n',
      'A.b',
      `a.${'b'.repeat(100)}`,
    ]) {
      expect([path, (await page.rpc(path, null)).status]).toEqual([path, 400]);
    }
    expect(rig.backend.calls).toHaveLength(0);
  });
  test('cancel aborts its own call and no other', async () => {
    const first = page.rpc('test.slow', 'first', 'call-1');
    const second = page.rpc('test.slow', 'second', 'call-2');
    const usurper = page.rpc('test.slow', 'usurper', 'call-1');
    await page.cancel('unknown');
    await page.cancel('call-1');
    await first;
    expect(rig.backend.aborted).toEqual(['"first"']);
    rig.window().webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: true });
    expect(rig.backend.aborted).toHaveLength(1);
    rig.window().webContents.emit('did-start-navigation', { isMainFrame: true, isSameDocument: false });
    await Promise.all([second, usurper]);
    expect(rig.backend.aborted).toHaveLength(3);
  });
});

describe('push and commands', () => {
  test('events reach every subscriber as plain data, until it leaves', async () => {
    const seen: unknown[][] = [];
    const leave = page.subscribe((...args) => void seen.push(args));
    page.subscribe((...args) => void seen.push(args));
    rig.backend.events.changed({ topics: ['friends', 'tags'] });
    rig.preload.deliver();
    leave();
    leave();
    rig.backend.events.push({ type: 'closing' });
    rig.preload.deliver();
    const changed = [{ type: 'changed', topics: ['friends', 'tags'] }];
    expect(seen).toEqual([changed, changed, [{ type: 'closing' }]]);
  });
  test('the menu speaks to the page, and opens a window to do so', async () => {
    const heard: string[] = [];
    page.onCommand((command) => void heard.push(command));
    const edit = rig.fake.record.menu.find((item) => item.label === '编辑')!.submenu as Electron.MenuItemConstructorOptions[];
    const undo = edit.find((item) => item.label === '撤销')!;
    expect(undo.role).toBeUndefined();
    (undo.click as unknown as () => void)();
    rig.preload.deliver();
    expect(heard).toEqual(['undo']);
    expect(rig.window().calls).toContain('show');
  });
});

describe('files in', () => {
  test('a file on the disk is copied by its path', async () => {
    const path = join(rig.dir, '好友.csv');
    writeFileSync(path, '昵称\n小雨\n');
    const file = new File([], '好友.csv');
    rig.preload.paths.set(file, path);
    expect(await page.stageFilePath(file)).toEqual({ data: { fileId: 'file_1', name: '好友.csv', size: 14 } });
  });
  test('a file without a path is sent as bytes', async () => {
    const pasted = new File(['x'], 'pasted.png');
    expect(await page.stageFilePath(pasted)).toBeNull();
    expect(await page.stageBytes('../../etc/图.png', await pasted.arrayBuffer())).toEqual({
      data: { fileId: 'file_1', name: '图.png', size: 1 },
    });
    expect(readFileSync(rig.backend.staging.find('file_1').path, 'utf8')).toBe('x');
  });
  test('32 MiB pass, one byte more does not', async () => {
    expect(await page.stageBytes('a.bin', new ArrayBuffer(maxStagedBytes))).toMatchObject({ data: { size: maxStagedBytes } });
    expect(kindOf(await page.stageBytes('a.bin', new ArrayBuffer(maxStagedBytes + 1)))).toBe('fileTooLarge');
  });
  test('a folder is the one she picks in the dialog: media are counted, links not followed, other files keep their place', async () => {
    const folder = join(rig.dir, '导出');
    mkdirSync(join(folder, '李姐', '.git'), { recursive: true });
    for (const name of ['李姐/李姐.csv', '李姐/1.jpg', '李姐/2.mp4', '李姐/.git/config', 'data.db']) writeFileSync(join(folder, name), 'x');
    symlinkSync('/etc/passwd', join(folder, 'passwd.csv'));
    symlinkSync(rig.dir, join(folder, 'loop'));
    rig.fake.record.openAnswer = { canceled: false, filePaths: [folder] };
    expect(await page.stageFolder()).toEqual({
      data: {
        name: '导出',
        files: [{ fileId: 'file_1', name: '李姐.csv', size: 1, place: '导出/李姐/李姐.csv' }],
        ignored: { pictures: 2, others: 4 },
      },
    });
    expect(rig.fake.record.openDialogs).toMatchObject([{ properties: ['openDirectory'] }]);
    rig.fake.record.openAnswer = { canceled: true, filePaths: [] };
    expect(await page.stageFolder()).toEqual({ data: null });
    rig.fake.record.openAnswer = { canceled: false, filePaths: [join(rig.dir, 'none')] };
    expect(kindOf(await page.stageFolder())).toBe('fileGone');
  });
  test('a folder for backups is picked in the dialog and named by its id', async () => {
    rig.fake.record.openAnswer = { canceled: false, filePaths: ['/media/usb'] };
    const reply = await page.chooseFolder();
    expect(reply).toEqual({ data: { folderId: expect.stringMatching(/^folder_/), folder: '/media/usb' } });
    rig.fake.record.openAnswer = { canceled: true, filePaths: [] };
    expect(await page.chooseFolder()).toEqual({ data: null });
  });
  test('a file that has gone says so as a typed error', async () => {
    const file = new File([], 'x');
    rig.preload.paths.set(file, join(rig.dir, 'none.csv'));
    expect(kindOf(await page.stageFilePath(file))).toBe('fileGone');
  });
});

describe('files out', () => {
  const exported = (name: string) => {
    const file = rig.backend.staging.createExport(name);
    writeFileSync(file.path, '昵称\r\n小雨\r\n');
    return file.fileId;
  };
  test('an export goes where she says, whole, with nothing left beside it', async () => {
    const folder = join(rig.dir, 'out');
    mkdirSync(folder);
    const target = join(folder, '我的好友.csv');
    writeFileSync(target, 'old and longer than the new one, by far');
    rig.fake.record.saveAnswer = { canceled: false, filePath: target };
    expect(await page.saveExport(exported('friends.csv'), '好友 2026/11/22')).toEqual({ data: { savedAs: target } });
    expect(readFileSync(target, 'utf8')).toBe('昵称\r\n小雨\r\n');
    expect(readdirSync(folder)).toEqual(['我的好友.csv']);
    expect(rig.fake.record.saveDialogs[0]!.defaultPath).toBe(join(rig.dir, '好友 2026_11_22.csv'));
  });
  test('what is said to be saved is on the disk: a stick may be pulled out', async () => {
    const target = join(rig.dir, '急救包.tfk');
    writeFileSync(target, 'the last one');
    rig.fake.record.saveAnswer = { canceled: false, filePath: target };
    const file = await open(target);
    const sync = vi.spyOn(Object.getPrototypeOf(file) as FileHandle, 'sync');
    await file.close();
    const refused = (code: string) => sync.mockRejectedValueOnce(Object.assign(new Error(code), { code }));
    try {
      refused('ENOSPC');
      expect(kindOf(await page.saveExport(exported('kit.tfk'), 'x'))).toBe('diskFull');
      refused('EIO');
      expect(kindOf(await page.saveExport(exported('kit.tfk'), 'x'))).toBe('storageFailed');
      expect([readFileSync(target, 'utf8'), readdirSync(rig.dir).filter((name) => name.endsWith('.part'))]).toEqual(['the last one', []]);
      // a stick that knows no such word
      refused('EINVAL');
      expect(kindOf(await page.saveExport(exported('kit.tfk'), 'x'))).toBe('no error');
      expect(sync).toHaveBeenCalledTimes(3);
      expect(readFileSync(target, 'utf8')).toBe('昵称\r\n小雨\r\n');
    } finally {
      sync.mockRestore();
    }
  });
  test('cancelling is no error; an unknown export is; an impossible place leaves nothing', async () => {
    expect(await page.saveExport(exported('friends.csv'), 'x')).toEqual({ data: null });
    expect(kindOf(await page.saveExport('export_99', 'x'))).toBe('notFound');
    rig.fake.record.saveAnswer = { canceled: false, filePath: join(rig.dir, 'none', 'x.csv') };
    expect(kindOf(await page.saveExport(exported('friends.csv'), 'x'))).toBe('storageFailed');
  });
  test('a stored picture goes where she says, under a name that is safe', async () => {
    const target = join(rig.dir, '早安.png');
    rig.fake.record.saveAnswer = { canceled: false, filePath: target };
    expect(await page.saveAsset(1)).toEqual({ data: { savedAs: target } });
    expect([...readFileSync(target)]).toEqual([0x89, 0x50, 0x4e, 0x47]);
    expect(rig.fake.record.saveDialogs[0]!.defaultPath).toBe(join(rig.dir, '_早安_1.png'));
    // one that is too large to cross to the page is still saved: it is copied from disk to disk
    expect(await page.saveAsset(3)).toEqual({ data: { savedAs: target } });
    expect(kindOf(await page.saveAsset(9))).toBe('notFound');
    expect(kindOf(await page.saveAsset(2))).toBe('storageFailed');
    rig.fake.record.saveAnswer = { canceled: true, filePath: '' };
    expect(await page.saveAsset(1)).toEqual({ data: null });
  });
  test.each([
    ['../../etc/passwd', '_.._etc_passwd.csv'],
    ['a\\b:c*?"<>|', 'a_b_c______.csv'],
    ['好友.CSV', '好友.csv'],
    ['run.exe', 'run.exe.csv'],
    ['con', '铁粉簿 con.csv'],
    ['COM1.x', '铁粉簿 COM1.x.csv'],
    ['', '铁粉簿.csv'],
    ['...', '铁粉簿.csv'],
    ['x\0y\nz', 'x_y_z.csv'],
    ['trailing. . ', 'trailing.csv'],
    ['长'.repeat(300), `${'长'.repeat(120)}.csv`],
  ])('the proposed name %j becomes %j', (suggested, expected) => {
    expect(safeFileName(suggested, 'export.csv')).toBe(expected);
  });
});

describe('pictures, clipboard, folder, links', () => {
  test('a stored picture comes as bytes; unknown, missing and huge ones as typed errors', async () => {
    expect(await page.readAsset(1)).toEqual({ data: { bytes: new Uint8Array([0x89, 0x50, 0x4e, 0x47]), mime: 'image/png' } });
    expect([kindOf(await page.readAsset(9)), kindOf(await page.readAsset(2)), kindOf(await page.readAsset(3))]).toEqual([
      'notFound',
      'fileGone',
      'fileTooLarge',
    ]);
  });
  test('text and one picture go on the clipboard', async () => {
    expect(await page.copyText('今晚八点开播')).toEqual({ data: null });
    expect(await page.copyImage(1)).toEqual({ data: null });
    expect(rig.fake.record.copiedTexts).toEqual(['今晚八点开播']);
    expect(rig.fake.record.copiedPictures.map((items) => Object.keys(items))).toEqual([['image/png']]);
    rig.fake.record.clipboardHeld = true;
    expect([kindOf(await page.copyText('x')), kindOf(await page.copyImage(1))]).toEqual(['clipboardRefused', 'clipboardRefused']);
    rig.fake.record.pictureEmpty = true;
    expect(kindOf(await page.copyImage(1))).toBe('notAPicture');
  });
  test('the data folder opens, or says that it has gone', async () => {
    expect(await page.openDataFolder()).toEqual({ data: null });
    expect(rig.fake.record.opened).toEqual([rig.dataDir]);
    rig.fake.record.openPathAnswer = 'Failed to open path';
    expect(kindOf(await page.openDataFolder())).toBe('folderMissing');
  });
  test('links open by key only', async () => {
    expect(await page.openLink('help')).toEqual({ data: null });
    expect(rig.fake.record.opened).toEqual([expect.stringMatching(/^https:\/\//)]);
    for (const link of ['https://evil.example', 'toString', '__proto__', 'file:///etc/passwd']) {
      expect(kindOf(await page.openLink(link as 'help'))).toBe('invalidInput');
    }
    expect(rig.fake.record.opened).toHaveLength(1);
  });
  test('the window stays on top when asked', async () => {
    await page.setAlwaysOnTop(true);
    expect(rig.window().onTop).toBe(true);
  });
});
