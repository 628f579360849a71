import { Button } from 'antd';
import { useState } from 'react';
import type { ContentCategory } from '../../../../shared/contracts/content.ts';
import type { MixReport } from '../../../../shared/contracts/insights.ts';
import { type Audience, everybody } from '../../../../shared/contracts/segments.ts';
import type { FreeSlot } from '../../../../shared/contracts/slots.ts';
import { type MixClass, mixClasses, mixClassOf } from '../../../../shared/domain/content-mix.ts';
import { clockTime, percent } from '../../../lib/format.ts';
import type { ChartTable, ChartWords } from '../../../ui/chart-picture.ts';
import { ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { AudiencePicker, type AudienceWords } from '../../segments/index.ts';
import { useMix } from '../queries.ts';
import { dayWords, mixColors, mixWords, verdictWords, warningText } from '../words.ts';
import { ChartSection } from './chart-section.tsx';
import { MixAudiences } from './mix-audiences.tsx';
import { type AskedMixPosts, MixPosts } from './mix-posts.tsx';
import { MixRing } from './mix-ring.tsx';
import { MixTrend } from './mix-trend.tsx';
import type { PostDoors } from './posts-dialog.tsx';

/** The category that a post of a class is begun with. */
const firstCategory: Record<MixClass, ContentCategory> = {
  life: 'life',
  expertise: 'tips',
  proof: 'case',
  interaction: 'interaction',
  offer: 'offer',
};
const shownWarnings = 6;
const seenBy: AudienceWords = {
  legend: '看谁看到的内容',
  choices: { all: '全部内容', only: '只看这些人看到的', except: '除了这些人' },
  none: { only: '还没选是哪些人：现在看的是全部内容。', except: '还没选除了谁：现在看的是全部内容。' },
  nobody: '没有人在里面，换一换条件吧',
};

export interface MixSectionProps extends PostDoors {
  accountId: number | null;
  /** begins a post of this kind on this day (YYYY-MM-DD), where there is one for this slot */
  onWrite: (on: string, category: ContentCategory, slot?: FreeSlot) => void;
}

/** 活人还是货架: the mix, what is wrong with it, and what to add where. */
export function MixSection({ accountId, onWrite, onPost }: MixSectionProps) {
  const [audience, setAudience] = useState<Audience>(everybody);
  const [opened, setOpened] = useState<AskedMixPosts | null>(null);
  const narrowed = audience.mode === 'all' || [audience.tagIds, audience.levels, audience.segmentIds].every((ids) => ids.length === 0);
  const whose = { accountId, audience: narrowed ? null : audience };
  const mix = useMix(whose);
  return (
    <ChartSection
      title="像活人，还是像货架？"
      {...mixWordsOf(mix.data)}
      tellsItself
      table={mix.data ? () => tableOf(mix.data) : null}
      tools={
        <AudiencePicker
          value={audience}
          accountIds={accountId === null ? [] : [accountId]}
          words={seenBy}
          inWechat={false}
          onChange={setAudience}
        />
      }
    >
      {mix.error && !mix.data ? <ErrorState error={mix.error} onRetry={() => void mix.refetch()} /> : null}
      {!mix.data && !mix.error && <LoadingSkeleton rows={4} height={40} />}
      {mix.data && (
        <>
          <p className="insight-verdict" data-verdict={mix.data.verdict}>
            <b>{verdictWords[mix.data.verdict]}</b>
            {mix.data.add.length > 0 && <span>再发 {addText(mix.data.add)}，就活过来了</span>}
            <small>
              生活、专业、互动算活人内容，希望不少于 {percent(mix.data.limits.livingShare)}；促销不超过{' '}
              {percent(mix.data.limits.offerShare)}（在设置里改）
            </small>
          </p>
          <div className="mix-pictures">
            {(['past', 'planned'] as const).map((of) => {
              const name = of === 'past' ? '最近发过的' : `往后 ${mix.data.limits.plannedDays} 天排好的`;
              const open = (mixClass: MixClass | null) =>
                setOpened({ part: { of, mixClass }, name: mixClass === null ? name : `${name}「${mixWords[mixClass]}」` });
              return <MixRing key={of} mix={mix.data[of]} name={name} onOpen={open} />;
            })}
            <MixTrend
              trend={mix.data.trend}
              goal={mix.data.limits.livingShare}
              onWeek={(weekOn, name) => setOpened({ part: { of: 'week', weekOn }, name: `${name}发的` })}
            />
          </div>
          <ToDo report={mix.data} onWrite={onWrite} />
          <MixAudiences accountId={accountId} onPick={setAudience} />
          {opened && <MixPosts ask={{ ...whose, ...opened }} onPost={onPost} onClose={() => setOpened(null)} />}
        </>
      )}
    </ChartSection>
  );
}

function mixWordsOf(report: MixReport | undefined): Pick<ChartWords, 'sentence' | 'basis'> {
  if (!report) return { sentence: '', basis: '' };
  const { past, planned, limits, verdict, add } = report;
  const shares =
    past.livingShare === null ? '' : `最近发过的里活人内容占 ${percent(past.livingShare)}（希望不少于 ${percent(limits.livingShare)}）。`;
  return {
    sentence: `${verdictWords[verdict]}。${shares}${add.length > 0 ? `再发 ${addText(add)}，就活过来了。` : ''}`,
    basis: `最近发过的 ${past.total} 条，往后 ${limits.plannedDays} 天排好的 ${planned.total} 条`,
  };
}

const tableOf = ({ past, planned }: MixReport): ChartTable => ({
  header: ['类别', '最近发过', '往后排好'],
  keys: mixClasses.map((name) => `tag-${mixColors[name]}`),
  rows: mixClasses.map((name) => [mixWords[name], past.counts[name] ?? 0, planned.counts[name] ?? 0]),
});

/** What is wrong, and where to mend it. */
function ToDo({ report, onWrite }: { report: MixReport; onWrite: MixSectionProps['onWrite'] }) {
  return (
    <div className="mix-todo">
      {report.warnings.length > 0 && (
        <div>
          <h3>要留意的</h3>
          <ul className="mix-warnings">
            {report.warnings.slice(0, shownWarnings).map((warning) => (
              <li key={warningText(warning, report.limits)}>
                {warningText(warning, report.limits)}
                <SilenceButton warning={warning} onWrite={onWrite} />
              </li>
            ))}
          </ul>
        </div>
      )}
      {report.gaps.length > 0 && (
        <div>
          <h3>补在哪天最好</h3>
          <ul className="mix-gaps">
            {report.gaps.map((gap) => (
              <Gap key={`${gap.on} ${gap.slot?.at ?? ''} ${gap.slot?.accountId ?? ''}`} gap={gap} onWrite={onWrite} />
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}

/** Where one post mends the mix: a free slot of her own, or only the day. */
function Gap({ gap: { on, add, slot }, onWrite }: { gap: MixReport['gaps'][number]; onWrite: MixSectionProps['onWrite'] }) {
  if (!slot) {
    return (
      <li>
        <span>{dayWords(on)}</span>
        <Button size="small" onClick={() => onWrite(on, firstCategory[add])}>
          写一条{mixWords[add]}
        </Button>
      </li>
    );
  }
  // the slot may be meant for something else of the same kind, or for another kind
  const category = mixClassOf(slot.category) === add ? slot.category : firstCategory[add];
  return (
    <li>
      <span>
        {dayWords(on)} {clockTime(slot.at)} <small>空着的档期</small>
      </span>
      <Button size="small" onClick={() => onWrite(on, category, slot)}>
        写一条{mixWords[add]}
      </Button>
    </li>
  );
}

/** 2 条生活、1 条互动 */
function addText(add: readonly MixClass[]): string {
  return [...Map.groupBy(add, (name) => name)].map(([name, { length }]) => `${length} 条${mixWords[name]}`).join('、');
}

/** A silent stretch ahead is broken by something that does not sell. */
function SilenceButton({ warning, onWrite }: { warning: MixReport['warnings'][number]; onWrite: MixSectionProps['onWrite'] }) {
  if (warning.kind !== 'silence' || !warning.mend) return null;
  const { on, slot } = warning.mend;
  return (
    <Button size="small" onClick={() => onWrite(on, slot?.category ?? 'life', slot ?? undefined)}>
      {dayWords(on)}
      {slot && ` ${clockTime(slot.at)} `}写一条
    </Button>
  );
}
