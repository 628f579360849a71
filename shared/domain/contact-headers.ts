import type { ContactField } from '../contracts/imports.ts';

/** Header words per field, already normalised (see normalizeHeader). `备注` is decided by what stands beside it. */
const words: Record<Exclude<ContactField, 'tagGroup' | 'tagWords'>, string> = {
  wxid: 'wxid username 用户名 微信id 微信原始id 原始id 原始微信号 wechatid',
  alias: 'alias 微信号 微信 wx 微信账号 微信帐号 微信号码 wx号 vx vx号 v信 wechat weixin 客户微信 客户微信号 wechatnumber',
  nickname: 'nickname 昵称 微信名 微信昵称 微信名称 客户昵称 网名 nick 好友昵称 wechatname',
  remark:
    'remark 备注 备注名 备注名称 微信备注 好友备注 姓名 名字 称呼 客户 客户名 客户姓名 客户名称 客户备注名 真实姓名 联系人 联系人姓名 联络人 好友 name 收货人 会员姓名 收件人 收件人姓名 收货人姓名 业主 业主姓名 住户 户主 团员 家长 家长姓名 学员 学员姓名 顾客 顾客姓名 fullname',
  familyName: '姓 姓氏 familyname lastname surname',
  givenName: '名 givenname firstname forename',
  displayName: 'displayname 显示名称 显示名',
  phone:
    'phone telephone tel mobile 手机 电话 联系方式 联系电话 手机号 手机号码 电话号码 客户手机号 客户手机 客户电话 系统手机 企微手机号 会员手机号 联络电话 行动电话 收件手机 收货手机 收件电话 收货电话 手机电话 移动电话 phone1value phonenumber phoneno mobilephone mobilenumber cellphone',
  tags: 'tags tag label labels 标签 标签名 标签名称 客户标签 好友标签 微信标签 分组 分类 客户分类 客户分组',
  gender: 'gender sex 性别 客户性别',
  region: 'region 地区 所在地区 所在地 所属区域 微信地域 地域 区域 省市 省市区 省份城市',
  country: 'country countryregion 国家 国家(地区) 国家/地区 country/region',
  province: 'province 省份 省',
  city: 'city 城市 市',
  address: 'address 地址 收货地址 详细地址 家庭地址 住址 收件地址 联系地址',
  birthday: 'birthday 生日 客户生日 出生日期 出生年月日 阳历生日 公历生日 农历生日 阴历生日',
  signature: 'signature 个性签名 签名',
  description: 'description 描述 描述信息 说明 备注信息 备注说明 客户系统备注 备忘 note notes 其他备注 客户描述 情况说明',
  source: 'source 来源 渠道 来源渠道 来源方式 添加来源 添加方式 客户来源 好友来源 sourcescene 来源场景码',
  addedAt: 'addedat addtime 添加时间 加好友时间 添加好友时间 添加日期 加微时间 加微信时间 成为好友时间 成为客户时间 加入时间',
  kind: 'type 类型 typelabel 好友类型 联系人类型',
  level: 'level 信任等级 信任级别 客户等级 等级 级别 粉丝等级 客户级别',
  points: 'points 积分 客户积分 会员积分 积分余额 当前积分 剩余积分 可用积分 现有积分',
  ignore:
    '序号 编号 no id 提交时间 提交答卷时间 填写时间 填表时间 所用时间 来自ip 提交者 快递单号 运单号 pyinitial remarkpyinitial smallheadimgurl bigheadimgurl avatarurl avatar 头像 头像url 头像链接 头像地址 头像原图 元数据 公众号类型 公众号类型码 国家/地区码 群昵称 添加人 添加人账号 添加人所属部门 企业 公司 邮箱 email 职务 所属企微号 所属企业 客户编号 企微编号 是否会员 成长值 免费等级 付费等级 权益卡 客户储值余额 消费次数 消费金额 累计退款金额 累计退款订单数 笔单价 上次消费时间 分销员 导购员 企微好友 成为会员时间 成为会员店铺 公众号 公众号关注时间 最近浏览时间 指定时间消费次数 指定时间消费金额',
};

/** Normalised header word → field. */
export const headerWords: ReadonlyMap<string, ContactField> = new Map(
  Object.entries(words).flatMap(([field, list]) => list.split(/\s+/).map((word) => [word, field as ContactField] as const)),
);

