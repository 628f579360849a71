/** What shares and FAT sticks say to fsync where they do not know it: no sign that something was not written. */
export const syncUnknown: ReadonlySet<string> = new Set([
  'EINVAL',
  'ENOTSUP',
  'EOPNOTSUPP',
  'ENOSYS',
  'EPERM',
  'EBADF',
  'EISDIR',
  'EACCES',
]);
