import type { Page } from 'playwright';
import { see } from '../screens.ts';

export interface FileToChoose {
  name: string;
  buffer: Buffer;
}

/** The import centre. */
export function importCenter(page: Page) {
  const chats = page.getByRole('table', { name: '文件里的聊天' });
  return {
    /** files by the field of the page, as a click on 选文件 would */
    async choose(...files: FileToChoose[]) {
      await page.getByLabel('要导入的文件').setInputFiles(files.map((file) => ({ ...file, mimeType: 'application/octet-stream' })));
    },
    /** a file on the disk, which may be large */
    async choosePath(path: string) {
      await page.getByLabel('要导入的文件').setInputFiles(path);
    },
    /** a folder by the button */
    async chooseFolder(dir: string, button: string | RegExp = '选文件夹') {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: button, exact: true }).click();
      await (await chooser).setFiles(dir);
    },
    async paste(text: string) {
      await page.getByRole('button', { name: '粘贴文字', exact: true }).click();
      await page.getByRole('textbox', { name: '要导入的文字' }).fill(text);
      await page.getByRole('button', { name: /^看看这/ }).click();
    },
    /** a group of recognised files, by a part of its name */
    card: (name: string | RegExp) => page.getByRole('list', { name: '认出来的文件' }).getByRole('listitem', { name }),
    refusal: page.getByRole('alert'),
    chats,
    row: (name: string) => chats.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) }),
    /** whose a chat will be */
    whose: (name: string) => page.getByLabel(`「${name}」归谁`, { exact: true }),
    sum: page.getByRole('status', { name: '合计' }),
    commit: page.getByRole('button', { name: /^导入 .* 条新消息$/ }),
    history: page.getByRole('region', { name: '导入过的' }),
    /** takes a batch back from the history, through the question */
    async undo(fileName: string) {
      await page.getByRole('button', { name: `撤回导入「${fileName}」` }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: /^撤回，|^撤回这一批/ })
        .click();
    },
    async atStart() {
      await see(page.getByRole('button', { name: '选文件', exact: true })).toBeVisible();
    },
  };
}
