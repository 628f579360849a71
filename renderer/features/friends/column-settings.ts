import type { SettingValue } from '../../../shared/contracts/settings.ts';

/** Order, choice and width of the columns, as they are remembered. */
export type ColumnSettings = SettingValue<'friends.columns'>;

export interface TableHandle {
  scrollTo: (index: number) => void;
  /** rows that fit on the screen */
  page: () => number;
  focus: () => void;
}

export const rowHeight = 38;
export const headHeight = 34;
/** 12 px edge + 32 px box */
export const checkWidth = 44;
