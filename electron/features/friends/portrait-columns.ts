import type { MergeField } from '../../../shared/contracts/duplicates.ts';

export type PortraitField = Exclude<MergeField, 'trustLevel' | 'channelId' | 'status'>;

/** The columns of what is known of a friend herself, by the contract's word for it; those of one line go together. */
export const portraitColumns: Record<PortraitField, readonly string[]> = {
  remark: ['remark'],
  nickname: ['nickname'],
  wxid: ['wxid'],
  alias: ['alias'],
  phone: ['phone'],
  gender: ['gender'],
  region: ['region'],
  address: ['address'],
  birthday: ['birthday_calendar', 'birthday_year', 'birthday_month', 'birthday_day', 'birthday_leap'],
  ageBand: ['age_band'],
  incomeBand: ['income_band'],
  interests: ['interests'],
  tie: ['tie'],
  signature: ['signature'],
  description: ['description'],
  sourceText: ['source_text'],
  addedAt: ['added_at'],
};
