import { Button, InputNumber, Select, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useId } from 'react';
import {
  defaultSettings,
  guardRanges,
  type NumberRange,
  type SettingKey,
  type SettingValue,
} from '../../../../shared/contracts/settings.ts';
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
  /** for those who hear it; the words on the screen stand beside it */
  label: string;
  value: number;
  first: number;
  range: NumberRange;
  step?: number;
  unit: string;
  onChange: (value: number) => void;
}

/** One number with what it is at first and what it may be. Written when the field is left, so that half a number is never kept. */
function NumberField({ label, value, first, range, step = 1, unit, onChange }: NumberFieldProps) {
  const id = useId();
  // a share is written in percent
  const shown = (number: number) => (range.share ? Math.round(number * 100) : number);
  return (
    <>
      <span className="guard-field">
        <InputNumber
          aria-label={label}
          aria-describedby={id}
          size="small"
          changeOnBlur
          min={shown(range.min)}
          max={shown(range.max)}
          step={step}
          value={shown(value)}
          onChange={(next) => next !== null && next !== shown(value) && onChange(range.share ? next / 100 : next)}
        />
        <span>{unit}</span>
      </span>
      <Note id={id} label={label} changed={value !== first} onReset={() => onChange(first)}>
        默认 {shown(first)}，可填 {shown(range.min)}–{shown(range.max)}
      </Note>
    </>
  );
}

interface NoteProps {
  id?: string;
  label: string;
  changed: boolean;
  onReset: () => void;
  children: ReactNode;
}

/** What a setting is at first, and the way back to that. */
function Note({ id, label, changed, onReset, children }: NoteProps) {
  return (
    <small className="guard-note">
      <span id={id}>{children}</span>
      {changed && (
        <button type="button" className="link-button" aria-label={`${label}：改回默认`} onClick={onReset}>
          改回默认
        </button>
      )}
    </small>
  );
}

/** Several numbers, each on a line of its own under its name. */
function Numbers({ rows }: { rows: (Omit<NumberFieldProps, 'label'> & { name: string; label?: string })[] }) {
  return (
    <div className="guard-grid">
      {rows.map(({ name, label = name, ...field }) => (
        <div key={name}>
          <span>{name}</span>
          <NumberField label={label} {...field} />
        </div>
      ))}
    </div>
  );
}

function Weights() {
  const [weights, setWeights] = useSetting('guard.weights');
  const shown = touchKinds.filter((kind): kind is Exclude<TouchKind, 'ordinary'> => kind !== 'ordinary');
  return (
    <Line title="每次触达算多重" hint="找对方一次，记进打扰账多少：私聊广告最打扰，朋友圈广告划过去就算了。填 0 就是不算。平常聊天不算。">
      <Numbers
        rows={shown.map((kind) => ({
          ...{ name: touchKindWords[kind], label: `${touchKindWords[kind]}算多重`, value: weights[kind], unit: '' },
          ...{ first: defaultSettings['guard.weights'][kind], range: guardRanges.weights, step: 0.1 },
          onChange: (value) => setWeights({ ...weights, [kind]: value }),
        }))}
      />
    </Line>
  );
}

function Caps() {
  const [caps, setCaps] = useSetting('guard.caps');
  const first = defaultSettings['guard.caps'];
  return (
    <Line title="每个等级的上限" hint="打扰账到了这个数，广告先等一等，淡忘到它以下再发。越信任你的人越不嫌你多。">
      <Numbers
        rows={levels.map((level, i) => ({
          ...{ name: levelText(level), label: `${levelText(level)}的上限`, value: caps[i] ?? 0, unit: '' },
          ...{ first: first[i] ?? 0, range: guardRanges.caps, step: 0.5 },
          onChange: (value) => setCaps(caps.map((cap, at) => (at === i ? value : cap))),
        }))}
      />
    </Line>
  );
}

function Quiet() {
  const [quiet, setQuiet] = useSetting('guard.quiet');
  const first = defaultSettings['guard.quiet'];
  const clock = (minutes: number) => at(minutes).format('HH:mm');
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
      <span className="guard-field">
        {field('安静时段从', 'from')} 到 {field('安静时段到', 'to')}
      </span>
      <Note label="安静时段" changed={quiet.from !== first.from || quiet.to !== first.to} onReset={() => setQuiet(first)}>
        默认 {clock(first.from)} 到 {clock(first.to)}，一天里任何时间都可以
      </Note>
    </Line>
  );
}

function Often() {
  const [perDay, setPerDay] = useSetting('guard.perDay');
  const [perWindow, setPerWindow] = useSetting('guard.perWindow');
  const [windowDays, setWindowDays] = useSetting('guard.windowDays');
  const first = defaultSettings;
  return (
    <Line
      title="最多几次"
      hint={`一天最多 ${perDay} 次，${windowDays} 天里最多 ${perWindow} 次，打扰账没满也一样。只算直接找好友的：私聊广告、群发、@ 好友、直播邀请。`}
    >
      <Numbers
        rows={[
          { name: '一天最多几次', unit: '次', value: perDay, first: first['guard.perDay'], range: guardRanges.perDay, onChange: setPerDay },
          {
            ...{ name: '几天一起算', unit: '天', value: windowDays, first: first['guard.windowDays'], range: guardRanges.windowDays },
            onChange: setWindowDays,
          },
          {
            ...{ name: '这几天最多几次', unit: '次', value: perWindow, first: first['guard.perWindow'], range: guardRanges.perWindow },
            onChange: setPerWindow,
          },
        ]}
      />
    </Line>
  );
}

function Forgetting() {
  const [halfLife, setHalfLife] = useSetting('guard.halfLifeDays');
  const [leaves, setLeaves] = useSetting('guard.replyLeaves');
  const first = defaultSettings;
  return (
    <Line title="多久淡忘" hint="过这么多天，打扰只剩一半。对方哪天回了你，也会少一截；同一天回多少句都只算一次。">
      <Numbers
        rows={[
          {
            ...{ name: '几天淡忘一半', unit: '天', value: halfLife, first: first['guard.halfLifeDays'] },
            ...{ range: guardRanges.halfLifeDays, step: 0.5, onChange: setHalfLife },
          },
          {
            ...{ name: '对方回了还剩', unit: '%', value: leaves, first: first['guard.replyLeaves'] },
            ...{ range: guardRanges.replyLeaves, step: 5, onChange: setLeaves },
          },
        ]}
      />
    </Line>
  );
}

function BlockTags() {
  const [names, setNames] = useSetting('guard.blockTags');
  const first = defaultSettings['guard.blockTags'];
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
        maxCount={20}
        style={{ minWidth: 200 }}
        options={options}
        value={names}
        onChange={(next: string[]) => setNames(next.map((name) => name.trim()).filter(Boolean))}
      />
      <Note label="不收广告的标签" changed={names.join('\n') !== first.join('\n')} onReset={() => setNames(first)}>
        默认{first.map((name) => `「${name}」`).join('')}，最多 20 个
      </Note>
    </Line>
  );
}

const keys = Object.keys(defaultSettings).filter((key): key is Extract<SettingKey, `guard.${string}`> => key.startsWith('guard.'));

/** All numbers of the guard back to what they were on the first day. */
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
            <Button onClick={reset}>都改回默认</Button>
          </div>
        )}
      </div>
    </section>
  );
}
