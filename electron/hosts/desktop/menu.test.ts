import { readFileSync } from 'node:fs';
import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { menuPages, menuTemplate } from './menu.ts';

const platforms = ['win32', 'darwin', 'linux'] as const;
const flat = (items: MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
  items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
const build = (platform: NodeJS.Platform, packaged = true, sent: string[] = []) =>
  menuTemplate({ platform, packaged }, { send: (command) => void sent.push(command), openDataFolder: () => void sent.push('folder') });

describe.each(platforms)('the menu on %s', (platform) => {
  test('has the five menus in Chinese; macOS one more in front', () => {
    const labels = build(platform).map((menu) => menu.label);
    expect(labels).toEqual([...(platform === 'darwin' ? ['铁粉簿'] : []), '文件', '编辑', '前往', '窗口', '帮助']);
  });
  test('every entry is a separator or says in Chinese what it does, and does something', () => {
    for (const item of flat(build(platform))) {
      if (item.type === 'separator') continue;
      expect(item.label).toMatch(/\p{Script=Han}/u);
      expect([item.label, Boolean(item.role || item.click || item.submenu)]).toEqual([item.label, true]);
    }
  });
  test('no key is given twice', () => {
    const keys = flat(build(platform)).flatMap((item) => (item.accelerator ? [String(item.accelerator)] : []));
    expect(keys.length).toBeGreaterThan(8);
    expect(new Set(keys).size).toBe(keys.length);
  });
  test('undo and redo carry no role, so that the page decides; text editing keeps its roles', () => {
    const items = flat(build(platform));
    expect(items.filter((item) => item.label === '撤销' || item.label === '重做').map((item) => item.role)).toEqual([undefined, undefined]);
    expect(items.flatMap((item) => (item.role ? [item.role] : []))).toEqual(
      expect.arrayContaining(['cut', 'copy', 'paste', 'selectAll', 'quit']),
    );
  });
  test('developer tools are there only unpackaged', () => {
    const roles = (packaged: boolean) => flat(build(platform, packaged)).map((item) => item.role);
    expect(roles(true)).not.toContain('toggleDevTools');
    expect(roles(true)).not.toContain('reload');
    expect(roles(false)).toContain('toggleDevTools');
  });
  test('each click sends exactly its command', () => {
    const sent: string[] = [];
    for (const item of flat(build(platform, true, sent))) (item.click as undefined | (() => void))?.();
    expect(sent.toSorted()).toEqual(
      [
        'folder',
        'keys',
        ...menuPages.map(({ key }) => `page:${key}`),
        // once more under 文件
        'page:import',
        'page:settings',
        'palette',
        'redo',
        'search',
        'undo',
      ].toSorted(),
    );
  });
});

test('前往 leads to every page of the sidebar, in its order and by its names', () => {
  const source = readFileSync(new URL('../../../renderer/app/pages/index.ts', import.meta.url), 'utf8');
  const sidebar = [...source.matchAll(/\{ id: '(\w+)', label: '([^']+)'/g)].map(([, key, label]) => ({ key, label }));
  expect(sidebar.length).toBeGreaterThan(10);
  expect(menuPages).toEqual(sidebar.filter(({ key }) => key !== 'settings'));
});
