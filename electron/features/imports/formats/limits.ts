/** How much of a file is read at most; beyond it the file is refused before anything is kept. */
export const limits = {
  /** bytes of the file on disk */
  fileBytes: 200 * 1024 * 1024,
  /** bytes of one zip entry after inflating */
  entryBytes: 200 * 1024 * 1024,
  /** bytes of all zip entries after inflating */
  totalBytes: 1024 * 1024 * 1024,
  /** inflated : stored, looked at once `ratioFrom` bytes have come out */
  ratio: 200,
  ratioFrom: 10 * 1024 * 1024,
  entries: 10_000,
  columns: 512,
  rows: 1_000_000,
  /** characters of one cell */
  cellChars: 1024 * 1024,
  /** characters kept of a cell that is too long, for the list of problems */
  keptChars: 200,
  /** undecodable characters : all characters */
  undecodable: 0.001,
} as const;
