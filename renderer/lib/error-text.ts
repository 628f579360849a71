import type { ReferralFault } from '../../shared/contracts/referrals.ts';
import type { RuleTrouble } from '../../shared/contracts/tag-rules.ts';
import type { OrderFault } from '../../shared/domain/hand-order.ts';
import { type SopFault, sopFaultSentence } from '../../shared/domain/sop-faults.ts';
import type { AppError, ErrorDetails, ErrorKind } from '../../shared/errors.ts';
import { toAppError } from './api.ts';
import { count, fileSize } from './format.ts';
import { troubleText } from './tag-rule-words.ts';

/** What a person reads when something failed. */
export interface ErrorText {
  /** what happened */
  title: string;
  /** what is safe, and what to do next */
  hint: string;
}

type Sentence = [title: string, hint: string] | ((details: ErrorDetails) => [title: string, hint: string]);

const word = (details: ErrorDetails, key: string): string => {
  const value = details[key];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
const named = (details: ErrorDetails, fallback: string): string => {
  const name = word(details, 'name') || word(details, 'fileName');
  return name ? `「${name}」` : fallback;
};
/** Where in a file: 「名单.xlsx」里 */
const inFile = (details: ErrorDetails): string => (named(details, '') ? `${named(details, '')}里` : '');
const number = (details: ErrorDetails, key: string): string => (typeof details[key] === 'number' ? count(details[key]) : '');

const chooseTable = '请选 CSV、TSV 或 Excel 文件（.xlsx）。';
const exportContacts = '请在导出工具里选「导出通讯录」，格式选 CSV 或 Excel。';
const unpack = '请先解压，再选里面的名单文件。';
const saveAsTable = '请把名单另存为 Excel（.xlsx）或 CSV 再导入。';
const picture: [string, string] = ['是一张图片，里面没有好友名单', chooseTable];
const wordFile: [string, string] = ['是一个 Word 文档', '请在 Word 里把表格复制到 Excel，另存为 .xlsx 再导入。'];
const slides: [string, string] = ['是一个幻灯片文件', saveAsTable];
const archive: [string, string] = ['是一个压缩包', unpack];
const program: [string, string] = ['是一个程序，不是好友名单', '请不要打开它。名单应是 CSV、TSV 或 Excel 文件（.xlsx）。'];
const training: [string, string] = [
  '是训练聊天机器人用的对话文件，不是好友名单，也拼不回聊天',
  `${exportContacts}要聊天，请另导一份 CSV。`,
];
const chats: [string, string] = [
  '是聊天记录，但这种写法还读不了',
  `请在导出工具里改选 CSV、Excel 或 JSON 格式。要导好友名单，${exportContacts}`,
];

/** What the file is, for `fileNotUnderstood` with `what`: said after its name. */
const fileKinds: Record<string, [string, string]> = {
  picture,
  image: picture,
  jpeg: picture,
  png: picture,
  gif: picture,
  bmp: picture,
  tiff: picture,
  heic: picture,
  webp: picture,
  docx: wordFile,
  doc: wordFile,
  rtf: wordFile,
  odt: ['是一个文字文档', saveAsTable],
  epub: ['是一本电子书', chooseTable],
  calendar: ['看不懂，不像内容日历', '请选 .ics 日历文件，或者 CSV、Excel 表格（.xlsx），第一行写列名：日期、时间、内容。'],
  content: ['看不懂，不像一张素材表', '请选 CSV 或 Excel 表格（.xlsx），第一行写列名：标题、内容、类别。'],
  pptx: slides,
  ppt: slides,
  pdf: ['是一个 PDF 文件', '请向给你文件的人要 Excel 或 CSV 版本。'],
  numbers: ['是一个 Numbers 表格', '请在 Numbers 里选「导出为 Excel」，再导入那个 .xlsx 文件。'],
  ods: ['是一个 OpenDocument 表格', '请用 WPS、Excel 或 LibreOffice 打开，另存为 .xlsx 再导入。'],
  ole: ['是一个旧版 Office 文件', '请用 WPS 或 Excel 打开，另存为 .xlsx 再导入。'],
  zip: archive,
  archive,
  rar: archive,
  '7z': archive,
  gzip: archive,
  json: ['是一个 JSON 文件，里面没有认得的聊天、订单或好友', '请在导出工具里选 CSV 或 Excel 格式，再导出一次。'],
  chatJson: chats,
  chatText: chats,
  chatTable: chats,
  chatYaml: ['是 wx-cli 的 YAML 聊天记录，这里还读不了', '请在 wx-cli 里改导出 JSON 或 TXT，再导入。'],
  groupTable: ['是群聊名单，不是好友名单', exportContacts],
  billTable: ['是微信账单，不是好友名单', exportContacts],
  training,
  trainingJson: training,
  html: ['是一个网页文件', '如果里面是表格，用 Excel 或 WPS 打开它，另存为 .xlsx 再导入；不然请在导出工具里选 CSV 或 Excel 格式。'],
  xml: ['是一个 XML 文件，不是表格', chooseTable],
  sqlite: ['是一个数据库文件', '请在导出工具里选 CSV 或 Excel 格式。'],
  video: ['是一个视频文件', chooseTable],
  audio: ['是一个录音文件', chooseTable],
  program,
  exe: program,
  binary: ['不是表格，里面没有能读的文字', chooseTable],
  folder: ['是一个文件夹', '请打开它，选里面的名单文件。'],
  zipInZip: ['是压缩包里的压缩包', '请先解压外面那一个，再选里面的压缩包。'],
  chatWithoutTimes: ['是没有时间的聊天文字', '请在微信里多选消息，用「邮件」或「收藏」的方式导出，里面会带时间。'],
};

/** What is wrong with a file that may have been made to do harm, by `reason`: said after its name. */
const suspicions: Record<string, string> = {
  ratio: '解开后大得不正常',
  size: '解开后大得不正常',
  entries: '里面的文件多得不正常',
  path: '里面有想写到别处去的文件名',
  doctype: '里面夹带了表格不该有的定义',
  spinCount: '的加密方式不正常',
};

/** What a segment or an audience names that is gone. */
const brokenWords: Record<string, string> = {
  tag: '标签',
  segment: '人群',
  product: '商品',
  channel: '渠道',
  account: '微信号',
  batch: '导入批次',
};

/** Why a place cannot hold backups. */
const targetFaults: Record<string, string> = {
  file: '这是一个文件，不是文件夹',
  inside: '这个文件夹在铁粉簿自己的数据文件夹里，电脑坏了会一起坏',
  path: '要写完整的路径，比如 D:\\备份 或 /media/usb/备份',
};

/** What is wrong with an order by hand. */
const orderFaultWords: Record<OrderFault, string> = {
  day: '日期不能在今天以后，也不能早于 2000 年',
  dayOrder: '发货不能早于下单，签收不能早于发货',
  amount: '金额不能超过 100 万元',
  refund: '退款不能比收到的还多',
  notPaid: '这一单还没收到钱，没有可退的',
  noGoods: '还没写买了什么',
};

/** Why somebody cannot have brought a friend. */
const referralFaultWords: Record<ReferralFault, (name: string, by: string) => string> = {
  self: (name) => `「${name}」不能是自己带来的`,
  samePerson: (name, by) => `「${name}」和「${by}」是同一个人的两个号，不算转介绍`,
  circle: (name, by) => `「${by}」是「${name}」带来的人，不能反过来又带来「${name}」`,
};

const nothingChanged = '没有任何数据被改动。';
/** Refused before or after the words were on the clipboard. */
const notSent = (details: ErrorDetails): string => (details.copied === false ? '没有复制，也没有记成已发' : '这条没有记成已发');

const sentences: Record<ErrorKind, Sentence> = {
  invalidInput: (details) => [
    word(details, 'field') ? `「${word(details, 'field')}」填得不对` : '有一项填得不对',
    `${nothingChanged}请检查标红的地方再保存。`,
  ],
  nameTaken: (details) => [`已经有叫${named(details, '这个名字')}的了`, `${nothingChanged}请换一个名字，或者直接用已有的那个。`],
  wxidTaken: (details) => [
    `同一个微信号下已经有这个微信 ID 的好友${word(details, 'name') ? `：${word(details, 'name')}` : ''}`,
    `${nothingChanged}请检查有没有填错，或者打开已有的那位好友来改。`,
  ],
  nothingSelected: ['还没有选中任何好友', '先在列表里按 x 或空格选中，再做这一步。'],
  tooManyPictures: ['一条朋友圈最多 9 张图', '多出来的没有加进去，已有的都在。'],
  videoAlone: ['视频要单独放：9 张图片，或者 1 个视频', '没有加进去，已有的都在。先拿掉图片，再放视频。'],
  notAPicture: (details) => {
    const what = String(details.what ?? '');
    const name = named(details, '这个文件');
    if (what === 'heic')
      return [
        `${name}是 iPhone 的 HEIC 图片，微信和电脑都认不全`,
        '没有加进去，已有的都在。在手机的「设置 → 相机 → 格式」选「兼容性最佳」再拍，或者把图发到微信「文件传输助手」，存下来就是 JPG。',
      ];
    if (what === 'avif') return [`${name}是 AVIF 图片，微信发不了`, '没有加进去，已有的都在。用浏览器打开它，截图或另存为 JPG 再加。'];
    if (what === 'videoKind') return [`${name}这种视频手机放不了`, '没有加进去，已有的都在。请用剪映或格式工厂转成 MP4 再加。'];
    if (what === 'damaged' || what === 'empty')
      return [`${name}打不开，可能没有下载完整`, '没有加进去，已有的都在。请重新存一份再加进来。'];
    if (what === 'tooManyPixels') return [`${name}的尺寸太大`, '没有加进去，已有的都在。请先把图片缩小到 4000 万像素以内。'];
    if (what === 'thumb') return ['没能存下缩略图', '原图好好的，列表里会直接显示它。'];
    return [`${name}不是图片或视频`, '没有加进去，已有的都在。请选 JPG、PNG、WebP、GIF 图片，或 MP4、MOV、WebM 视频。'];
  },
  postTimeMissing: ['还没有选发布时间', '文字和图片都在。请选一个时间再保存。'],
  sopUnfit: (details) => [
    typeof details.why === 'string'
      ? sopFaultSentence({ why: details.why as SopFault, step: typeof details.step === 'number' ? details.step : null })
      : '这个模板填得不对',
    `${nothingChanged}改一下再存。`,
  ],
  orderUnfit: (details) => [orderFaultWords[word(details, 'why') as OrderFault] ?? '这一单填得不对', `${nothingChanged}改一下再存。`],
  referralUnfit: (details) => [
    referralFaultWords[word(details, 'why') as ReferralFault]?.(word(details, 'name'), word(details, 'by')) ?? '这位不能记成带来的人',
    nothingChanged,
  ],
  brokenSegment: (details) => [
    `人群${named(details, '')}里用到的${brokenWords[word(details, 'what')] ?? '内容'}已经删除`,
    `${nothingChanged}这样的人群不算任何人。请打开「人群」，把标出来的条件换掉；误删的可以撤销。`,
  ],
  brokenAudience: (details) => [
    `「给谁看」里用到的${brokenWords[word(details, 'what')] ?? '内容'}已经删除`,
    `${nothingChanged}请重新选给谁看；误删的可以撤销。`,
  ],
  segmentLoop: (details) => [
    `人群不能由它自己组成：${named(details, '选中的人群')}里已经用到了它`,
    `${nothingChanged}请换一个人群，或者把那里的条件直接写进来。`,
  ],
  tagRuleUnfit: (details) => [
    'why' in details ? troubleText(details as unknown as RuleTrouble & { other?: boolean }) : '这条规则写得不对',
    `${nothingChanged}改一下条件或标签再存。`,
  ],
  notFound: (details) => [`找不到${named(details, '这条记录')}了`, '它可能刚被撤销或合并。其他数据都在，请回到列表看最新的样子。'],
  stillInUse: (details) => {
    const uses = number(details, 'count') || number(details, 'friends');
    return [`${named(details, '它')}还在使用${uses ? `，有 ${uses} 处` : ''}`, `${nothingChanged}先把用到它的地方改掉，或者把它归档。`];
  },
  alreadyUndone: ['这一步已经撤销过了', `${nothingChanged}`],
  guardHolds: ['这位好友现在不宜打扰，这条没有记成已发', '换个时候再发；一定要发，请先选一个理由。'],
  reAddCap: (details) => [
    `今天从${named(details, '这个号')}已经加了${typeof details.cap === 'number' ? ` ${count(details.cap)} 位` : '不少'}，先到这里`,
    '这一位没有记。加得太快，这个号也容易被封；明天接着加，或者换一个号。',
  ],
  pointsShort: (details) => {
    const { balance, delta } = details;
    const others = typeof details.count === 'number' ? details.count - 1 : 0;
    const few =
      typeof balance === 'number' && typeof delta === 'number' ? `只有 ${count(balance)} 积分，不够扣 ${count(-delta)}` : '积分不够扣';
    return [
      `${named(details, '这位好友')}${few}${others > 0 ? `；另外 ${count(others)} 位也不够` : ''}`,
      `${nothingChanged}请少扣一点，${others > 0 ? '或者只选积分够的好友。' : '或者先核对下面的记录。'}`,
    ];
  },
  tagBlocks: (details) => [
    `${named(details, '这个标签')}不能删：有 ${number(details, 'count')} 位好友靠它不收广告`,
    `${nothingChanged}真要删，先到「设置 → 打扰预算」把它从「不收广告的标签」里拿掉；只是换个名字，直接改名就好。`,
  ],
  queuePaused: (details) => [`这份名单先停着，${notSent(details)}`, '要接着发，先点「接着发」。'],
  wordsUnfilled: (details) => [
    `${Array.isArray(details.variables) ? details.variables.map((name) => `{${name}}`).join('、') : '变量'} 还没有填上，${notSent(details)}`,
    '按 e 自己补上，再按 c。',
  ],
  postUnfilled: (details) => [
    '这条还不能发：文字里有没填好的变量',
    `${Array.isArray(details.open) ? details.open.join('') : ''}没有复制，也没有标为已发。改成大家都能读的话；要每人换成自己的，「发到哪里」选「私聊」。`,
  ],
  postOneByOne: ['私聊要一位一位发，不能直接标为已发', `${nothingChanged}点「一位一位发」，谁这几天打扰多了会先等着，发过的都记下来。`],
  changedSince: ['这条记录刚刚在别处改过', '你刚写的内容还在屏幕上。请看一眼最新的内容，再保存一次。'],
  fileNotUnderstood: (details) => {
    const [what, hint] = fileKinds[word(details, 'what')] ?? [
      '看不懂，不像好友名单',
      '请选 CSV、TSV 或 Excel 文件（.xlsx），第一行写列名。',
    ];
    return [`${named(details, '这个文件')}${what}`, `没有导入任何内容。${hint}`];
  },
  fileEmpty: (details) => {
    if (details.what === 'headerOnly')
      return [`${named(details, '表')}里只有列名，没有好友`, '没有导入任何内容。请检查导出时有没有选中好友，再导出一次。'];
    if (details.what === 'content')
      return [`${named(details, '这个表')}里一条素材也没有`, '没有导入任何内容。第一行写列名，下面一行一条。'];
    if (details.what === 'calendar') return [`${named(details, '这个文件')}里没有日程`, '没有导入任何内容。请在原来的日历里再导出一次。'];
    if (details.what === 'blank') return [`${named(details, '里面')}没有任何文字`, '没有导入任何内容。请换一个文件，或者把名字粘贴进来。'];
    return [`${named(details, '这个文件')}是空的`, '没有导入任何内容。请重新导出一次名单。'];
  },
  fileTooLarge: (details) => {
    if (typeof details.files === 'number')
      return [
        `${named(details, '这个文件夹')}里的文件太多了（${count(details.files)} 个${number(details, 'limit') ? `，最多 ${number(details, 'limit')} 个` : ''}）`,
        '没有导入任何内容。请分几个文件夹，一个一个导入。',
      ];
    const bytes = typeof details.limit === 'number' ? details.limit : typeof details.maxBytes === 'number' ? details.maxBytes : 0;
    const size = bytes > 0 ? fileSize(bytes) : typeof details.maxMb === 'number' ? `${details.maxMb} MB` : '';
    const most = size ? `（最大 ${size}）` : '';
    if (details.what === 'media')
      return [`${named(details, '这个文件')}太大了${most}`, '没有加进去，已有的都在。视频请先用剪映导出小一点的，图片请先压缩。'];
    return [`${named(details, '这个文件')}太大了${most}`, '没有导入任何内容。请把它拆成几个小文件，分次导入。'];
  },
  fileChanged: (details) => [`读的时候${named(details, '文件')}被改动了`, '没有导入任何内容。请关掉正在编辑它的程序，再选一次。'],
  fileGone: (details) => [`${named(details, '文件')}已经不在原来的地方`, `${nothingChanged}请重新选一次。`],
  filePasswordProtected: (details) => [
    `${named(details, '这个表格')}设了密码`,
    '没有导入任何内容。请在 Excel 里去掉密码，另存一份再导入。',
  ],
  wrongPassword: (details) => [
    `密码不对，打不开${named(details, '这个文件')}`,
    '没有导入任何内容。微信支付账单的密码在「微信支付」公众号的消息里；快团团的密码是导出时自己设的。',
  ],
  fileOldWorkbook: (details) => [
    `${named(details, '这个表格')}是旧版 Excel（.xls）`,
    '没有导入任何内容。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。',
  ],
  fileDamaged: (details) =>
    details.what === 'text'
      ? [`${named(details, '这个文件')}的文字读出来是乱码`, '没有导入任何内容。请用 Excel 或 WPS 打开，另存为 .xlsx 再导入。']
      : [`${named(details, '这个文件')}损坏了，读不下去`, '没有导入任何内容。请重新导出或重新下载一次。'],
  fileSuspicious: (details) => [
    `${named(details, '这个文件')}${suspicions[word(details, 'reason')] ?? '的内容不正常'}，为安全起见没有打开`,
    '没有导入任何内容。请从导出它的工具里重新导出一次；别人发来的，先问清楚是什么。',
  ],
  headerMissing: (details) => [
    number(details, 'line')
      ? `${inFile(details)}第 ${number(details, 'line')} 行没有内容，不能当列名`
      : `${inFile(details)}没有找到写列名的那一行`,
    '没有导入任何内容。请指定列名在第几行，或者在文件最上面加一行列名。',
  ],
  tooManyColumns: (details) => [
    `${inFile(details)}列太多了${number(details, 'columns') ? `（${number(details, 'columns')} 列，最多 ${number(details, 'limit') || '512'} 列）` : ''}`,
    '没有导入任何内容。请删掉用不到的列再导入。',
  ],
  tooManyRows: (details) => [
    `${inFile(details)}行太多了${number(details, 'limit') ? `（最多 ${number(details, 'limit')} 行）` : ''}`,
    '没有导入任何内容。请拆成几个文件，分次导入。',
  ],
  sessionGone: ['这次导入已经放了太久，被清理了', '好友数据没有改动。请重新选一次文件。'],
  mojibakeFound: (details) => [
    `${named(details, '聊天记录')}里有一些字读出来是乱码`,
    '没有导入任何内容。请从原来的程序重新导出一次；实在没有别的文件，可以选择照样导入。',
  ],
  alreadyRunning: ['铁粉簿已经开着了', '数据是安全的。请到已经打开的那个窗口里继续。'],
  networkFolder: (details) => [
    `数据文件夹在网络盘上${word(details, 'path') ? `：${word(details, 'path')}` : ''}`,
    '网络盘会损坏数据库，所以没有打开。请把数据放到本机硬盘。',
  ],
  cloudFolder: (details) => [
    `数据文件夹在云同步目录里${word(details, 'path') ? `：${word(details, 'path')}` : ''}`,
    '同步会损坏数据库，所以没有打开。请把数据放到不同步的文件夹。',
  ],
  readOnlyFolder: ['数据文件夹不能写入', '已有的数据没有动。请换一个文件夹，或者打开它的写入权限。'],
  folderMissing: ['找不到数据文件夹', '如果它在移动硬盘上，请先插好硬盘再打开。'],
  diskFull: (details) => [
    '硬盘满了，这一步没有保存',
    number(details, 'freedMb')
      ? `之前的数据都完好。铁粉簿留着备用的 ${number(details, 'freedMb')} MB 已经让了出来：再做一次就能存，也能导出；请尽快清出一些空间。`
      : '之前的数据都完好。请清出一些空间，再做一次。',
  ],
  databaseNewer: ['这份数据是更新版本的铁粉簿写的', '为了不弄坏它，没有打开，也没有改动。请装上最新的铁粉簿再打开，数据不用搬。'],
  databaseDamaged: [
    '有一段资料没有读出来',
    '刚才这一步没有做，存下的没有动。请关掉铁粉簿再打开：会先把整本查一遍，分清是硬盘没有回应还是资料坏了，再带你做下一步。',
  ],
  diskUnreadable: [
    '硬盘没有把资料读出来',
    '资料多半是好的，没有动过。请检查硬盘或 U 盘的插头，再打开一次；还不行，先把整个数据文件夹复制到好的盘上。',
  ],
  appLocked: ['铁粉簿锁着', '资料没有动过。输入密码，就能接着用。'],
  rescueMode: ['资料还没有打开', '请刷新页面，先把资料救回来。'],
  updating: ['更新之前正在备份，资料还没有打开', '做完会自己打开；请刷新页面，看看做到哪里了。'],
  migrationFailed: ['升级数据没有成功', '升级前的数据已经完整保留。请重新打开一次；还不行，请保留整个数据文件夹，请帮你装软件的人来看。'],
  storageFailed: ({ code }) =>
    /READ/.test(String(code))
      ? ['硬盘没有读出来', '没有改动任何资料。请检查硬盘或 U 盘的插头，再试一次；还不行，重新打开铁粉簿。']
      : ['没有写进硬盘', '之前的数据都完好。请再试一次；还不行，重新打开铁粉簿。'],
  wrongSecret: (details) =>
    details.what === 'lock'
      ? ['密码不对', '资料没有动过。请再看一眼大小写和输入法。']
      : ['打不开：密码或恢复码不对', '备份和现在的资料都没有动过。请再看一眼大小写和空格，或者换另一样来开：密码、恢复码有一样就行。'],
  notAKit: ['这不是铁粉簿的封号急救包', `${nothingChanged}请选以 .tfk 结尾的文件；.tfb 是整本备份，在「备份」里打开。`],
  notABackup: ['这不是铁粉簿的备份', `${nothingChanged}请选以 .tfb 结尾的备份文件。`],
  backupDamaged: (details) =>
    details.what === 'kit'
      ? ['这个急救包坏了，或者没有写完', '簿子里的资料没有动过。请换一份；簿子还在的话，重新做一份就行。']
      : ['这份备份坏了，或者没有写完', '没有用它，现在的资料没有动过。请换一份备份；U 盘上常这样的话，请换一个 U 盘。'],
  backupNewer: ['这份备份是更新版本的铁粉簿做的', '没有用它，现在的资料没有动过。请先更新铁粉簿。'],
  targetMissing: ['找不到放备份的地方', '资料都在电脑里，已有的备份没有动。请插好 U 盘，或者连上共享文件夹，再备份一次。'],
  targetHangs: ['放备份的地方没有回应', '资料都在电脑里，已有的备份没有动。请检查共享文件夹或 U 盘，稍后会自己再试。'],
  targetReadOnly: ['放备份的地方不能写入', '资料都在电脑里，已有的备份没有动。请打开它的写入权限，或者换一个文件夹。'],
  targetFull: ['放备份的地方满了', '资料都在电脑里，已有的备份没有动。请在那里清出一些空间，或者换一个地方。'],
  targetUnfit: (details) => [
    targetFaults[word(details, 'why')] ?? '这个地方不能放备份',
    '没有加进去。请选 U 盘、移动硬盘或共享盘上的一个文件夹。',
  ],
  targetTaken: ['这个文件夹已经在用了', '没有重复加，备份会照常放到那里。'],
  backupsNotSetUp: (details) =>
    details.what === 'target'
      ? ['还没有选放备份的地方', `${nothingChanged}请先选一个文件夹，比如 U 盘或共享盘上的。`]
      : ['备份还没有设好', `${nothingChanged}请先在「备份」里设一个密码。`],
  backupRuns: ['正在备份或查看另一份备份', '那一步没有受影响。等它做完，再做这一步。'],
  codeDiffers: ['和恢复码对不上', '恢复码没有变。请照着抄下的那张纸再输一遍；纸找不到了，就换一个新的恢复码。'],
  cancelled: ['已取消', nothingChanged],
  closing: ['铁粉簿没有回应，可能已经关闭', '已经保存过的都在。请重新打开铁粉簿，再做这一步。'],
  clipboardRefused: ['没有复制成功', '剪贴板还是原来的内容。请点一下这个窗口再复制；别的程序正占着剪贴板的话，等一下再试。'],
  unsupportedHere: ['浏览器里做不了这一步', '请用桌面版铁粉簿来做。'],
  unauthorized: ['这个页面打不开你的簿子了', '数据是安全的。到启动铁粉簿的黑色窗口里按一下回车，会打开新的地址。'],
  internal: (details) => {
    const reference = word(details, 'reference');
    return [
      '铁粉簿出了点问题',
      `这一步没有保存，之前的数据都完好。请再试一次${reference ? `；还不行，到「设置」里存一份诊断资料，和编号 ${reference} 一起发给帮你装软件的人` : ''}。`,
    ];
  },
};

/** The Chinese words for an AppError: the one place where `kind` becomes a sentence. */
export function errorText(error: AppError): ErrorText {
  const sentence = sentences[error.kind];
  const [title, hint] = typeof sentence === 'function' ? sentence(error.details) : sentence;
  return { title, hint };
}

/** The same for whatever was thrown. */
export function textOfFailure(error: unknown): ErrorText {
  return errorText(toAppError(error));
}
