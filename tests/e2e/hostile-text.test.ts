/** Names that try to be code, to turn the line round or to burst the layout: text everywhere, and nothing else. */
import { expect, it } from 'vitest';
import { overflow } from '../helpers/axe.ts';
import { friendInput, weflowCsv } from '../helpers/contact-files.ts';
import { friendsPage } from '../helpers/pages/friends.ts';
import { everyPage, shell } from '../helpers/pages/shell.ts';
import { press, see, useScreens } from '../helpers/screens.ts';

const screens = useScreens();

const code = 'window.pwned=1';
const payloads = [
  `<script>${code}</script>`,
  `<img src=x onerror=${code}>`,
  `<svg onload=${code}>`,
  `<svg><script>${code}</script></svg>`,
  `<iframe srcdoc="<script>parent.pwned=1</script>">`,
  `<iframe src=javascript:${code}>`,
  `<a href="javascript:${code}">点我</a>`,
  `<body onload=${code}>`,
  `<input autofocus onfocus=${code}>`,
  `<details open ontoggle=${code}>`,
  `<video><source onerror=${code}>`,
  `<math><mi xlink:href="javascript:${code}">x`,
  `<style>*{display:none}</style>`,
  `<link rel=stylesheet href=//evil.example/x.css>`,
  `<meta http-equiv=refresh content="0;url=//evil.example">`,
  `<base href=//evil.example/>`,
  `<form action=//evil.example><button>提交`,
  `<object data=javascript:${code}>`,
  `<embed src=//evil.example/x>`,
  `<template><script>${code}</script></template>`,
  `"><script>${code}</script>`,
  `'onmouseover='${code}`,
  `" onfocus="${code}" autofocus="`,
  `javascript:${code}`,
  `data:text/html,<script>${code}</script>`,
  `{{constructor.constructor('${code}')()}}`,
  `\${${code}}`,
  `<%= ${code} %>`,
  `[click](javascript:${code})`,
  `&lt;script&gt;${code}&lt;/script&gt;`,
  `<!--<img src="--><img src=x onerror=${code}>`,
  `<![CDATA[<script>${code}</script>]]>`,
  `</title><script>${code}</script>`,
  `</textarea><script>${code}</script>`,
  `=cmd|' /C calc'!A0`,
  `+SUM(1)*${code}`,
  `__proto__`,
  `constructor`,
  `'; DROP TABLE friends; --`,
  `%3Cscript%3E${code}%3C/script%3E`,
  '\u202e名字倒过来\u202c',
  '\u2066左\u2069\u200f右\u200e',
  '零\u200b宽\u200d字\ufeff符',
  '👨‍👩‍👧‍👦👍🏽🇨🇳',
  'Z̷̛a̷l̷g̷o̸͜͝',
  '好'.repeat(200),
  'W'.repeat(200),
];

let accountId = 0;

const nobody = async () => {
  const { page } = screens;
  expect(await page.evaluate(() => (window as unknown as { pwned?: number }).pwned)).toBeUndefined();
  expect(await page.locator('#root iframe, #root object, #root embed, #root script, #root [onerror], #root base').count()).toBe(0);
  expect(await overflow(page)).toBe(0);
};

it('friends, tags, notes and posts take every payload as text', async () => {
  const { page, call } = screens;
  await page.getByRole('button', { name: /^从空白开始/ }).click();
  await shell(page).settled('friends');
  accountId = (await call<{ id: number }[]>('accounts.list'))[0]?.id ?? 0;
  const tagIds: number[] = [];
  for (const payload of payloads) {
    const name = [...payload].slice(0, 30).join('');
    const saved = await call<{ id: number }>('tags.create', { name, groupId: null, color: null }).catch(() => null);
    if (saved) tagIds.push(saved.id);
  }
  const write = async (payload: string, at: number) => {
    const known = { nickname: payload, signature: payload, region: payload.slice(0, 120), interests: [payload.slice(0, 40)] };
    const { id } = await call<{ id: number }>('friends.create', friendInput(accountId, payload, known));
    const some = tagIds.slice(at % tagIds.length, (at % tagIds.length) + 3);
    const scheduledAt = Date.now() + (at % 5) * 60_000;
    await Promise.all([
      call('friends.addNote', { friendId: id, body: payload }),
      call('tags.assign', { selection: { by: 'ids', ids: [id] }, tagIds: some }),
      call('posts.create', { accountId, text: payload, category: 'life', scheduledAt, state: 'scheduled', assetIds: [] }),
    ]);
  };
  await Promise.all(payloads.map(write));
  await call('accounts.create', {
    name: payloads[1]?.slice(0, 40),
    wxid: payloads[0]?.slice(0, 80),
    role: null,
    category: null,
    capacity: 10_000,
    standing: 'normal',
    note: payloads[2],
  });
});

it('every page shows them, runs nothing, and keeps its shape', async () => {
  const { page } = screens;
  for (const { id } of everyPage) {
    await shell(page).go(id);
    await nobody();
    await screens.shoot(`hostile-${id}`);
  }
});

it('the list finds them, the panel and the dialogs show them', async () => {
  const { page } = screens;
  const list = friendsPage(page);
  await shell(page).go('friends');
  for (const payload of payloads.slice(0, 12)) {
    await list.search.fill(payload);
    await see.poll(list.names).toContain(payload);
  }
  await list.search.fill('W'.repeat(200));
  await see.poll(list.names).toEqual(['W'.repeat(200)]);
  await press(page, 'Enter', 'Enter');
  await see(list.panel.getByRole('heading', { level: 2 })).toHaveText('W'.repeat(200));
  await screens.shoot('hostile-long-panel');
  await nobody();
  await list.search.fill('<img');
  await see.poll(async () => (await list.names())[0] ?? '').toContain('<img');
  await press(page, 'Enter', 'x', 't');
  await see(page.getByRole('option').first()).toBeVisible();
  await screens.shoot('hostile-tag-picker');
  await nobody();
  await press(page, 'Escape', '3');
  await see(page.getByRole('radiogroup', { name: '信任等级' })).toBeVisible();
  await nobody();
  await press(page, 'Escape', 'Control+k');
  await page.keyboard.type('<script');
  await see(page.getByRole('option').first()).toContainText('<script>');
  await nobody();
  await press(page, 'Escape');
});

it('a name of 10,000 signs is refused by the form and cut short by no one', async () => {
  const { page, call, watch } = screens;
  watch.refusalsOf.add('friends.create');
  const long = '长'.repeat(10_000);
  await expect(call('friends.create', friendInput(accountId, long))).rejects.toThrow('invalidInput');
  await shell(page).go('import');
  await page.getByLabel('要导入的文件').setInputFiles({
    name: '<img src=x onerror=window.pwned=1>.csv',
    mimeType: 'text/csv',
    buffer: weflowCsv([{ name: long, wxid: 'wxid_long' }, ...payloads.slice(0, 20).map((name, at) => ({ name, wxid: `wxid_bad${at}` }))]),
  });
  await see(page.getByText('共 21 行')).toBeVisible();
  await nobody();
  await page.getByLabel('这些好友在哪个微信号上').click();
  await page.locator('.ant-select-item-option').filter({ hasText: '我的微信' }).click();
  await page.getByRole('button', { name: '下一步：看一眼' }).click();
  await see(page.getByText(/^第 \d+ 行$/).first()).toBeVisible();
  await screens.shoot('hostile-preview');
  await nobody();
});
