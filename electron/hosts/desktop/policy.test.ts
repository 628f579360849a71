import { describe, expect, test } from 'vitest';
import { foreignAddresses } from '../../../tests/helpers/hostile-addresses.ts';
import { isOwnPage, mayRequest, refusedSwitch, schemePrivileges, webPreferences } from './policy.ts';

describe('web preferences', () => {
  const expected = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    spellcheck: false,
    webgl: false,
    autoplayPolicy: 'document-user-activation-required',
    preload: '/app/preload.cjs',
    partition: 'persist:app',
    webviewTag: false,
    plugins: false,
    experimentalFeatures: false,
    disableBlinkFeatures: 'Auxclick',
    navigateOnDragDrop: false,
    disableDialogs: true,
    safeDialogs: true,
    enableWebSQL: false,
    enableDeprecatedPaste: false,
    defaultEncoding: 'UTF-8',
    offscreen: false,
  };

  test('are exactly the written policy, frozen, with developer tools only unpackaged', () => {
    const packaged = webPreferences({ packaged: true, preload: '/app/preload.cjs' });
    expect(packaged).toStrictEqual({ ...expected, devTools: false });
    expect(Object.isFrozen(packaged)).toBe(true);
    expect(webPreferences({ packaged: false, preload: '/app/preload.cjs' })).toStrictEqual({ ...expected, devTools: true });
  });

  test('leave the two switches unset that only ever weaken', () => {
    const keys = Object.keys(webPreferences({ packaged: true, preload: '' }));
    expect(keys).not.toContain('enableBlinkFeatures');
    expect(keys).not.toContain('additionalArguments');
  });
});

test('the scheme is a standard, secure one with CORS and without every other privilege', () => {
  expect(schemePrivileges).toStrictEqual({
    standard: true,
    secure: true,
    supportFetchAPI: true,
    corsEnabled: true,
    bypassCSP: false,
    allowServiceWorkers: false,
    allowExtensions: false,
    stream: true,
  });
  expect(Object.isFrozen(schemePrivileges)).toBe(true);
});

describe('own page', () => {
  test(`${foreignAddresses.length} foreign addresses are foreign`, () => {
    expect(foreignAddresses.length).toBeGreaterThanOrEqual(60);
    expect(foreignAddresses.filter(isOwnPage)).toEqual([]);
  });
  test('the app itself is not', () => {
    expect(['app://bundle', 'app://bundle/', 'app://bundle/#/friends', 'app://bundle/index.html?x=1'].filter(isOwnPage)).toHaveLength(4);
  });
});

test('requests: only the app, its blobs and data addresses pass; devtools only unpackaged', () => {
  const passes = ['app://bundle/assets/x.js', 'blob:app://bundle/3f0c', 'data:image/png;base64,AAAA'];
  expect(passes.filter((address) => mayRequest(address, true))).toEqual(passes);
  const leaves = foreignAddresses.filter((address) => mayRequest(address, true));
  expect(leaves).toEqual(['data:text/html,<script>1</script>']);
  expect(mayRequest('devtools://devtools/bundled/x.js', false)).toBe(true);
  expect(mayRequest('https://example.com/', false)).toBe(false);
});

describe('start arguments of a packaged app', () => {
  const refused = [
    '--inspect',
    '--inspect=0.0.0.0:9229',
    '--inspect-brk',
    '--inspect-brk-node=1',
    '--inspect-port=1',
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--remote-allow-origins=*',
    '--no-sandbox',
    '-no-sandbox',
    '--NO-SANDBOX',
    ' --no-sandbox ',
    '--disable-gpu-sandbox',
    '--disable-setuid-sandbox',
    '--disable-web-security',
    '--disable-web-security=1',
    '--disable-site-isolation-trials',
    '--js-flags=--expose-gc',
    '--load-extension=/tmp/x',
    '--disable-extensions-except=/tmp/x',
    '--host-resolver-rules=MAP * 127.0.0.1',
    '--host-rules=MAP * 127.0.0.1',
    '--proxy-server=evil:1',
    '--proxy-pac-url=x',
    '--proxy-bypass-list=*',
    '--ignore-certificate-errors',
    '--renderer-cmd-prefix=x',
    '--gpu-launcher=x',
    '--browser-subprocess-path=x',
    '--single-process',
  ];
  test.each(refused)('%s is refused', (argument) => {
    expect(refusedSwitch(['--data', '/x', argument], 'linux')).not.toBeNull();
  });
  test('Windows takes a slash as well, elsewhere it is a path', () => {
    expect(refusedSwitch(['/no-sandbox'], 'win32')).toBe('no-sandbox');
    expect(refusedSwitch(['/no-sandbox'], 'linux')).toBeNull();
  });
  test('the value is not repeated, and our own words pass', () => {
    expect(refusedSwitch(['--proxy-server=secret'], 'linux')).toBe('proxy-server');
    expect(
      refusedSwitch(['--data', '/home/x/inspect', '--demo', '--no-open', '--port', '0', '--browser', 'no-sandbox'], 'linux'),
    ).toBeNull();
  });
});
