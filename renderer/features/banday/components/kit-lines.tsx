import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import type { BanDayAccount, banListFormats } from '../../../../shared/contracts/ban-day.ts';
import { client } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { useSaved, useVaultKind } from '../queries.ts';
import { drillText, kitText } from '../words.ts';
import { OpenKitDialog } from './open-kit-dialog.tsx';

function Line({ title, hint, amber = false, children }: { title: string; hint: ReactNode; amber?: boolean; children: ReactNode }) {
  return (
    <div className="ban-line">
      <div>
        <h3>{title}</h3>
        <p className={amber ? 'ban-amber' : undefined}>
          {amber && <WarningIcon width="13" height="13" />}
          {hint}
        </p>
      </div>
      {children}
    </div>
  );
}

/** What to have at hand before the day: the sealed kit, the list on paper, and the proof that the kit opens. */
export function KitLines({ account }: { account: BanDayAccount }) {
  const { accountId } = account;
  const [opening, setOpening] = useState(false);
  const vault = useVaultKind();
  const kit = useSaved(
    () => client.banday.makeKit.mutate({ accountId }),
    ({ count: people }, savedAs) => `急救包做好了，${count(people)} 位：${savedAs}。放到 U 盘上，别只留在这台电脑里`,
  );
  const list = useSaved(
    (format: (typeof banListFormats)[number]) => client.banday.list.mutate({ accountId, format }),
    ({ count: people }, savedAs) => `名单存好了，${count(people)} 位：${savedAs}。上面有电话，用完收好`,
  );
  const closed = vault === 'closed';
  const empty = account.reach.people === 0;
  return (
    <section className="ban-group" aria-labelledby="ban-kit">
      <h2 id="ban-kit">趁现在准备好</h2>
      <div>
        {vault === 'none' ? (
          <Line title="急救包" hint="急救包用备份的密码加密。还没有设过密码，先去设一个，只要一次。">
            <Link className="ban-link-button" to="/backup">
              去设密码
            </Link>
          </Line>
        ) : (
          <Line
            title="急救包"
            hint={`${kitText(account)}一个文件，里面是这个号的好友、电话、成交和最后聊的话。${closed ? '用备份的密码加密，密码或恢复码能打开。' : '备份没有加密，谁拿到都能看。'}`}
          >
            <Button type="primary" loading={kit.isPending} disabled={empty || vault === undefined} onClick={() => kit.mutate()}>
              做一份急救包
            </Button>
          </Line>
        )}
        <Line title="演练" hint={drillText(account)} amber={account.bundle !== null && account.drillDue}>
          <Button onClick={() => setOpening(true)}>打开一个急救包</Button>
        </Line>
        <Line title="纸上的名单" hint="先找成交多、信任高的。没有加密，打印出来收好。">
          <Button loading={list.isPending && list.variables === 'html'} disabled={empty} onClick={() => list.mutate('html')}>
            打印用的网页
          </Button>
          <Button loading={list.isPending && list.variables === 'xlsx'} disabled={empty} onClick={() => list.mutate('xlsx')}>
            Excel
          </Button>
          <Button loading={list.isPending && list.variables === 'csv'} disabled={empty} onClick={() => list.mutate('csv')}>
            CSV
          </Button>
        </Line>
      </div>
      {opening && <OpenKitDialog onClose={() => setOpening(false)} />}
    </section>
  );
}
