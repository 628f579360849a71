import { tmpdir } from 'node:os';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import type { AppError } from '../../../shared/errors.ts';
import { fakeElectron } from '../../../tests/helpers/fake-electron.ts';
import { createShare } from '../../platform/share/share.ts';
import type { ElectronModule } from './electron-module.ts';
import { desktopShareChild } from './share-child.ts';

it('speaks to a helper process of Electron, without the environment, and leaves it behind', async () => {
  const fake = fakeElectron({ folder: tmpdir() });
  const share = createShare(pathToFileURL('/app/dist/node/share.js'), desktopShareChild(fake.module as unknown as ElectronModule));
  expect(fake.record.utilities).toEqual([]);
  const listed = share.list('/media/usb', /\.tfb$/);
  const [child] = fake.record.utilities;
  expect(child).toMatchObject({ file: '/app/dist/node/share.js', options: { env: {}, stdio: 'ignore' } });
  expect(child!.sent).toEqual([{ id: 1, task: { op: 'list', folder: '/media/usb', pattern: '\\.tfb$' } }]);
  child!.emit('message', { id: 1, type: 'done', value: [{ name: 'a.tfb', bytes: 1 }] });
  expect(await listed).toEqual([{ name: 'a.tfb', bytes: 1 }]);
  const lost = share.remove('/media/usb/a.tfb').catch((error: AppError) => error.kind);
  child!.emit('exit', 1);
  expect(await lost).toBe('targetMissing');
  const waiting = share.probe('/media/usb').catch((error: AppError) => error.kind);
  expect(fake.record.utilities).toHaveLength(2);
  share.close();
  expect([await waiting, fake.record.utilities[1]!.killed]).toEqual(['closing', true]);
});
