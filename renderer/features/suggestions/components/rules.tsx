import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { type RuleMode, ruleModes, type TrustRule } from '../../../../shared/domain/trust-suggestions.ts';
import { trustRuleWords } from '../../../../shared/domain/words.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { levels, levelText } from '../../../lib/words.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { useSegmentSizes, useSegments } from '../../segments/index.ts';
import { NumbersLine, SettingGroup, SettingLine, useSetting } from '../../settings/index.ts';
import { useRates } from '../queries.ts';
import { modeWords, rateText, ruleSentences } from '../words.ts';

const numberWords = {
  talkDays: { label: '常聊：有来有往', unit: '天' },
  talkWindow: { label: '常聊：看最近', unit: '天' },
  loyalOrders: { label: '忠诚：下过单的日子', unit: '天' },
  loyalDays: { label: '忠诚：一直在聊', unit: '天' },
  fanOrders: { label: '铁粉：买过', unit: '单' },
  silenceTimes: { label: '沉默：超过自己节奏的', unit: '倍' },
  rhythmDays: { label: '沉默：有来有往满多少天才算有节奏', unit: '天' },
  silentDays: { label: '沉默：至少', unit: '天' },
};

/** Tags that say that somebody spoke for the seller. */
function VoiceTags() {
  const [names, setNames] = useSetting('trust.voiceTags');
  const { tags } = useTagBook();
  return (
    <SettingLine
      title="替我们说话的标签"
      hint="好友带着其中一个，就算写过好评或介绍过人。打上标签就是你的凭据，「走到哪一步」里也就算 L；资料里记了、已经有效的转介绍不用再打。"
    >
      <Select
        mode="tags"
        aria-label="替我们说话的标签"
        className="suggestion-voices"
        value={names}
        onChange={(next: string[]) =>
          setNames(
            next
              .map((name) => name.trim())
              .filter(Boolean)
              .slice(0, 20),
          )
        }
        options={tags.map(({ name }) => ({ value: name, label: name }))}
      />
    </SettingLine>
  );
}

/** Own rules: whoever is in a segment is to stand on a level. */
function OwnRules() {
  const [rules, setRules] = useSetting('trust.ownRules');
  const { list, byId, ready } = useSegments();
  const sizeOf = useSegmentSizes(rules.length > 0);
  const [segmentId, setSegmentId] = useState<number | null>(null);
  const [level, setLevel] = useState(3);
  const nameOf = (id: number) => {
    const segment = byId.get(id);
    if (!segment) return ready ? '已删除的人群（这条不起作用）' : '';
    if (segment.broken.length > 0) return `${segment.name}（坏了，这条不起作用）`;
    // one that means everybody is seen before it acts
    return typeof sizeOf(id) === 'number' ? `${segment.name}（${count(sizeOf(id)!)} 位）` : segment.name;
  };
  const levelChoices = levels.map((one) => ({ value: one as number, label: levelText(one) }));
  return (
    <SettingLine
      title="自己的规则"
      hint={
        list.length === 0
          ? '先在「人群」里存下一个条件，再选它该站在哪一级。'
          : '在这个人群里的，建议站到这一级；同一位在几条里，按最高的一级。'
      }
    >
      <div className="own-rules">
        <ul aria-label="自己的规则">
          {rules.map((rule) => (
            <li key={rule.segmentId}>
              <span>
                {nameOf(rule.segmentId)} → {levelText(rule.level)}
              </span>
              <Button
                size="small"
                aria-label={`拿掉规则 ${nameOf(rule.segmentId)}`}
                onClick={() => setRules(rules.filter((one) => one !== rule))}
              >
                拿掉
              </Button>
            </li>
          ))}
        </ul>
        {list.length > 0 && (
          <div>
            <Select
              aria-label="哪个人群"
              placeholder="哪个人群"
              value={segmentId}
              onChange={setSegmentId}
              options={list
                .filter(({ id, broken }) => broken.length === 0 && !rules.some((rule) => rule.segmentId === id))
                .map(({ id, name }) => ({ value: id, label: name }))}
            />
            <Select aria-label="站到哪一级" value={level} onChange={setLevel} options={levelChoices} />
            <Button
              disabled={segmentId === null || rules.length >= 20}
              onClick={() => {
                if (segmentId !== null) setRules([...rules, { segmentId, level }]);
                setSegmentId(null);
              }}
            >
              加上
            </Button>
          </div>
        )}
      </div>
    </SettingLine>
  );
}

/** 规则: what each says, what it may do, and how often she took its word. */
export function Rules() {
  const { data, error, refetch } = useRates();
  const [modes, setModes] = useSetting('trust.rules');
  const [numbers] = useSetting('trust.numbers');
  const [tags] = useSetting('trust.voiceTags');
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingSkeleton />;
  const setMode = (rule: TrustRule, mode: RuleMode) => setModes({ ...modes, [rule]: mode });
  return (
    <div className="suggestion-rules">
      <SettingGroup title="规则">
        {data.map((rate) => (
          <SettingLine
            key={rate.rule}
            title={trustRuleWords[rate.rule]}
            hint={
              <>
                {ruleSentences[rate.rule](numbers, tags.map((name) => `「${name}」`).join('、'))}
                <br />
                {rate.open > 0 ? `现在有 ${count(rate.open)} 位。` : '现在没有。'}
                {rateText(rate)}。
              </>
            }
          >
            <Segmented<RuleMode>
              aria-label={`${trustRuleWords[rate.rule]}：怎么用`}
              value={modes[rate.rule] ?? 'ask'}
              onChange={(mode) => setMode(rate.rule, mode)}
              options={ruleModes.map((mode) => ({ value: mode, label: modeWords[mode] }))}
            />
          </SettingLine>
        ))}
      </SettingGroup>
      <SettingGroup title="数字">
        <NumbersLine
          setting="trust.numbers"
          title="规则里的数字"
          text={(n) => `常聊 ${n.talkWindow} 天里 ${n.talkDays} 天；沉默超过自己节奏的 ${n.silenceTimes} 倍，至少 ${n.silentDays} 天`}
          hint="改了以后，还没回答的建议会马上按新的数字重算；已经调过的等级不动。"
          words={numberWords}
          button="改数字"
        />
        <VoiceTags />
        <OwnRules />
      </SettingGroup>
      <p className="suggestion-note">
        设成「自动」的规则会自己调级，记在好友的时间线里，随时能撤销；撤销过的不会再自动调一次。升和降都有理由的，仍然先问你。
      </p>
    </div>
  );
}
