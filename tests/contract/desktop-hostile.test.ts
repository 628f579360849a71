/** What a foreign frame, a foreign page or a broken page of ours may not get out of the desktop's channels. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { channels } from '../../electron/hosts/desktop/channels.ts';
import { type DesktopRig, desktopRig } from '../helpers/desktop-rig.ts';
import { FakeFrame, FakeWebContents } from '../helpers/fake-electron-objects.ts';
import { foreignAddresses } from '../helpers/hostile-addresses.ts';

let rig: DesktopRig;
beforeEach(async () => {
  rig = desktopRig();
  await rig.page();
  rig.backend.calls.splice(0);
});
afterEach(() => rig.remove());

const tick = () => new Promise((done) => setImmediate(done));

/** A good argument for each channel, so that only the sender is wrong. */
const good: Record<string, unknown> = {
  [channels.rpc]: { path: 'a.b', body: null, callId: null },
  [channels.cancel]: { callId: 'x' },
  [channels.stagePath]: { path: '/etc/hostname' },
  [channels.stageFolder]: {},
  [channels.chooseFolder]: {},
  [channels.stageBytes]: { name: 'x', bytes: new ArrayBuffer(1) },
  [channels.readAsset]: { assetId: 1 },
  [channels.saveExport]: { fileId: 'x', suggestedName: 'x' },
  [channels.saveAsset]: { assetId: 1 },
  [channels.copyText]: { text: 'x' },
  [channels.copyImage]: { assetId: 1 },
  [channels.openLink]: { link: 'help' },
  [channels.openDataFolder]: {},
  [channels.alwaysOnTop]: { on: true },
};

describe('hostile senders', () => {
  const refused = async (event: unknown) => {
    const answers = await Promise.allSettled(
      Object.entries(good).map(([channel, input]) => rig.fake.ipcMain.invoke(event, channel, input)),
    );
    return answers.every((answer) => answer.status === 'rejected' && (answer.reason as Error).message === 'refused');
  };
  test('every channel refuses a frame that is not the main frame, has gone, or belongs to another window', async () => {
    const { webContents } = rig.window();
    expect(await refused({ sender: webContents, senderFrame: new FakeFrame() })).toBe(true);
    expect(await refused({ sender: webContents, senderFrame: null })).toBe(true);
    const other = new FakeWebContents();
    expect(await refused({ sender: other, senderFrame: other.mainFrame })).toBe(true);
    expect(await refused({ sender: other, senderFrame: webContents.mainFrame })).toBe(true);
    expect(rig.backend.calls).toEqual([]);
    expect(rig.fake.record).toMatchObject({ opened: [], copiedTexts: [], copiedPictures: [], saveDialogs: [] });
    expect(rig.logs.filter((line) => line.event === 'ipcRefused')).toHaveLength(4 * Object.keys(good).length);
  });
  test(`the main frame itself is refused while it shows one of ${foreignAddresses.length} foreign addresses, or has another origin`, async () => {
    const window = rig.window();
    for (const url of foreignAddresses) {
      window.webContents.mainFrame.url = url;
      expect([url, await refused(rig.fake.trusted(window))]).toEqual([url, true]);
    }
    window.webContents.mainFrame.url = 'app://bundle/';
    for (const origin of ['null', '', 'app://', 'app://bundle:80', 'app://bundle.evil', 'https://bundle', 'file://']) {
      window.webContents.mainFrame.origin = origin;
      expect([origin, await refused(rig.fake.trusted(window))]).toEqual([origin, true]);
    }
  });
  test('after the window has closed nobody is trusted', async () => {
    const window = rig.window();
    window.close();
    expect(await refused(rig.fake.trusted(window))).toBe(true);
  });
});

/** Values that no channel takes as its argument. */
const junk: unknown[] = [
  undefined,
  null,
  0,
  1,
  '',
  'x',
  true,
  [],
  [{}],
  new Date(0),
  new Map(),
  new Uint8Array(3),
  { __proto__: null, x: 1 },
  { path: 1 },
];

