import { Dialog } from '../../../ui/dialog.tsx';

interface Way {
  what: string;
  how: string;
  brings: string;
}

const official: readonly Way[] = [
  {
    what: '聊天：用邮件发给自己',
    how: '手机微信里长按一条消息 → 多选 → 转发 → 邮件。打开邮件，全选、复制，回来点「粘贴文字」。',
    brings: '谁、几点几分、说了什么',
  },
  {
    what: '聊天：电脑上复制',
    how: '电脑微信的聊天窗口里右键 → 多选（一次最多 100 条）→ 复制，回来粘贴。',
    brings: '谁、几点几分、说了什么',
  },
  { what: '好友：企业微信', how: '企业微信管理后台 → 客户 → 导出，得到一个 Excel。', brings: '客户名、标签、添加时间、来源' },
  { what: '好友：手机通讯录', how: '手机「联系人」里选导出，得到一个 .vcf 文件。', brings: '姓名、电话、生日、地址' },
  {
    what: '好友：自己记的表',
    how: '任何 Excel、WPS、CSV 表格，第一行写列名就行。只有名字也可以直接粘贴，一行一个。',
    brings: '每一列都能对上号',
  },
];

const tools = '留痕（MemoTrace）、PyWxDump、chatlog、WeFlow、EchoTrace、密语、WeChatDataAnalysis、WechatExporter、ChatLab 格式、WeClone';

const cannot: readonly [what: string, why: string][] = [
  ['训练机器人用的 JSON', '顺序打乱、没有时间，拼不回聊天。请用原来的工具另导一份 CSV。'],
  ['Word 文档', '只有版面，没有谁说的、什么时候说的。请另导 CSV、JSON 或 TXT。'],
  ['图片、语音、视频', '聊天里会留下「这里有一张图片」的记号，文件本身不搬进来。'],
];

/** How each kind of file is obtained, official ways first; what we cannot read, and why. */
export function HelpPanel({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title="各种文件怎么拿到" onClose={onClose} width={720}>
      <div className="center-help">
        <p>铁粉簿只读你已经有的文件，或你自己复制过来的文字。它不登录微信，不碰微信的数据，也不联网。</p>
        <h3>先走官方的路</h3>
        <dl>
          {official.map((way) => (
            <div key={way.what}>
              <dt>{way.what}</dt>
              <dd>
                {way.how}
                <small>带来：{way.brings}</small>
              </dd>
            </div>
          ))}
        </dl>
        <h3>手上已有别的工具导出的文件</h3>
        <p>认得这些：{tools}。把整个导出文件夹拖进来最好，文件夹名里常有对方的微信号。</p>
        <p className="warn">不必为此再去装这些工具：它们要读微信的本地数据，有封号和泄密的风险。</p>
        <h3>读不了的，和为什么</h3>
        <dl>
          {cannot.map(([what, why]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{why}</dd>
            </div>
          ))}
        </dl>
        <p>聊天里有别人的话：请只导入你自己参与的聊天，只用来照顾好自己的客户。</p>
      </div>
    </Dialog>
  );
}
