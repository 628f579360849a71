import { describe, expect, it } from 'vitest';
import { countingIds } from '../ids.ts';
import { chosenFolders, typedFolder } from './chosen-folders.ts';

describe('folders that are named', () => {
  it('takes whole paths as people paste them, and nothing else', () => {
    expect(typedFolder(' "D:\\备份" ', 'win32')).toBe('D:\\备份');
    expect(typedFolder('\\\\NAS\\share\\备份', 'win32')).toBe('\\\\NAS\\share\\备份');
    expect(typedFolder('/media/usb/../nas/备份', 'linux')).toBe('/media/nas/备份');
    for (const bad of ['备份', 'D:备份', '\\备份', '\\\\.\\PhysicalDrive0', '\\\\?\\C:\\x', '//./pipe/x', 'D:\\a\0b', ''])
      expect(typedFolder(bad, 'win32'), bad).toBeNull();
    for (const bad of ['备份', './x', '~/x', '/a\0b', '']) expect(typedFolder(bad, 'linux'), bad).toBeNull();
  });

  it('knows a picked folder by its id only', () => {
    const folders = chosenFolders(countingIds());
    const { folderId } = folders.offer('/media/usb');
    expect(folders.find(folderId)).toBe('/media/usb');
    expect(() => folders.find('folder_2')).toThrow('folderMissing');
  });
});
