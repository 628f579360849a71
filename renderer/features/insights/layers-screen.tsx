import { Button, Select } from 'antd';
import type { ReactNode } from 'react';
import type { LayersReport } from '../../../shared/contracts/layers.ts';
import { count, money } from '../../lib/format.ts';
import { InsightsIcon } from '../../ui/icons.tsx';
import { EmptyState } from '../../ui/states.tsx';
import { useSetting } from '../settings/index.ts';
import { AiplSteps } from './components/aipl-steps.tsx';
import { FlowTable } from './components/flow-table.tsx';
import { InsightFrame } from './components/insight-frame.tsx';
import type { LayerDoors } from './components/layer-actions.tsx';
import { LayerList } from './components/layer-list.tsx';
import { LayerRulesLine } from './components/layer-rules.tsx';
import { RfmTable } from './components/rfm-table.tsx';
import { TalkAndSpend } from './components/talk-and-spend.tsx';
import { TopFifth } from './components/top-fifth.tsx';
import { dayWords, layerOf, periodText } from './layer-words.ts';
import { useLayers } from './queries.ts';

export interface LayersScreenProps extends LayerDoors {
  tabs: ReactNode;
  /** to the orders: those without a friend, or those that cannot be */
  onOrders: (which: 'unlinked' | 'odd') => void;
  /** where a first order is written or brought in */
  onFirstOrder: () => void;
}

const windows = [30, 90, 180, 365];

function WindowPicker() {
  const [rules, setRules] = useSetting('layers.rules');
  const days = [...new Set([...windows, rules.windowDays])].sort((a, b) => a - b);
  return (
    <Select
      aria-label="看哪段时间"
      className="layers-window"
      value={rules.windowDays}
      options={days.map((value) => ({ value, label: value === 365 ? '近一年' : `近 ${value} 天` }))}
      onChange={(windowDays: number) => setRules({ ...rules, windowDays })}
    />
  );
}

/** 分层: whom to care for first, by what they bought. */
export function LayersScreen({ tabs, onOrders, onFirstOrder, ...doors }: LayersScreenProps) {
  return (
    <InsightFrame tab="layers" title="先照顾谁？" tabs={tabs} actions={<WindowPicker />} report={useLayers()}>
      {(report) => <Layers report={report} doors={doors} onOrders={onOrders} onFirstOrder={onFirstOrder} />}
    </InsightFrame>
  );
}

interface LayersProps extends Pick<LayersScreenProps, 'onOrders' | 'onFirstOrder'> {
  report: LayersReport;
  doors: LayerDoors;
}

function Layers({ report, doors, onOrders, onFirstOrder }: LayersProps) {
  return (
    <>
      {report.buyers === 0 ? (
        <EmptyState
          icon={<InsightsIcon width="22" height="22" />}
          title="还没有好友买过"
          hint="分层看谁买过、多久前买的、买了几次、花了多少。记一单，或者导入订单、接龙，这里就有了。"
          action={
            <Button type="primary" onClick={onFirstOrder}>
              去记第一单
            </Button>
          }
        />
      ) : (
        <Summary report={report} />
      )}
      <LeftOut report={report} onOrders={onOrders} />
      {report.buyers > 0 && (
        <>
          <RfmTable report={report} doors={doors} />
          <TopFifth report={report} doors={doors} />
          <TalkAndSpend report={report} doors={doors} />
        </>
      )}
      {report.people > 0 && (
        <>
          <AiplSteps report={report} doors={doors} />
          <FlowTable report={report} doors={doors} />
          <LayerList
            title="有没有来薅羊毛的？"
            sentence={signsSentence(report)}
            codes={['leadOnly', 'refunder', 'askedOnly']}
            report={report}
            doors={doors}
            note="只是迹象，不是定论：先看看是谁，再决定。引流品、试用在「订单 → 商品」里标；问价的词在设置里改。"
          />
          <LayerList
            title="谁和你近，谁和你远？"
            sentence={tiesSentence(report)}
            codes={['tieStrong', 'tieWeak']}
            report={report}
            doors={doors}
            note="你在好友资料里标过关系的，按你标的；没标的按聊天：有来有往够多天算强关系，说过话算弱关系。"
          />
        </>
      )}
      <LayerRulesLine report={report} />
    </>
  );
}

/** What the period says, in one sentence. */
function Summary({ report }: { report: LayersReport }) {
  const { recentBuyers, orders, fen, people } = report;
  return (
    <p className="layers-summary">
      <span>
        {recentBuyers === 0 ? (
          <>{periodText(report)}没有人买过；更早买过的还在下面。</>
        ) : (
          <>
            {periodText(report)}，<b>{count(recentBuyers)}</b> 位好友买了 <b>{count(orders)}</b> 单，收下 <b>{money(fen)}</b>
            （退款已减掉）。
          </>
        )}
      </span>
      <small>
        {dayWords(report.fromOn)}到{dayWords(report.toOn)}，看了 {count(people)} 位好友
      </small>
    </p>
  );
}

/** What is not counted, and why: nothing is left out silently. */
function LeftOut({ report, onOrders }: Pick<LayersProps, 'report' | 'onOrders'>) {
  const { unlinked, archived, odd, refundedHeads } = report.left;
  const parts: ReactNode[] = [];
  if (unlinked.orders > 0)
    parts.push(
      <li key="unlinked">
        {count(unlinked.orders)} 单（{money(unlinked.fen)}）还不知道是哪位好友的
        <Button size="small" type="link" onClick={() => onOrders('unlinked')}>
          去认一认
        </Button>
      </li>,
    );
  if (odd > 0)
    parts.push(
      <li key="odd">
        {count(odd)} 单的金额或日期不对
        <Button size="small" type="link" onClick={() => onOrders('odd')}>
          去看看
        </Button>
      </li>,
    );
  if (archived.orders > 0)
    parts.push(
      <li key="archived">
        归档的好友买的 {count(archived.orders)} 单（{money(archived.fen)}）
      </li>,
    );
  if (refundedHeads > 0) parts.push(<li key="refunded">{count(refundedHeads)} 位买了又全退了，算没买过</li>);
  if (parts.length === 0) return null;
  return (
    <div className="layers-left">
      <span>没算进来的：</span>
      <ul>{parts}</ul>
    </div>
  );
}

function signsSentence(report: LayersReport): string {
  const all = (['leadOnly', 'refunder', 'askedOnly'] as const).reduce((sum, code) => sum + layerOf(report, code).heads, 0);
  return all === 0 ? `看了 ${count(report.people)} 位好友，没有看到这样的人。` : `看了 ${count(report.people)} 位好友，有这几种迹象：`;
}

function tiesSentence(report: LayersReport): string {
  const [strong, weak] = [layerOf(report, 'tieStrong'), layerOf(report, 'tieWeak')];
  const far = report.people - strong.heads - weak.heads;
  return `${count(report.people)} 位好友里，强关系 ${count(strong.heads)} 位，弱关系 ${count(weak.heads)} 位，另有 ${count(far)} 位还没说过话。${
    strong.fen + weak.fen > 0 ? `${periodText(report)}强关系付了 ${money(strong.fen)}，弱关系付了 ${money(weak.fen)}。` : ''
  }`;
}
