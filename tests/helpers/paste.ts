import type { BrowserContext, Locator } from 'playwright';

/** What a paste into another window brings: the text, the kinds of the files, and how large each picture is (40×30). */
export interface Pasted {
  text: string;
  files: string[];
  sizes: string[];
}

/** Pastes into a window beside the app, as she does into WeChat: the app itself may not read the clipboard, and need not. */
export async function pasteElsewhere(context: BrowserContext): Promise<Pasted> {
  const page = await context.newPage();
  try {
    await page.setContent('<textarea></textarea>');
    await page.locator('textarea').focus();
    await page.evaluate(() => {
      document.addEventListener('paste', async ({ clipboardData }) => {
        const files = [...(clipboardData?.files ?? [])];
        const text = clipboardData?.getData('text/plain') ?? '';
        const pictures = await Promise.all(files.filter(({ type }) => type.startsWith('image/')).map((file) => createImageBitmap(file)));
        const sizes = pictures.map(({ width, height }) => `${width}×${height}`);
        document.body.dataset.pasted = JSON.stringify({ text, files: files.map(({ type }) => type), sizes });
      });
    });
    await page.keyboard.press('Control+v');
    await page.locator('body[data-pasted]').waitFor();
    return JSON.parse((await page.locator('body').getAttribute('data-pasted')) ?? '') as Pasted;
  } finally {
    await page.close();
  }
}

/** Puts a picture on the clipboard, as a screenshot does, and pastes it with the keys of the system. The page must be allowed to write there. */
export async function pastePicture(field: Locator, png: Buffer): Promise<void> {
  await field.focus();
  await field.page().evaluate(async (bytes) => {
    const picture = new Blob([Uint8Array.from(bytes)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': picture })]);
  }, Array.from(png));
  await field.page().keyboard.press('Control+v');
}
