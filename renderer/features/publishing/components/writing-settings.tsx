import { Button } from 'antd';
import { useState } from 'react';
import { count, percent } from '../../../lib/format.ts';
import { NumbersLine, SettingGroup, SettingLine, useSetting } from '../../settings/index.ts';
import { AdWordsDialog } from './ad-words-dialog.tsx';

/** What a text is looked through for before it goes out. */
function AdWordsLine() {
  const [words] = useSetting('content.adWords');
  const [editing, setEditing] = useState(false);
  const hint =
    words.length === 0
      ? '词表是空的，写内容的时候不会提醒。'
      : `${words.slice(0, 6).join('、')}${words.length > 6 ? `等 ${words.length} 个词` : ''}。写的内容里有这些词会提醒，不拦着你发。`;
  return (
    <SettingLine title="广告法容易查的词" hint={hint}>
      <Button onClick={() => setEditing(true)}>改词表</Button>
      {editing && <AdWordsDialog onClose={() => setEditing(false)} />}
    </SettingLine>
  );
}

function MixLine() {
  return (
    <NumbersLine
      setting="mix.limits"
      title="像活人，不像货架"
      text={({ livingShare, offerShare, postsPerDay, silentDays }) =>
        `活人内容不少于 ${percent(livingShare)}，促销不超过 ${percent(offerShare)}，一天最多 ${postsPerDay} 条，${silentDays} 天没内容就提醒。`
      }
      hint="生活、专业、互动算活人内容。「洞察」照这些数提醒你，用素材库排满一周也守着它们。"
      words={{
        livingShare: { label: '活人内容不少于', unit: '%' },
        offerShare: { label: '促销不超过', unit: '%' },
        postsPerDay: { label: '一天最多', unit: '条' },
        silentDays: { label: '几天没内容就提醒', unit: '天' },
        lastPosts: { label: '看最近发过的', unit: '条' },
        plannedDays: { label: '和往后排好的', unit: '天' },
      }}
      button="改比例"
    />
  );
}

function ResultLine() {
  return (
    <NumbersLine
      setting="results.weights"
      title="效果怎么算分"
      text={({ likes, comments, privates, deals }) => `一个赞 ${likes} 分，评论 ${comments} 分，私信 ${privates} 分，成交 ${deals} 分。`}
      hint="比「什么样的内容管用」和素材「效果最好的」排在前面，都按这些分。你更看重什么，就给它多一点；填 0 就是不算。"
      words={{
        likes: { label: '一个赞', unit: '分' },
        comments: { label: '一条评论', unit: '分' },
        privates: { label: '一个私信', unit: '分' },
        deals: { label: '一单成交', unit: '分' },
      }}
      button="改分数"
    />
  );
}

function FoldLine() {
  return (
    <NumbersLine
      setting="moments.fold"
      title="朋友圈在哪里折叠"
      text={({ lines, charsPerLine }) => `先露 ${lines} 行，一行约 ${charsPerLine} 个字（据反馈）。`}
      hint="微信没有公布，这是大家用下来的经验，各人的手机不一样。在自己手机上发一条长的，数一数露出几行、一行几个字，填在这里。"
      words={{ lines: { label: '折叠前露出', unit: '行' }, charsPerLine: { label: '一行能放', unit: '个字' } }}
      button="改行数"
    />
  );
}

function MassSendLine() {
  return (
    <NumbersLine
      setting="sending.massSend"
      title="群发助手一次最多"
      text={({ people }) => `${count(people)} 位（据反馈）。名单比这长的时候提醒一句，不拦着你。`}
      hint="微信没有公布，版本之间也会变。你的微信里不是这个数，就改成你看到的。"
      words={{ people: { label: '一次最多', unit: '位' } }}
      button="改人数"
    />
  );
}

/** What writing and sending go by, as far as it is hers to change. What WeChat itself fixes is no setting. */
export function WritingSettings() {
  return (
    <SettingGroup title="内容和发送">
      <AdWordsLine />
      <MixLine />
      <ResultLine />
      <FoldLine />
      <MassSendLine />
    </SettingGroup>
  );
}
