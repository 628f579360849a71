import { LibraryScreen } from '../../features/content/index.ts';

/** 素材库: pieces, their words for each channel, pictures and videos. */
export default function LibraryPage() {
  return <LibraryScreen />;
}
