const media = new Set(
  'jpg jpeg jfif png gif bmp webp heic heif avif tif tiff svg ico mp4 mov m4v avi mkv webm 3gp mp3 m4a wav amr silk aud ogg opus aac flac'.split(
    ' ',
  ),
);
/** Programs, databases, fonts, styles: nothing of them is ever read. Unknown endings are looked at: what a file is, its content says. */
const useless = new Set(
  'db sqlite sqlite3 dat exe dll so dylib app msi dmg iso css woff woff2 ttf otf map lnk url ini tmp log wcdb'.split(' '),
);

/**
 * What of a folder is not worth taking in, by the name alone (the bytes are not there yet): 'picture' = pictures, voices and videos of
 * an export, 'other' = hidden files, programs and the like; null = take it in.
 */
export function leftOutByName(path: string): 'picture' | 'other' | null {
  const name = path.split('/').at(-1) ?? '';
  if (name.startsWith('.') || name.startsWith('~$') || name === 'Thumbs.db' || path.startsWith('__MACOSX/')) return 'other';
  const ending = /\.([A-Za-z0-9]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (media.has(ending)) return 'picture';
  return useless.has(ending) ? 'other' : null;
}

/** Files of one folder that are taken in at most. */
export const maxFolderFiles = 20_000;
