import { Button, InputNumber, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId } from 'react';
import { defaultSettings, type SettingKey, type SettingValue } from '../../../../shared/contracts/settings.ts';
import { type TouchKind, touchKinds } from '../../../../shared/contracts/touches.ts';
import { touchKindWords } from '../../../../shared/domain/words.ts';
import { useTagBook } from '../../../lib/book.ts';
import { levels, levelText } from '../../../lib/words.ts';
import { useSetting } from '../../settings/index.ts';
import './guard-settings.css';

function Line({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <div className="setting-line guard-line">
      <div>
        <h3>{title}</h3>
        <p>{hint}</p>
      </div>
      <div className="guard-fields">{children}</div>
    </div>
  );
}

interface NumberFieldProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  unit?: string;
  onChange: (value: number) => void;
}

/** Written when the field is left, so that half a number is never kept. */
function NumberField({ label, value, min, max, step = 1, unit, onChange }: NumberFieldProps) {
  return (
    <span className="guard-field">
      <InputNumber
        aria-label={label}
        size="small"
        changeOnBlur
        min={min}
        max={max}
        step={step}
        value={value}
        onChange={(next) => next !== null && next !== value && onChange(next)}
      />
      {unit && <span>{unit}</span>}
    </span>
  );
}

function Weights() {
  const [weights, setWeights] = useSetting('guard.weights');
  const shown = touchKinds.filter((kind): kind is Exclude<TouchKind, 'ordinary'> => kind !== 'ordinary');
  return (
    <Line title="每次触达算多重" hint="私聊广告最打扰，朋友圈广告划过去就算了。平常聊天不算。">
      <div className="guard-grid">
        {shown.map((kind) => (
          <div key={kind}>
            <span>{touchKindWords[kind]}</span>
            <NumberField
              label={`${touchKindWords[kind]}算多重`}
              value={weights[kind]}
              min={0}
              max={20}
              step={0.1}
              onChange={(value) => setWeights({ ...weights, [kind]: value })}
            />
          </div>
        ))}
      </div>
    </Line>
  );
}

function Caps() {
  const [caps, setCaps] = useSetting('guard.caps');
  return (
    <Line title="每个等级的上限" hint="越信任你的人越不嫌你多。到了上限，广告先等一等。">
      <div className="guard-grid">
        {levels.map((level, i) => (
          <div key={level}>
            <span>{levelText(level)}</span>
            <NumberField
              label={`${levelText(level)}的上限`}
              value={caps[i] ?? 0}
              min={0.5}
              max={100}
              step={0.5}
              onChange={(value) => setCaps(caps.map((cap, at) => (at === i ? value : cap)))}
            />
          </div>
        ))}
      </div>
    </Line>
  );
}

function Quiet() {
  const [quiet, setQuiet] = useSetting('guard.quiet');
  const at = (minutes: number) => dayjs().startOf('day').add(minutes, 'minute');
  const field = (label: string, key: 'from' | 'to') => (
    <TimePicker
      aria-label={label}
      size="small"
      format="HH:mm"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      value={at(quiet[key])}
      onChange={(time) => time && setQuiet({ ...quiet, [key]: time.hour() * 60 + time.minute() })}
    />
  );
  return (
    <Line title="安静时段" hint="这段时间不发广告和群发，按这台电脑的时间算。朋友圈不响铃，不算在内。两头一样就是没有。">
      {field('安静时段从', 'from')} 到 {field('安静时段到', 'to')}
    </Line>
  );
}

function Often() {
  const [perDay, setPerDay] = useSetting('guard.perDay');
  const [perWindow, setPerWindow] = useSetting('guard.perWindow');
  const [windowDays, setWindowDays] = useSetting('guard.windowDays');
  return (
    <Line title="最多几次" hint="只算直接找好友的：私聊广告、群发、@ 好友、直播邀请。">
      <span>一天</span>
      <NumberField label="一天最多几次" value={perDay} min={1} max={20} unit="次，" onChange={setPerDay} />
      <NumberField label="几天内" value={windowDays} min={2} max={30} unit="天里" onChange={setWindowDays} />
      <NumberField label="几天内最多几次" value={perWindow} min={1} max={60} unit="次" onChange={setPerWindow} />
    </Line>
  );
}

function Forgetting() {
  const [halfLife, setHalfLife] = useSetting('guard.halfLifeDays');
  const [leaves, setLeaves] = useSetting('guard.replyLeaves');
  return (
    <Line title="多久淡忘" hint="过这么多天，打扰只剩一半。对方哪天回了你，也会少一截；同一天回多少句都只算一次。">
      <NumberField label="几天淡忘一半" value={halfLife} min={0.5} max={60} step={0.5} unit="天忘掉一半，回一句剩" onChange={setHalfLife} />
      <NumberField
        label="对方回一句剩百分之几"
        value={Math.round(leaves * 100)}
        min={0}
        max={100}
        step={5}
        unit="%"
        onChange={(value) => setLeaves(value / 100)}
      />
    </Line>
  );
}

function BlockTags() {
  const [names, setNames] = useSetting('guard.blockTags');
  const { tags } = useTagBook();
  const there = new Set(tags.map(({ name }) => name));
  // until there is such a tag the name keeps nobody from anything, and she has to know
  const options = [...new Set([...names, ...there])].map((name) => ({
    value: name,
    label: there.has(name) ? name : `${name}（这个标签还没有）`,
  }));
  return (
    <Line
      title="不收广告的标签"
      hint="打上这些标签的人，广告和群发一概不发；服务和回复照旧。标签还没有的，先建一个同名标签打给好友才管用。"
    >
      <Select
        aria-label="不收广告的标签"
        mode="tags"
        style={{ minWidth: 200 }}
        options={options}
        value={names}
        onChange={(next: string[]) => setNames(next.map((name) => name.trim()).filter(Boolean))}
      />
    </Line>
  );
}

const keys = Object.keys(defaultSettings).filter((key): key is Extract<SettingKey, `guard.${string}`> => key.startsWith('guard.'));

/** One number of the guard back to what it was on the first day. */
function useReset(): { changed: boolean; reset: () => void } {
  // the list of keys never changes, so the hooks stand in the same order each time
  const all = keys.map((key) => [key, useSetting(key)] as const);
  const changed = all.filter(([key, [value]]) => JSON.stringify(value) !== JSON.stringify(defaultSettings[key]));
  return {
    changed: changed.length > 0,
    reset: () => {
      for (const [key, [, set]] of changed) (set as (value: SettingValue<typeof key>) => void)(defaultSettings[key]);
    },
  };
}

/** 打扰预算: every number of the fatigue guard with its meaning in words. */
export function GuardSettings() {
  const id = useId();
  const { changed, reset } = useReset();
  return (
    <section className="setting-group guard-settings" aria-labelledby={id}>
      <h2 id={id}>打扰预算</h2>
      <div>
        <Weights />
        <Forgetting />
        <Caps />
        <Often />
        <Quiet />
        <BlockTags />
        {changed && (
          <div className="setting-line">
            <div>
              <p>服务通知和回复永远不拦。</p>
            </div>
            <Button onClick={reset}>都改回原来的数</Button>
          </div>
        )}
      </div>
    </section>
  );
}
