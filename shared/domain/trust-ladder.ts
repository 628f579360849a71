/**
 * The trust ladder (product.md): six levels from 泛流量 to 铁粉客户, each with the trust it stands for and what it says.
 */
export const trustLevels = [
  { level: 1, name: '泛流量', trust: '低感知', meaning: '有联系方式，仅此而已', evidence: '加上、导入或扫码' },
  { level: 2, name: '精准流量', trust: '开始了解', meaning: '符合目标，也有过回应', evidence: '回复过，或来自对口渠道，或有对口标签' },
  { level: 3, name: '潜在客户', trust: '轻度信任', meaning: '会问、会比、会试', evidence: '问过价格或产品、试用过、进群、多次有来有往' },
  { level: 4, name: '真实客户', trust: '中信任', meaning: '付过一次款', evidence: '第一笔付款订单' },
  { level: 5, name: '忠诚客户', trust: '高信任', meaning: '会再回来', evidence: '在复购周期内至少复购两次' },
  { level: 6, name: '铁粉客户', trust: '超高信任', meaning: '替我们说话', evidence: '带来过买家、写过好评，或高价值且常来往' },
] as const;

export type TrustLevel = (typeof trustLevels)[number]['level'];

/** Name of a level, 1–6. */
export const levelName = (level: TrustLevel): string => trustLevels[level - 1]!.name;
