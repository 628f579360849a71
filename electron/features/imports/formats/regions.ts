/** The provinces as people write them, with the spelling that some exporters leave instead of the name. */
const provinces: readonly (readonly [string, string])[] = [
  ['北京', 'beijing'],
  ['天津', 'tianjin'],
  ['上海', 'shanghai'],
  ['重庆', 'chongqing'],
  ['河北', 'hebei'],
  ['山西', 'shanxi'],
  ['内蒙古', 'neimenggu'],
  ['辽宁', 'liaoning'],
  ['吉林', 'jilin'],
  ['黑龙江', 'heilongjiang'],
  ['江苏', 'jiangsu'],
  ['浙江', 'zhejiang'],
  ['安徽', 'anhui'],
  ['福建', 'fujian'],
  ['江西', 'jiangxi'],
  ['山东', 'shandong'],
  ['河南', 'henan'],
  ['湖北', 'hubei'],
  ['湖南', 'hunan'],
  ['广东', 'guangdong'],
  ['广西', 'guangxi'],
  ['海南', 'hainan'],
  ['四川', 'sichuan'],
  ['贵州', 'guizhou'],
  ['云南', 'yunnan'],
  ['西藏', 'xizang'],
  ['陕西', 'shaanxi'],
  ['甘肃', 'gansu'],
  ['青海', 'qinghai'],
  ['宁夏', 'ningxia'],
  ['新疆', 'xinjiang'],
  ['台湾', 'taiwan'],
  ['香港', 'hongkong'],
  ['澳门', 'macao'],
];
const provinceEnd = /^(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)/;
const china = /^(中国大陆|中国|中华人民共和国|cn|china|chn)$/i;

/**
 * Country, province and city (or one text that holds them in any of the usual forms: '中国大陆 浙江 杭州', '中国大陆·四川·资阳',
 * '浙江省杭州市') → '浙江 杭州'. China is left out, other countries stay; '' when nothing is told.
 */
export function readRegion(...parts: readonly string[]): string {
  const words = parts.flatMap((part) => part.split(/[\s·•,，/>|-]+/)).filter((word) => word !== '');
  const placed = words.filter((word) => !china.test(word)).flatMap(splitPlace);
  // 北京 北京 says it twice; 吉林 吉林 is the city in the province.
  return placed.filter((word, index) => word !== placed[index - 1] || word === '吉林').join(' ');
}

/** '浙江省杭州市西湖区' → 浙江, 杭州, 西湖区; a word that begins with no province only loses 市. */
function splitPlace(word: string): string[] {
  const bare = word.replace(/^(中国大陆|中国)(?=.)/, '');
  const spelled = provinces.find(([, latin]) => latin === bare.toLowerCase().replace(/[\s']/g, ''));
  if (spelled) return [spelled[0]];
  const province = provinces.find(([name]) => bare.startsWith(name))?.[0];
  if (!province) return [/^.{2,5}市$/.test(bare) ? bare.slice(0, -1) : bare];
  const rest = bare.slice(province.length).replace(provinceEnd, '');
  const city = /^(.{2,5}?)市(.*)$/.exec(rest);
  return [province, ...(city ? [city[1]!, city[2]!] : [rest])].filter((part) => part !== '');
}
