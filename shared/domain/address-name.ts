/** How people call each other; a name before it belongs to it. */
const titles =
  '姐|哥|妹|弟|总|姨|叔|伯|婶|嫂|爷|奶奶|阿姨|叔叔|老师|医生|大夫|律师|经理|老板|老板娘|主任|校长|院长|妈妈|爸爸|妈|爸|女士|先生|小姐|同学|店长|团长|师傅|美女|帅哥|宝宝|宝贝|亲';
const titled = new RegExp(`^(\\p{Script=Han}{0,4}?(?:${titles}))`, 'u');
/** What a remark has in front so that it sorts first: A, AA, 0, 01, ★ */
const sorting = /^(?:[A-Za-z]{1,3}(?=[\s\p{P}\p{S}\p{Script=Han}])|\d{1,4}|[\s\p{P}\p{S}\p{Cf}\p{Extended_Pictographic}]+)+/u;
const cut = /[\s\p{P}\p{S}\p{Nd}\p{Cf}\p{Extended_Pictographic}]/u;

/**
 * What a friend is called when she is spoken to: the name in the remark without what sellers write around it (`A 张姐-面霜 3号楼` → 张姐),
 * else the one in her nickname. null = neither holds a name that could be said (`.`, `往后余生、`, a sentence).
 */
export function addressName(remark: string, nickname: string): string | null {
  return nameIn(remark) ?? nameIn(nickname);
}

function nameIn(written: string): string | null {
  const text = written.normalize('NFKC').replace(sorting, '');
  const word = text.split(cut, 1)[0] ?? '';
  const withTitle = titled.exec(word)?.[1];
  if (withTitle) return withTitle;
  if (/^\p{Script=Han}{2,4}$/u.test(word)) return word;
  // Lily, Anna Chen
  return /^[A-Za-z]{2,12}$/.test(word) ? word : null;
}
