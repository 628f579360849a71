import { expect, it } from 'vitest';
import { openCommand } from './open-browser.ts';

it('hands the address over as one argument on every system', () => {
  const address = 'http://127.0.0.1:8123/#code=a-b_c';
  expect(openCommand('win32', address)).toEqual(['cmd', ['/c', 'start', '', address]]);
  expect(openCommand('darwin', address)).toEqual(['open', [address]]);
  expect(openCommand('linux', address)).toEqual(['xdg-open', [address]]);
});