/** Arguments that are nearly right. */
const nearly: Array<[channel: string, input: unknown]> = [
  [channels.rpc, { path: 'a.b', body: null }],
  [channels.rpc, { path: 'a.b', body: null, callId: '' }],
  [channels.rpc, { path: 'a.b', body: null, callId: 'x'.repeat(101) }],
  [channels.rpc, { path: 'a.b', body: null, callId: null, extra: 1 }],
  [channels.rpc, { path: ['a.b'], body: null, callId: null }],
  [channels.stagePath, { path: '' }],
  [channels.stagePath, { path: 'relative.csv' }],
  [channels.stagePath, { path: '../x.csv' }],
  [channels.stagePath, { path: '/etc/passwd\0.csv' }],
  [channels.stagePath, { path: '\\\\.\\PhysicalDrive0' }],
  [channels.stagePath, { path: '//./pipe/x' }],
  [channels.stagePath, { path: '//?/C:/x' }],
  [channels.stagePath, { path: `/${'x'.repeat(40_000)}` }],
  [channels.stagePath, { path: 'file:///etc/passwd' }],
  [channels.stagePath, { path: 7 }],
  [channels.stagePath, { path: '/etc/hostname', place: 7 }],
  [channels.stagePath, { path: '/etc/hostname', place: 'a\0b' }],
  [channels.stagePath, { path: '/etc/hostname', place: 'x'.repeat(1001) }],
  [channels.stageFolder, { path: '/etc' }],
  [channels.stageFolder, { path: '/' }],
  [channels.chooseFolder, { path: '/' }],
  [channels.stageBytes, { name: 'x', bytes: 'text' }],
  [channels.stageBytes, { name: 'x', bytes: [1, 2] }],
  [channels.stageBytes, { name: 'x', bytes: { byteLength: 1 } }],
  [channels.stageBytes, { name: '', bytes: new ArrayBuffer(1) }],
  [channels.stageBytes, { name: 'x'.repeat(256), bytes: new ArrayBuffer(1) }],
  [channels.stageBytes, { name: 'a\nb', bytes: new ArrayBuffer(1) }],
  [channels.stageBytes, { name: 'a\0b', bytes: new ArrayBuffer(1) }],
  [channels.readAsset, { assetId: 0 }],
  [channels.readAsset, { assetId: -1 }],
  [channels.readAsset, { assetId: 1.5 }],
  [channels.readAsset, { assetId: '1' }],
  [channels.readAsset, { assetId: Number.NaN }],
  [channels.readAsset, { assetId: Number.POSITIVE_INFINITY }],
  [channels.readAsset, { assetId: 2 ** 60 }],
  [channels.copyImage, { assetId: '1; DROP TABLE assets' }],
  [channels.copyImage, { assetId: [1] }],
  [channels.saveExport, { fileId: '../x', suggestedName: 'x' }],
  [channels.saveExport, { fileId: 'a/b', suggestedName: 'x' }],
  [channels.saveExport, { fileId: 'a\0', suggestedName: 'x' }],
  [channels.saveExport, { fileId: '', suggestedName: 'x' }],
  [channels.saveExport, { fileId: 'x'.repeat(101), suggestedName: 'x' }],
  [channels.saveExport, { fileId: 'x', suggestedName: 'x'.repeat(256) }],
  [channels.saveExport, { fileId: 'x', suggestedName: null }],
  [channels.saveExport, { fileId: 'x', suggestedName: 'x', path: '/etc/cron.d/x' }],
  [channels.copyText, { text: 1 }],
  [channels.copyText, { text: 'x'.repeat(1_000_001) }],
  [channels.copyText, { text: ['x'] }],
  [channels.openLink, { link: 'https://evil.example/' }],
  [channels.openLink, { link: ['help'] }],
  [channels.openLink, { link: 'help', url: 'https://evil.example/' }],
  [channels.openDataFolder, { path: '/etc' }],
  [channels.alwaysOnTop, { on: 'true' }],
  [channels.alwaysOnTop, { on: 1 }],
];

describe('hostile arguments from our own page', () => {
  test(`${nearly.length} nearly right ones and ${junk.length} kinds of junk on every channel do nothing`, async () => {
    const event = rig.fake.trusted(rig.window());
    const cases = [...nearly, ...Object.keys(good).flatMap((channel) => junk.map((value): [string, unknown] => [channel, value]))];
    expect(cases.length).toBeGreaterThanOrEqual(60);
    for (const [channel, input] of cases) {
      const emptyIsGood = [channels.openDataFolder, channels.stageFolder, channels.chooseFolder].some((one) => one === channel);
      if (emptyIsGood && input instanceof Object && Object.keys(input).length === 0 && !Array.isArray(input)) continue;
      const answer = await rig.fake.ipcMain.invoke(event, channel, input);
      if (channel === channels.cancel) expect(answer).toBeUndefined();
      else if (channel === channels.rpc) expect([input, answer]).toMatchObject([input, { status: 400 }]);
      else expect([channel, input, answer]).toMatchObject([channel, input, { error: { kind: 'invalidInput' } }]);
    }
    expect(rig.backend.calls).toEqual([]);
    expect(rig.fake.record).toMatchObject({ opened: [], copiedTexts: [], copiedPictures: [], saveDialogs: [] });
  });
  test('a second argument spoils a good first one', async () => {
    const event = rig.fake.trusted(rig.window());
    for (const [channel, input] of Object.entries(good)) {
      const answer = await rig.fake.ipcMain.invoke(event, channel, input, 'more');
      if (channel === channels.rpc) expect(answer).toMatchObject({ status: 400 });
      else if (channel !== channels.cancel) expect(answer).toMatchObject({ error: { kind: 'invalidInput' } });
    }
    await tick();
    expect(rig.backend.calls).toEqual([]);
  });
});
