import type { RescueKind, SalvagedKind, SalvageReport } from '../../../shared/contracts/rescue.ts';
import { count } from '../../lib/format.ts';

const words: Record<RescueKind, readonly [name: string, unit: string]> = {
  friends: ['好友', '位'],
  notes: ['备注记录', '条'],
  touches: ['联系记录', '条'],
  tags: ['标签', '个'],
  chats: ['聊天', '个'],
  messages: ['聊天消息', '条'],
  orders: ['订单', '笔'],
  payments: ['收付款', '笔'],
  posts: ['朋友圈', '条'],
  contents: ['素材', '条'],
  accounts: ['微信号', '个'],
  others: ['其他记录', '条'],
};

function howMany({ kind, read, expected }: SalvagedKind): string {
  const [, unit] = words[kind];
  if (expected === null) return `${count(read)} ${unit}，原来有多少看不出来了`;
  return read >= expected ? `${count(read)} ${unit}，一${unit}不少` : `${count(read)} ${unit}，原来有 ${count(expected)} ${unit}`;
}

/** What came back, kind by kind. */
export function SalvageResult({ report }: { report: SalvageReport }) {
  const friends = report.kinds.find(({ kind }) => kind === 'friends');
  return (
    <>
      <dl className="rescue-kinds" aria-label="救回来的">
        {report.kinds.map((one) => (
          <div key={one.kind} className={one.expected !== null && one.read >= one.expected ? 'whole' : 'partly'}>
            <dt>{words[one.kind][0]}</dt>
            <dd>{howMany(one)}</dd>
          </div>
        ))}
      </dl>
      {friends && friends.standIns > 0 && (
        <p>
          另外有 {count(friends.standIns)}{' '}
          位好友的名字没读出来，先用「没读出来的好友」加编号顶着，标签、订单和聊天还挂在对方名下；再导一次通讯录就能补上。
        </p>
      )}
      {report.dropped > 0 && <p>有 {count(report.dropped)} 条零碎记录找不到归属，没有放进来。</p>}
    </>
  );
}
