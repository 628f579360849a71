import { Segmented } from 'antd';
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { Audience, AudienceHeads } from '../../../../shared/contracts/segments.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count } from '../../../lib/format.ts';
import { type levels, levelWords } from '../../../lib/words.ts';
import { CheckList, FilterMenu } from '../../../ui/filter-menu.tsx';
import { type AudienceWords, postWords } from '../audience-words.ts';
import { useAudienceHeads, useSegments } from '../queries.ts';
import { levelOptions, useSegmentOptions, useTagOptions } from '../set-options.tsx';
import { TagFromSet } from './tag-from-set.tsx';
import { WechatTags } from './wechat-tags.tsx';
import './audience-picker.css';

export interface AudiencePickerProps {
  value: Audience;
  onChange: (audience: Audience) => void;
  /** accounts it is posted from or sent with; empty = all */
  accountIds: readonly number[];
  /** what is asked here; the default is that of a post */
  words?: AudienceWords;
  /** whether WeChat has to be told by hand (a post); false for what is sent one by one */
  inWechat?: boolean;
}

const short = (names: readonly string[]): string =>
  names.length > 2 ? `${names.slice(0, 2).join('、')} 等 ${names.length} 个` : names.join('、');
const named = (names: readonly string[]): string | null => (names.length === 0 ? null : short(names));

/** Heads of one set of the audience, once they are counted. */
const headsOf = (heads: AudienceHeads | undefined, what: 'tag' | 'level' | 'segment', id: number): number | undefined =>
  heads?.sets.find((set) => set.what === what && set.id === id)?.heads ?? undefined;

interface SetsProps {
  value: Audience;
  /** changes these parts of the newest audience, whatever was drawn last */
  onChange: (part: Partial<Audience>) => void;
  heads: AudienceHeads | undefined;
}

function TagSet({ value, onChange }: SetsProps) {
  const options = useTagOptions();
  return (
    <CheckList
      label="标签"
      searchable
      empty="还没有标签。到「标签」页先建一个。"
      options={options}
      chosen={value.tagIds}
      onChange={(tagIds) => onChange({ tagIds })}
    />
  );
}

function LevelSet({ value, onChange, heads }: SetsProps) {
  return (
    <CheckList
      label="信任等级"
      options={levelOptions((level) => headsOf(heads, 'level', level))}
      chosen={value.levels as (typeof levels)[number][]}
      onChange={(chosen) => onChange({ levels: [...chosen].sort() })}
    />
  );
}

function SegmentSet({ value, onChange }: SetsProps) {
  const options = useSegmentOptions();
  return (
    <CheckList
      label="人群"
      searchable
      empty="还没有人群。到「人群」页先存一个。"
      options={options}
      chosen={value.segmentIds}
      onChange={(segmentIds) => onChange({ segmentIds })}
    />
  );
}

function Sets(props: SetsProps) {
  const { value, onChange } = props;
  const tags = useTagBook();
  const segments = useSegments();
  const gone = (ready: boolean) => (ready ? '已删除的' : '…');
  return (
    <div className="audience-sets">
      <FilterMenu
        label="标签"
        value={named(value.tagIds.map((id) => tags.byId.get(id)?.name ?? gone(tags.ready)))}
        onClear={() => onChange({ tagIds: [] })}
      >
        {() => <TagSet {...props} />}
      </FilterMenu>
      <FilterMenu label="等级" value={named(value.levels.map((level) => levelWords[level] ?? ''))} onClear={() => onChange({ levels: [] })}>
        {() => <LevelSet {...props} />}
      </FilterMenu>
      <FilterMenu
        label="人群"
        value={named(value.segmentIds.map((id) => segments.byId.get(id)?.name ?? gone(segments.ready)))}
        onClear={() => onChange({ segmentIds: [] })}
      >
        {() => <SegmentSet {...props} />}
      </FilterMenu>
    </div>
  );
}

/** How many are meant, or what has to be mended before anybody is. */
function Heads({ value, heads, onChange, words }: SetsProps & { words: AudienceWords }) {
  if (!heads) return <p className="audience-heads">正在数…</p>;
  if (heads.broken.length > 0) {
    const without = () => {
      const gone = (what: string) => new Set(heads.broken.filter((ref) => ref.what === what).map(({ id }) => id));
      const [tags, segments] = [gone('tag'), gone('segment')];
      onChange({
        tagIds: value.tagIds.filter((id) => !tags.has(id)),
        segmentIds: value.segmentIds.filter((id) => !segments.has(id)),
      });
    };
    return (
      <p className="audience-heads broken" role="alert">
        选过的{heads.broken[0]?.what === 'tag' ? '标签' : '人群'}已经删除或坏了，现在不算任何人。
        <button type="button" className="link-button" onClick={without}>
          去掉它
        </button>
      </p>
    );
  }
  const empty = value.tagIds.length + value.levels.length + value.segmentIds.length === 0;
  if (value.mode !== 'all' && empty) return <p className="audience-heads">{words.none[value.mode]}</p>;
  return (
    <p className="audience-heads" aria-live="polite">
      <b>{count(heads.heads ?? 0)}</b> 位好友
      {heads.heads !== heads.of && <span>，共 {count(heads.of)} 位</span>}
      {heads.heads === 0 && <span>。{words.nobody}</span>}
    </p>
  );
}

/** Changes the audience as it is by then: a tag is made while other things are chosen. */
function useLatestAudience(value: Audience, onChange: AudiencePickerProps['onChange']) {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return (part: (newest: Audience) => Partial<Audience>) => {
    latest.current = { ...latest.current, ...part(latest.current) };
    onChange(latest.current);
  };
}

/** Whom a post or a queue is for: everybody, only some sets or everybody but those, with the live head count and what to tick in WeChat. */
export function AudiencePicker({ value, onChange, accountIds, words = postWords, inWechat = true }: AudiencePickerProps): ReactNode {
  const { data } = useAudienceHeads(value, accountIds);
  const change = useLatestAudience(value, onChange);
  const [turning, setTurning] = useState<{ what: 'segment' | 'level'; id: number } | null>(null);
  return (
    <fieldset className="audience-picker">
      <legend className="sr-only">{words.legend}</legend>
      <Segmented
        aria-label={words.legend}
        size="small"
        value={value.mode}
        onChange={(mode) => change(() => ({ mode }))}
        options={(['all', 'only', 'except'] as const).map((mode) => ({ value: mode, label: words.choices[mode] }))}
      />
      {value.mode !== 'all' && <Sets value={value} onChange={(part) => change(() => part)} heads={data} />}
      <Heads value={value} onChange={(part) => change(() => part)} heads={data} words={words} />
      {inWechat && value.mode !== 'all' && <WechatTags audience={value} onTurn={setTurning} />}
      {turning && (
        <TagFromSet
          what={turning.what}
          id={turning.id}
          onClose={() => setTurning(null)}
          onMade={(tagId) =>
            change(({ tagIds, segmentIds, levels: chosen }) => ({
              ...(turning.what === 'segment'
                ? { segmentIds: segmentIds.filter((id) => id !== turning.id) }
                : { levels: chosen.filter((level) => level !== turning.id) }),
              tagIds: [...new Set([...tagIds, tagId])],
            }))
          }
        />
      )}
    </fieldset>
  );
}
