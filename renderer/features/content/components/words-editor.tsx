import { type ReactNode, useId, useRef } from 'react';
import { maxPieceText, type PublishChannel, publishChannels } from '../../../../shared/contracts/content.ts';
import { parseTemplate, problemSentence, templateVariables } from '../../../../shared/domain/template.ts';
import { count } from '../../../lib/format.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { TabStrip } from '../../../ui/tab-strip.tsx';
import { type PieceValues, withWords, wordsOf } from '../piece-form.ts';
import { channelWords } from '../words.ts';
import './words-editor.css';

type Tab = PublishChannel | null;
const tabs: readonly Tab[] = [null, ...publishChannels];
const tabName = (tab: Tab) => (tab === null ? '通用' : channelWords[tab]);

interface TabsProps {
  id: string;
  tab: Tab;
  values: PieceValues;
  onTab: (tab: Tab) => void;
}

function ChannelTabs({ id, tab, values, onTab }: TabsProps) {
  const strip = tabs.map((one) => {
    const own = one !== null && values.variants.some(({ channel }) => channel === one);
    return {
      key: one ?? 'main',
      title: own ? '这个渠道有自己的写法' : one === null ? '没有单独写的渠道都用它' : '没单独写，用「通用」的',
      label: (
        <>
          {tabName(one)}
          {own && <i className="own-mark" role="img" aria-label="有自己的写法" />}
        </>
      ),
    } as const;
  });
  return (
    <TabStrip
      className="tab-strip words-tabs"
      label="渠道"
      id={`${id}-tab`}
      panelId={id}
      tabs={strip}
      tab={tab ?? 'main'}
      onTab={(key) => onTab(key === 'main' ? null : key)}
    />
  );
}

/** Buttons that put a variable where the cursor stands. */
function VariableChips({ onInsert }: { onInsert: (words: string) => void }) {
  return (
    <fieldset className="variable-chips" aria-label="插入变量">
      {templateVariables.map(({ name, meaning, example }) => (
        <button key={name} type="button" title={`${meaning}，例如「${example}」`} onClick={() => onInsert(`{${name}}`)}>
          {name}
        </button>
      ))}
      <button type="button" className="by-level" title="按信任等级说不同的话" onClick={() => onInsert('{等级≥4：老顾客的话|新朋友的话}')}>
        按等级说
      </button>
    </fieldset>
  );
}

function Problems({ text, onShow }: { text: string; onShow: (from: number, to: number) => void }) {
  const { problems } = parseTemplate(text);
  if (problems.length === 0) return null;
  return (
    <ul className="word-problems" aria-label="变量的问题">
      {problems.slice(0, 5).map((problem) => (
        <li key={`${problem.at}-${problem.kind}`}>
          <WarningIcon width="13" height="13" />
          <button type="button" onClick={() => onShow(problem.at, problem.end)}>
            {problemSentence(problem)}
          </button>
        </li>
      ))}
      {problems.length > 5 && <li>还有 {count(problems.length - 5)} 处。</li>}
    </ul>
  );
}

export interface WordsEditorProps {
  values: PieceValues;
  tab: PublishChannel | null;
  onTab: (tab: PublishChannel | null) => void;
  onChange: (make: (old: PieceValues) => PieceValues) => void;
  autoFocus: boolean;
  hints: PieceHints | undefined;
}

/** What other features say about a text: words of the advertising law. `onShow` marks a place of it (UTF-16 units). */
export type PieceHints = (text: string, onShow: (from: number, to: number) => void) => ReactNode;

/** How long it is, and whether a channel has words of its own. */
function WordsFacts({ values, tab, onChange }: Pick<WordsEditorProps, 'values' | 'tab' | 'onChange'>) {
  const words = wordsOf(values, tab);
  const set = (part: { title: string; text: string }) => onChange((old) => withWords(old, tab, part));
  const isEmpty = words.title === '' && words.text === '';
  return (
    <div className="words-facts">
      {tab !== null && isEmpty && (
        <span>
          没单独写，用「通用」的。
          <button type="button" className="text-link" onClick={() => set({ title: values.title, text: values.text })}>
            抄一份来改
          </button>
        </span>
      )}
      {tab !== null && !isEmpty && (
        <button type="button" className="text-link" onClick={() => set({ title: '', text: '' })}>
          清空，改用「通用」的
        </button>
      )}
      <span className="words-count">{count([...words.text].length)} 字</span>
    </div>
  );
}

/** Title and text, for all channels or one; empty fields of a channel show what it takes from the piece. */
export function WordsEditor({ values, tab, onTab, onChange, autoFocus, hints }: WordsEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const words = wordsOf(values, tab);
  const set = (part: { title?: string; text?: string }) => onChange((old) => withWords(old, tab, part));
  const select = (from: number, to: number) => {
    box.current?.focus();
    box.current?.setSelectionRange(from, to);
  };
  const insert = (piece: string) => {
    const at = box.current?.selectionStart ?? words.text.length;
    set({ text: words.text.slice(0, at) + piece + words.text.slice(box.current?.selectionEnd ?? at) });
    // behind what was put in, once it stands there
    requestAnimationFrame(() => select(at + piece.length, at + piece.length));
  };
  return (
    <section className="words-editor" aria-label="文字">
      <ChannelTabs id={id} tab={tab} values={values} onTab={onTab} />
      <div id={id} role="tabpanel" aria-label={tabName(tab)} className="words-panel">
        <input
          className="words-title"
          aria-label="标题"
          placeholder={tab === null ? '标题（自己找起来方便）' : values.title || '标题'}
          maxLength={200}
          value={words.title}
          onChange={(event) => set({ title: event.target.value })}
        />
        <textarea
          ref={box}
          className="words-text"
          aria-label="正文"
          // biome-ignore lint/a11y/noAutofocus: a new piece begins with its words
          autoFocus={autoFocus}
          placeholder={tab === null ? '写点什么？可以用 {称呼} 这样的变量' : values.text || '正文'}
          maxLength={maxPieceText}
          value={words.text}
          onChange={(event) => set({ text: event.target.value })}
        />
        <WordsFacts values={values} tab={tab} onChange={onChange} />
        <Problems text={words.text} onShow={select} />
        <VariableChips onInsert={insert} />
        {hints?.(words.text, select)}
      </div>
    </section>
  );
}
