/** The first character of each letter of pinyin, in the order of pinyin: what lies between two of them begins like the first. */
const firsts = [...'吖八嚓咑妸发旮哈丌咔垃妈拏噢妑七然仨他挖夕丫匝'];
const letters = 'abcdefghjklmnopqrstwxyz';
const byPinyin = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

function letterOf(character: string): string {
  if (!/\p{Script=Han}/u.test(character)) return character.toLowerCase();
  const at = firsts.findLastIndex((first) => byPinyin.compare(first, character) <= 0);
  return letters[Math.max(0, at)] ?? '';
}

/** '改为计划' → 'gwjh': what a person types to find it. Of characters with several readings the usual one counts. */
export const initialsOf = (text: string): string => Array.from(text, letterOf).join('');
