import type { LayersReport } from '../../../../shared/contracts/layers.ts';
import type { LayerRules } from '../../../../shared/domain/layers.ts';
import { fewestForQuintiles } from '../../../../shared/domain/rfm.ts';
import { NumbersLine, SettingGroup } from '../../settings/index.ts';

const scores = [5, 4, 3, 2] as const;
const recency = Object.fromEntries(scores.map((score) => [`recency${score}`, { label: `最近一次买在几天内，得 ${score} 分`, unit: '天' }]));
const frequency = Object.fromEntries(scores.map((score) => [`frequency${score}`, { label: `买了几单，得 ${score} 分`, unit: '单' }]));
const paid = Object.fromEntries(scores.map((score) => [`money${score}`, { label: `付了多少，得 ${score} 分`, unit: '元' }]));
const talk = {
  talkDays: { label: '有来有往几天，算聊得多', unit: '天' },
  tieDays: { label: '有来有往几天，算强关系', unit: '天' },
};
const words = { windowDays: { label: '看最近多少天', unit: '天' }, ...talk, ...recency, ...frequency, ...paid } as Record<
  keyof LayerRules,
  { label: string; unit: string }
>;

/** By which rules the layers are made, and where they are changed. */
export function LayerRulesLine({ report }: { report: LayersReport }) {
  return (
    <SettingGroup title="怎么算的">
      <NumbersLine
        setting="layers.rules"
        title="看多久，怎么打分"
        text={({ windowDays, recency5, frequency5, money5 }) =>
          `看最近 ${windowDays} 天。${
            report.by === 'quintiles'
              ? `买过的有 ${report.buyers} 位，够 ${fewestForQuintiles} 位，按名次打分：每五分之一的人一档。`
              : `买过的不到 ${fewestForQuintiles} 位，按固定的线打分：${recency5} 天内买过、买过 ${frequency5} 单、付过 ${money5} 元，各得 5 分。`
          }`
        }
        hint={`快消品（水果、零食）看 90 天，耐用的看 180 天或一年。买过的人到了 ${fewestForQuintiles} 位，就按名次打分，下面这些线只在人少的时候用。次序写反了也不要紧，会自己排好。`}
        words={words}
        button="改规则"
      />
    </SettingGroup>
  );
}
