import { Fragment, type ReactNode } from 'react';
import type { ReferralReport } from '../../../shared/contracts/referrals.ts';
import type { ReferralFigure } from '../../../shared/domain/figures.ts';
import { fewestForK } from '../../../shared/domain/referrals.ts';
import { count, dateText, percent } from '../../lib/format.ts';
import { PeopleIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { ChartSection, FigureLink, InsightFrame } from '../insights/index.ts';
import { NumbersLine, SettingGroup } from '../settings/index.ts';
import { useReferralReport } from './queries.ts';
import { ruleText } from './words.ts';
import '../../ui/plain-table.css';
import './referrals.css';

export interface ReferralsScreenProps {
  tabs: ReactNode;
  onFriend: (id: number) => void;
  onFriends: () => void;
  /** to the people whom a number counts, by its text */
  onFigure: (figure: string) => void;
}

/** 转介绍: who brought whom, and what K that makes. */
export function ReferralsScreen({ tabs, onFriend, onFriends, onFigure }: ReferralsScreenProps) {
  return (
    <InsightFrame tab="referrals" title="谁在帮你带人？" tabs={tabs} actions={null} report={useReferralReport()}>
      {(report) => (
        <>
          {report.brought === 0 ? (
            <EmptyState
              icon={<PeopleIcon width="22" height="22" />}
              title={`近 ${report.days} 天新来的好友里，还没记下谁是谁带来的`}
              hint="打开一位好友，在资料里「转介绍」记是谁带来的。"
              action={
                <button type="button" className="link-button" onClick={onFriends}>
                  去好友列表
                </button>
              }
            />
          ) : (
            <Report report={report} onFriend={onFriend} onFigure={onFigure} />
          )}
          <SettingGroup title="怎么算的">
            <NumbersLine
              setting="referrals.rules"
              title="看多久，留多久才算"
              text={({ windowDays, stayDays }) => `看最近 ${windowDays} 天来的人。${ruleText(stayDays)}`}
              hint="只记直接带来的那一位。铁粉簿不按人头算奖励，也不按下线的销售额算：那样做会碰到法律的红线。"
              words={{ stayDays: { label: '加上满几天还在，才算有效', unit: '天' }, windowDays: { label: '看最近多少天来的', unit: '天' } }}
              button="改规则"
            />
          </SettingGroup>
        </>
      )}
    </InsightFrame>
  );
}

const columns = ['谁', '带来', '有效', '还没满天数'];
const onDay = (day: string): string => dateText(Date.parse(`${day}T00:00:00`));

interface ReportProps extends Pick<ReferralsScreenProps, 'onFriend' | 'onFigure'> {
  report: ReferralReport;
}

function Report({ report, onFriend, onFigure }: ReportProps) {
  const { days, fromOn, toOn, friends, brought, valid, waiting, k, bringers, bringerHeads } = report;
  const decided = brought - waiting;
  const people = (part: ReferralFigure['part'], heads: number) => (
    <FigureLink figure={{ of: 'referral', part, fromOn, toOn }} heads={heads} onFigure={onFigure} />
  );
  const left = leftStates.filter((state) => report.left[state] > 0);
  return (
    <>
      <ChartSection
        title="一位好友能带来几位？"
        sentence={sentence(report)}
        basis={`近 ${days} 天来的 ${count(brought)} 位`}
        tellsItself
        table={() => ({
          header: ['', '数'],
          rows: [
            ['K', k === null ? '' : k.toFixed(4)],
            ['好友', friends],
            ['带来的', brought],
            ['有效的', valid],
            ['还没满天数的', waiting],
          ],
        })}
      >
        <p className="referral-k">
          K = <b>{k === null ? '还算不出' : k.toFixed(4).replace(/0+$/, '').replace(/\.$/, '')}</b>
        </p>
        <p>{sentence(report)}</p>
        {k !== null && (
          <p className="insight-note">
            带来 {people('brought', brought)} 位 ÷ {count(friends)} 位好友 × 有效 {people('valid', valid)} 位 ÷ 有结果的 {count(decided)}{' '}
            位（
            {percent(valid / decided)}）。还没满天数的 {people('waiting', waiting)} 位不算进后一半。
          </p>
        )}
        <p className="insight-note">
          近 {days} 天（{onDay(fromOn)}到{onDay(toOn)}）来的 {people('brought', brought)} 位。
          {left.length > 0 && (
            <>
              不算有效的：
              {left.map((state, place) => (
                <Fragment key={state}>
                  {place > 0 && '，'}
                  {people(state, report.left[state])} 位{leftWords[state]}
                </Fragment>
              ))}
              。
            </>
          )}
        </p>
      </ChartSection>
      <ChartSection
        title="谁带来的"
        sentence={`${count(bringerHeads)} 位好友带过人${bringerHeads > bringers.length ? `，先列出 ${count(bringers.length)} 位` : ''}。`}
        basis={`近 ${days} 天带来的 ${count(brought)} 位`}
        table={() => {
          const most = Math.max(1, ...bringers.map((one) => one.brought));
          return {
            header: columns,
            rows: bringers.map((one) => [one.name, one.brought, one.valid, one.waiting]),
            paint: { as: 'bar', shares: bringers.map((one) => [0, one.brought / most]) },
          };
        }}
      >
        <table className="plain-table referral-table" aria-label="谁带来的">
          <thead>
            <tr>
              {columns.map((name) => (
                <th scope="col" key={name}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bringers.map((one) => (
              <tr key={one.friendId}>
                <th scope="row">
                  <button type="button" className="link-button" onClick={() => onFriend(one.friendId)}>
                    {one.name}
                  </button>
                </th>
                <td>{count(one.brought)}</td>
                <td>{count(one.valid)}</td>
                <td>{count(one.waiting)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ChartSection>
    </>
  );
}

function sentence({ brought, k }: ReferralReport): string {
  if (k === null) return '带来的人都还没满天数，过些日子再看。';
  if (brought < fewestForK) return `只有 ${count(brought)} 位是带来的，多一位少一位就变，当个参考。`;
  return k >= 1 ? '每位好友平均能带来一位以上留得住的人：不用买流量也会长。' : `每 100 位好友，带来 ${Math.round(k * 100)} 位留得住的人。`;
}

const leftStates = ['gone', 'notNew', 'samePerson', 'circle'] as const;
const leftWords: Record<(typeof leftStates)[number], string> = {
  gone: '已经走了',
  notNew: '不是新人',
  samePerson: '和带来的人是同一个人',
  circle: '绕了一圈又带回自己，改一改是谁带来的',
};
