import { Button, Input, Radio, Switch } from 'antd';
import { type ReactNode, useDeferredValue, useRef, useState } from 'react';
import type { Asset, ContentCard } from '../../../../shared/contracts/content.ts';
import { mostItems, type SendDraft, type SendPreview, type SendSource, sendKinds } from '../../../../shared/contracts/sending.ts';
import { touchOfPost } from '../../../../shared/domain/post-reach.ts';
import { parseTemplate, problemSentence, templateVariables } from '../../../../shared/domain/template.ts';
import { client } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useSendOnce } from '../../../ui/use-send-once.ts';
import { AssetGrid, AssetViewer, PiecePicker, useAddAssets } from '../../content/index.ts';
import { AudiencePicker, sentWords } from '../../segments/index.ts';
import { useSetting } from '../../settings/index.ts';
import { ruleWords } from '../../touches/index.ts';
import { useCreateQueue } from '../mutations.ts';
import { usePreview } from '../queries.ts';
import type { QueueBegin } from '../store.ts';
import { sendKindWords } from '../words.ts';
import '../new-queue.css';

interface Written {
  source: SendSource;
  name: string;
  kind: SendDraft['kind'];
  text: string;
  assets: Asset[];
  contentId: number | null;
  keepMissing: boolean;
}

/** so many stand there before she asks for more */
const firstVariables = 8;

/** Variables at hand: a press puts one where the cursor is. */
function Variables({ onPick }: { onPick: (variable: string) => void }) {
  const [all, setAll] = useState(false);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring borders and a legend
    <div className="queue-variables" role="group" aria-label="插入变量">
      {templateVariables.slice(0, all ? undefined : firstVariables).map(({ name, meaning }) => (
        <button key={name} type="button" title={meaning} onClick={() => onPick(`{${name}}`)}>
          {`{${name}}`}
        </button>
      ))}
      {all && (
        <button type="button" title="按信任等级说不同的话" onClick={() => onPick('{等级≥4：老顾客的话|新朋友的话}')}>
          按等级说
        </button>
      )}
      <button type="button" aria-expanded={all} onClick={() => setAll(!all)}>
        {all ? '收起' : '更多'}
      </button>
    </div>
  );
}

