import { lowerCase } from './rows-by-text.ts';

/** What tells whether two who share a phone are one person; null or '' = not known. */
export interface Named {
  wxid: string | null;
  alias: string | null;
  nickname: string;
  remark: string;
  /** its nickname only stands in for a name */
  nameless?: true;
}

/**
 * A family often shares one phone, and a shop's stands with all its customers. Another wxid or 微信号 is another person; without one in
 * common the same name is needed to be sure, or none that could be another.
 */
export function sharePhone(a: Named, b: Named): 'same' | 'perhaps' | 'different' {
  if (a.wxid && b.wxid && a.wxid !== b.wxid) return 'different';
  if (a.alias && b.alias && lowerCase(a.alias) !== lowerCase(b.alias)) return 'different';
  if (a.nameless || b.nameless) return 'same';
  const names = [a.remark, a.nickname].filter(Boolean).map(lowerCase);
  return names.includes(lowerCase(b.remark)) || names.includes(lowerCase(b.nickname)) ? 'same' : 'perhaps';
}

/** A wxid that nobody chose: it can be nobody's 微信号. That of an old account was chosen, and is both. */
export const isGivenWxid = (wxid: string): boolean => wxid.startsWith('wxid_');
