import type { numberRanges } from '../../../../shared/contracts/settings.ts';
import { silenceAmber, silenceRed } from '../../../../shared/domain/care-today.ts';
import { NumbersLine, useSetting } from '../../settings/index.ts';

const words: Record<keyof (typeof numberRanges)['today.rules'], { label: string; unit: string }> = {
  minutes: { label: '每天给人的时间', unit: '分钟' },
  perName: { label: '一位大约要', unit: '分钟' },
  valueTimes: { label: '价值：花钱最多的算没买过的几倍', unit: '倍' },
  trustTimes: { label: '信任：铁粉算泛流量的几倍', unit: '倍' },
  dueTimes: { label: '到期：今天非做不可的算没事的几倍', unit: '倍' },
  silenceTimes: { label: '沉默：最多算几倍', unit: '倍' },
  rhythmDays: { label: '看不出自己节奏的，多久聊一次算正常', unit: '天' },
  unpaidFrom: { label: '没付款：几天以后提醒', unit: '天' },
  unpaidUntil: { label: '没付款：过了几天不再提醒', unit: '天' },
};

/** 怎么算的: each factor in plain words, and its numbers to change. */
export function HowMade() {
  const [rules] = useSetting('today.rules');
  return (
    <details className="care-fold">
      <summary>
        <b>怎么算的</b>
      </summary>
      <div className="care-made">
        <p>四样相乘，分高的在前。没有理由的不列：要么有事到期，要么沉默够了自己的节奏。</p>
        <dl>
          <dt>价值</dt>
          <dd>没买过 ×1，花钱最多的 ×{rules.valueTimes}，中间按「分层」里付款的 1–5 分。</dd>
          <dt>信任</dt>
          <dd>泛流量 ×1，铁粉 ×{rules.trustTimes}，中间按等级。</dd>
          <dt>到期</dt>
          <dd>
            说好的、答应的事到日子、生日、今天该跟进的、没付款、到了该再买的日子 ×{rules.dueTimes}；过了 7 天的少四分之一，还差 3
            天的一半，还差 7 天的四分之一；没事 ×1。「该复购了」的跟进也照这几档。没付款的 {rules.unpaidFrom} 天后开始提醒，
            {rules.unpaidUntil} 天后不再提醒。
          </dd>
          <dt>沉默</dt>
          <dd>
            多少天没联系 ÷ 自己平常几天聊一次（看不出来的按 {rules.rhythmDays} 天），最少 ×1，最多 ×{rules.silenceTimes}。
          </dd>
          <dt>不列的</dt>
          <dd>
            这几天刚联系过的（天数是「设置」里打扰上限的那个；今天该跟进、答应的事到日子的照样列，今天联系过的才不列）、带勿扰标签的、已删我、拉黑、已流失、归档的、你放到以后的。
          </dd>
          <dt>快生疏的</dt>
          <dd>
            有自己节奏的人，7 天以上没联系，并且超过平常的 {silenceAmber} 倍；超过 {silenceRed} 倍是快丢了。
          </dd>
        </dl>
        <NumbersLine
          setting="today.rules"
          title="这些数"
          text={({ minutes, perName }) =>
            `每天 ${minutes} 分钟，一位约 ${perName} 分钟，够 ${Math.max(1, Math.floor(minutes / perName))} 位。`
          }
          hint="改了马上重新排，不改动任何好友。"
          words={words}
          button="改规则"
        />
      </div>
    </details>
  );
}
