import type { MenuItemConstructorOptions } from 'electron';
import type { HostCommand } from '../../../shared/host.ts';

/** Pages of the 前往 menu: those of the sidebar in its order, but 设置, which has its own place; `key` is what `page:<key>` carries. */
export const menuPages = [
  { key: 'today', label: '今日' },
  { key: 'calendar', label: '内容日历' },
  { key: 'sending', label: '发送' },
  { key: 'friends', label: '好友' },
  { key: 'segments', label: '人群' },
  { key: 'chats', label: '聊天' },
  { key: 'orders', label: '订单' },
  { key: 'trust', label: '信任阶梯' },
  { key: 'insights', label: '洞察' },
  { key: 'tags', label: '标签' },
  { key: 'library', label: '素材库' },
  { key: 'accounts', label: '账号与渠道' },
  { key: 'import', label: '导入' },
  { key: 'backup', label: '备份' },
] as const;

export interface MenuActions {
  send(command: HostCommand): void;
  openDataFolder(): void;
}

type Item = MenuItemConstructorOptions;
type Command = (label: string, name: HostCommand, accelerator?: string, pageOwnsKey?: boolean) => Item;

const separator: Item = { type: 'separator' };
const about: Item = { role: 'about', label: '关于铁粉簿' };

function macMenu(settings: Item): Item {
  const hiding: Item[] = [
    { role: 'hide', label: '隐藏铁粉簿' },
    { role: 'hideOthers', label: '隐藏其他' },
    { role: 'unhide', label: '全部显示' },
  ];
  return { label: '铁粉簿', submenu: [about, separator, settings, separator, ...hiding, separator, { role: 'quit', label: '退出铁粉簿' }] };
}

function fileMenu(mac: boolean, command: Command, settings: Item, openDataFolder: () => void): Item {
  const ending: Item[] = mac ? [{ role: 'close', label: '关闭窗口' }] : [settings, separator, { role: 'quit', label: '退出' }];
  const dataFolder: Item = { label: '打开资料文件夹', click: () => openDataFolder() };
  return { label: '文件', submenu: [command('导入好友…', 'page:import', 'CmdOrCtrl+O'), dataFolder, separator, ...ending] };
}

function editMenu(mac: boolean, command: Command): Item {
  return {
    label: '编辑',
    submenu: [
      command('撤销', 'undo', 'CmdOrCtrl+Z', true),
      command('重做', 'redo', mac ? 'Shift+Cmd+Z' : 'Ctrl+Y', true),
      separator,
      { role: 'cut', label: '剪切' },
      { role: 'copy', label: '复制' },
      { role: 'paste', label: '粘贴' },
      { role: 'selectAll', label: '全选' },
      separator,
      command('搜索', 'search', 'CmdOrCtrl+F'),
      command('找页面或操作…', 'palette', 'CmdOrCtrl+K', true),
    ],
  };
}

function windowMenu(mac: boolean, packaged: boolean): Item {
  const zoom: Item[] = mac ? [{ role: 'zoom', label: '缩放' }] : [];
  const ending: Item[] = mac ? [{ role: 'front', label: '全部置于前面' }] : [{ role: 'close', label: '关闭窗口' }];
  const developer: Item[] = [separator, { role: 'reload', label: '重新载入' }, { role: 'toggleDevTools', label: '开发者工具' }];
  return {
    label: '窗口',
    submenu: [
      { role: 'minimize', label: '最小化' },
      ...zoom,
      separator,
      { role: 'resetZoom', label: '实际大小' },
      { role: 'zoomIn', label: '放大' },
      { role: 'zoomOut', label: '缩小' },
      { role: 'togglefullscreen', label: '全屏' },
      separator,
      ...ending,
      ...(packaged ? [] : developer),
    ],
  };
}

/**
 * The application menu in Chinese, as a plain template.
 * 撤销/重做 carry no role: the page decides whether a text field or the book's own undo is meant.
 * Keys that the page handles itself (they work in browser mode too) are shown but not registered, or one press
 * would count twice; macOS always registers them, and asks the page first.
 */
export function menuTemplate(
  options: { platform: NodeJS.Platform; packaged: boolean },
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const mac = options.platform === 'darwin';
  const command: Command = (label, name, accelerator, pageOwnsKey = false) => ({
    label,
    ...(accelerator ? { accelerator, registerAccelerator: !pageOwnsKey } : {}),
    click: () => actions.send(name),
  });
  const settings = command('设置…', 'page:settings', 'CmdOrCtrl+,');
  const pages = menuPages.map((page, index) => command(page.label, `page:${page.key}`, index < 9 ? `CmdOrCtrl+${index + 1}` : undefined));
  const helpRole: Item = mac ? { role: 'help' } : {};
  return [
    ...(mac ? [macMenu(settings)] : []),
    fileMenu(mac, command, settings, actions.openDataFolder),
    editMenu(mac, command),
    { label: '前往', submenu: pages },
    windowMenu(mac, options.packaged),
    { label: '帮助', ...helpRole, submenu: [command('键盘快捷键', 'keys'), ...(mac ? [] : [separator, about])] },
  ];
}