/** What stands before the word in the headers of questionnaires, and of lists that say whose it is. */
export const asking =
  /^(?:q?\d+[.、,:)])?(?:请(?:填写|输入|留下|选择))?(?:(?:您|你)(?:家|本人)?的?)?(?:客户|顾客|好友|会员|买家|用户|联系人|收货人|收件人)?的?(?:首次)?/;

export interface KnownTool {
  origin: string;
  /** normalised headers that must all be there */
  has: readonly string[];
  /** one of these must be there */
  any?: readonly string[];
  /** the exact number of columns */
  columns?: number;
  /** fields that differ from headerWords in files of this tool */
  fields?: Readonly<Record<string, ContactField>>;
  /** the columns of its own: all others are tag groups, whatever the seller called them */
  own?: readonly string[];
}

/** Programs whose contact lists are known, most specific first (import notes, section 2). */
export const knownTools: readonly KnownTool[] = [
  // Our own export: the channel of a friend belongs to this book, the source is what the file of origin said.
  {
    origin: '铁粉簿',
    has: ['微信id', '微信号', '昵称', '备注', '信任等级', '最近联系'],
    fields: { 微信id: 'wxid', 渠道: 'ignore', 状态: 'kind' },
  },
  // Version 2 has the database's own type number, which says nothing certain about friends.
  { origin: 'MemoTrace', has: ['username', 'alias', 'type', 'remark', 'nickname', 'pyinitial'], fields: { type: 'ignore' } },
  { origin: 'MemoTrace', has: ['username', 'alias', 'type', 'remark', 'nickname'] },
  { origin: 'MemoTrace', has: ['username', '微信号', '类型', '群昵称', '昵称'] },
  { origin: 'chatlog', has: ['username', 'alias', 'remark', 'nickname'], columns: 4 },
  { origin: 'WeChatDataAnalysis', has: ['用户名', '显示名称', '备注', '昵称', '微信号', '类型'], any: ['公众号类型', '来源场景码'] },
  { origin: 'WeFlow', has: ['用户名', '显示名称', '备注', '昵称', '微信号', '类型'] },
  { origin: 'CipherTalk', has: ['用户名', '显示名称', '备注', '昵称', '手机号', '类型'] },
  { origin: 'echotrace', has: ['序号', '昵称', '微信id', '备注', '微信号'], columns: 5, fields: { 微信id: 'wxid' } },
  { origin: 'WeChat-Contact', has: ['备注', '昵称', '微信号', '地区', '标签', '个性签名', '元数据'] },
  {
    origin: '企业微信',
    has: ['客户名称', '添加人', '添加时间'],
    any: ['添加人账号', '添加人所属部门'],
    fields: { 客户名称: 'nickname', 备注: 'remark' },
    own: '客户名称 备注 描述 添加人 添加人账号 添加人帐号 添加人所属部门 添加时间 来源 手机 企业 邮箱 地址 职务 电话 性别 标签'.split(' '),
  },
  { origin: '企业微信 SCRM', has: ['客户名称', '客户备注名'], any: ['所属企微号', '企微编号'], fields: { 客户名称: 'nickname' } },
  { origin: '有赞', has: ['客户姓名', '客户昵称', '客户手机号', '客户生日'] },
];

/** Tables of other things that sellers drop by mistake: what they are, by headers that must all be there. */
export const otherTables: readonly { what: string; has: readonly string[] }[] = [
  { what: 'chatTable', has: ['localid', 'talkerid', 'type', 'issender'] },
  { what: 'chatTable', has: ['消息id', '类型', '发送人', '时间', '内容'] },
  { what: 'chatTable', has: ['msgsvrid', 'typename', 'issender', 'talker'] },
  { what: 'chatTable', has: ['time', 'sendername', 'sender', 'talkername', 'content'] },
  { what: 'groupTable', has: ['name', 'remark', 'nickname', 'owner', 'usercount'] },
  { what: 'billTable', has: ['交易时间', '当前状态', '商户单号'] },
  { what: 'billTable', has: ['交易时间', '公众账号id', '微信订单号'] },
  { what: 'billTable', has: ['交易时间', '收/付款方式', '商家订单号'] },
];
