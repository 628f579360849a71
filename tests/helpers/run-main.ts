/**
 * Runs electron/main.ts, the real entry, in this process with the fake in the place of 'electron', and prints what
 * happened as one line of JSON. A process of its own, because module hooks cannot be taken back.
 * Arguments: folder for everything the machine writes; the app's own folder.
 */
import { registerHooks } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { exposeHost } from '../../electron/hosts/desktop/preload-api.ts';
import type { DesktopHostApi } from '../../shared/host.ts';
import { fakeElectron, fakePreload } from './fake-electron.ts';

const [folder, root] = process.argv.slice(2) as [string, string];
const fake = fakeElectron({ folder, packaged: false });
fake.app.paths.app = root;
Object.assign(globalThis, { fakeElectronModule: fake.module });
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: 'data:text/javascript,export default globalThis.fakeElectronModule', shortCircuit: true }
      : next(specifier, context),
});
process.argv.splice(1, process.argv.length, '.', '--data', join(folder, 'book'));
// `npm test` names what it has built: that is what she runs, and it loads in a quarter of the time
const built = process.env.TIEFEN_BUILT_WORKER;
await import(built ? pathToFileURL(join(dirname(built), 'main.js')).href : '../../electron/main.ts');
for (let waited = 0; fake.windows.length === 0 && fake.record.errors.length === 0 && waited < 30_000; waited += 50) {
  await new Promise((done) => setTimeout(done, 50));
}
const window = fake.windows[0];
if (!window) throw new Error(`no window: ${JSON.stringify(fake.record.errors)}`);
const preload = fakePreload(fake, () => window);
exposeHost(preload.electron);
const host = preload.exposed.tiefenHost as unknown as DesktopHostApi;
const about = await host.rpc('settings.about', null);
const page = await fake.session().schemes.get('app')!(new Request('app://bundle/'));
fake.app.quit();
for (let waited = 0; fake.app.exitCodes.length === 0 && waited < 10_000; waited += 50) await new Promise((done) => setTimeout(done, 50));
console.log(
  JSON.stringify({
    order: fake.app.order,
    loaded: window.loaded,
    preload: window.options.webPreferences?.preload,
    about: about.body,
    page: [page.status, await page.text()],
    exitCodes: fake.app.exitCodes,
  }),
);
process.exit(0);