function Words({ written, change }: { written: Written; change: (part: Partial<Written>) => void }) {
  const [picking, setPicking] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const { problems } = parseTemplate(written.text);
  const insert = (variable: string) => {
    const field = area.current;
    const at = field?.selectionStart ?? written.text.length;
    change({ text: written.text.slice(0, at) + variable + written.text.slice(field?.selectionEnd ?? at) });
    field?.focus();
  };
  const pick = async ({ id }: ContentCard) => {
    setPicking(false);
    try {
      const piece = await client.content.get.query({ id });
      const own = piece.variants.find(({ channel }) => channel === 'private')?.text;
      change({ text: own || piece.text, assets: piece.assets, contentId: id, name: written.name || piece.title.slice(0, 60) });
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <div className="queue-words-head">
        <Variables onPick={insert} />
        <Button size="small" onClick={() => setPicking(true)}>
          从素材库选…
        </Button>
      </div>
      <textarea
        ref={area}
        className="queue-words"
        aria-label="要说的话"
        placeholder="例如：{称呼|你好}，上次的{上次购买|东西}吃着怎么样？"
        rows={5}
        maxLength={5000}
        value={written.text}
        onChange={(event) => change({ text: event.target.value })}
      />
      {problems.slice(0, 3).map((problem) => (
        <p key={`${problem.at}-${problem.kind}`} className="queue-problem" role="alert">
          {problemSentence(problem)}
        </p>
      ))}
      <PiecePicker open={picking} onClose={() => setPicking(false)} onPick={(piece) => void pick(piece)} title="从素材库选要说的话" />
    </>
  );
}

const line = (many: number, words: string): ReactNode => many > 0 && <li key={words}>{`${count(many)} 位${words}`}</li>;

/** How many, who is left out and why, who has to wait, how it reads. */
function Preview({ preview, written, change }: { preview: SendPreview; written: Written; change: (part: Partial<Written>) => void }) {
  const { left, guard, missing, samples } = preview;
  const [{ people }] = useSetting('sending.massSend');
  const wait = guard.notBefore;
  const rules = Object.entries(guard.rules).filter(([rule, many]) => rule !== 'tag' && many > 0);
  return (
    <section className="queue-preview" aria-label="发之前先看">
      <p role="status">
        <b>{count(preview.queued)} 位</b>进名单，现在可以发 <b>{count(guard.ok)} 位</b>
        {wait > 0 &&
          `，${count(wait)} 位先等着，到时候自己来（${rules.map(([rule]) => ruleWords[rule as keyof typeof ruleWords]).join('、')}）`}
      </p>
      <ul>
        {line(left.tagged, '打了勿扰的标签，不发')}
        {line(left.gone, '删了你、拉黑了你或已流失，不发')}
        {line(left.archived, '已归档，不发')}
        {line(left.missing, '缺资料，先不放进来')}
        {line(preview.elsewhere, '已经在别的名单里等着')}
      </ul>
      {missing.map(({ variable, count: many, names }) => (
        <p key={variable} className="queue-missing">
          {`{${variable}} 有 ${count(many)} 位没有：${names.join('、')}${many > names.length ? '…' : ''}。写成 {${variable}|别的话} 就人人都有。`}
        </p>
      ))}
      {missing.length > 0 && (
        // biome-ignore lint/a11y/noLabelWithoutControl: the switch is in it
        <label className="queue-keep">
          <Switch size="small" checked={written.keepMissing} onChange={(keepMissing) => change({ keepMissing })} />
          缺资料的也放进来，我自己补
        </label>
      )}
      {preview.lists > 1 && (
        <p>
          一份名单最多 {count(mostItems)} 位，会分成 <b>{count(preview.lists)} 份</b>：第 1
          份马上能发，别的先停着，发完一份，按一下就接着发下一份。
        </p>
      )}
      {preview.queued > people && (
        <p className="queue-missing">据反馈，微信的「群发助手」一次最多 {count(people)} 位。这里是一位一位发，人多就分几天。</p>
      )}
      {samples.map((sample) => (
        <blockquote key={sample.friendId}>
          <b>{sample.name}</b>
          <p>{sample.text}</p>
        </blockquote>
      ))}
    </section>
  );
}

const draftOf = ({ source, kind, text, assets, contentId, keepMissing }: Written): SendDraft => ({
  source,
  kind,
  text,
  assetIds: assets.map(({ id }) => id),
  contentId,
  keepMissing,
});

interface NewQueueProps {
  begin: QueueBegin;
  onClose: () => void;
  onMade: (queueId: number) => void;
}

/** What a list begins with: nothing, or the words of a post, whose piece of the library counts as used by the post itself. */
function firstWords({ source, post }: QueueBegin): Written {
  const kind = post ? touchOfPost(post.channel, post.category) : null;
  return {
    source,
    name: '',
    kind: kind === null || kind === 'momentAdvert' ? 'privateAdvert' : kind,
    text: post?.text ?? '',
    assets: post?.assets ?? [],
    contentId: null,
    keepMissing: false,
  };
}

const makeText = (queued: number, lists: number): string => {
  if (queued === 0) return '建名单';
  return lists > 1 ? `建 ${count(lists)} 份名单，一共 ${count(queued)} 位` : `建名单，${count(queued)} 位`;
};

/** What is written so far, what it comes to, and how it becomes a list. */
function useNewQueue({ begin, onClose, onMade }: NewQueueProps) {
  const [written, setWritten] = useState<Written>(() => firstWords(begin));
  const change = (part: Partial<Written>) => setWritten((old) => ({ ...old, ...part }));
  const isReadable = parseTemplate(written.text).problems.length === 0;
  const preview = usePreview(useDeferredValue(isReadable ? draftOf(written) : null)).data;
  const { waiting, add } = useAddAssets(written.assets, (assets) => change({ assets }));
  const create = useCreateQueue();
  const once = useSendOnce();
  const empty = written.text.trim() === '' && written.assets.length === 0;
  const [queued, lists] = [preview?.queued ?? 0, preview?.lists ?? 1];
  const ready = !empty && isReadable && queued > 0 && waiting === 0;
  const name = written.name.trim() || [...(written.text.trim().split('\n')[0] ?? '')].slice(0, 16).join('') || '图片';
  const make = async () => {
    const saved = await create.mutateAsync({ ...draftOf(written), name, postId: begin.post?.id ?? null });
    onClose();
    const parts = lists > 1 ? `分成 ${count(lists)} 份，一共 ` : '';
    notify.done(`名单「${name}」建好了，${parts}${count(queued)} 位${begin.post ? '；日历里这条标为已发' : ''}`, saved.undoId);
    onMade(saved.id);
  };
  return {
    written,
    change,
    preview,
    making: create.isPending,
    label: makeText(queued, lists),
    ready,
    waiting,
    add,
    make: () => void (ready && once(make)),
  };
}

type FormProps = Pick<ReturnType<typeof useNewQueue>, 'written' | 'change' | 'waiting' | 'add'> & Pick<QueueBegin, 'whom'>;

function Form({ written, change, waiting, add, whom }: FormProps) {
  const [viewed, setViewed] = useState<Asset | null>(null);
  return (
    <div className="new-queue-form">
      <ForWhom source={written.source} {...(whom === undefined ? {} : { whom })} onChange={(next) => change({ source: next })} />
      <Input
        aria-label="名单的名字"
        placeholder="名单的名字（不写就用第一句话）"
        maxLength={60}
        value={written.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <Radio.Group
        aria-label="算作什么"
        optionType="button"
        value={written.kind}
        onChange={(event) => change({ kind: event.target.value as Written['kind'] })}
        options={sendKinds.map((kind) => ({ value: kind, label: sendKindWords[kind].label }))}
      />
      <p className="dialog-note">{sendKindWords[written.kind].hint}</p>
      <Words written={written} change={change} />
      <AssetGrid
        assets={written.assets}
        waiting={waiting}
        onFiles={(files) => void add(files)}
        onChange={(assets) => change({ assets })}
        onView={setViewed}
      />
      <AssetViewer asset={viewed} onClose={() => setViewed(null)} />
    </div>
  );
}

/** A new queue: for whom, which words, counted as what; what it comes to is shown before it begins. */
export function NewQueue(props: NewQueueProps) {
  const { written, change, preview, label, ready, waiting, add, making, make } = useNewQueue(props);
  return (
    <Dialog
      open
      title="新的发送名单"
      width={760}
      onClose={props.onClose}
      footer={
        <div className="dialog-foot">
          <Button onClick={props.onClose}>先不发</Button>
          <Button type="primary" disabled={!ready} loading={making} onClick={make}>
            {label}
          </Button>
        </div>
      }
    >
      <Keys onSave={make} />
      <div className="new-queue">
        <Form written={written} change={change} waiting={waiting} add={add} {...(props.begin.whom ? { whom: props.begin.whom } : {})} />
        {preview && <Preview preview={preview} written={written} change={change} />}
      </div>
    </Dialog>
  );
}

/** Within the dialog, so that the keys come after its barrier. */
function Keys({ onSave }: { onSave: () => void }) {
  useShortcuts('新的发送名单', [{ keys: 'mod+Enter', label: '建名单', run: onSave, inFields: true }]);
  return null;
}

function ForWhom({ source, whom, onChange }: Pick<QueueBegin, 'source' | 'whom'> & { onChange: (source: SendSource) => void }) {
  if (whom !== undefined) return <p className="queue-chosen">发给{whom}</p>;
  if (source.by === 'selection')
    return (
      <p className="queue-chosen">
        发给在「好友」里选好的{source.selection.by === 'ids' ? ` ${count(source.selection.ids.length)} 位` : '那些人'}
      </p>
    );
  return (
    <AudiencePicker
      value={source.audience}
      accountIds={source.accountIds}
      inWechat={false}
      words={sentWords}
      onChange={(audience) => onChange({ ...source, audience })}
    />
  );
}
