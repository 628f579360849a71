import { useMemo, useState } from 'react';
import { type AdWord, adWordsOf, findAdWords } from '../../../../shared/domain/ad-words.ts';
import { type ToneSign, toneSigns } from '../../../../shared/domain/tone.ts';
import { useSetting } from '../../settings/index.ts';
import { AdWordsDialog } from './ad-words-dialog.tsx';
import './writing-hints.css';

const reasons: Record<AdWord['why'], string> = {
  absolute: '绝对化用语',
  medical: '像在说疗效',
  promise: '像在打包票',
  pressure: '像在催人',
  own: '你自己加的词',
};

function toneText(sign: ToneSign): string {
  switch (sign.kind) {
    case 'crowd':
      return `「${sign.words[0]}」是对一群人说的，朋友之间会叫名字或者直接说`;
    case 'priceFirst':
      return `第一行就是价格（${sign.price}），先说件事再说价，更像朋友`;
    case 'shouting':
      return `感叹号有 ${sign.marks} 个，平常说话没这么大声`;
    case 'emoji':
      return `表情有 ${sign.count} 个，三五个就够了`;
    case 'nobody':
      return '通篇没有「我」也没有「你」，像说明书';
  }
}

interface WritingHintsProps {
  text: string;
  /** shows a place of the text (UTF-16 units) */
  onShow: (start: number, end: number) => void;
}

/** What is worth a second look before it goes out, and the way to the list of words. Hints only: nothing is kept from being saved or posted. */
export function WritingHints({ text, onShow }: WritingHintsProps) {
  const [words] = useSetting('content.adWords');
  const [editing, setEditing] = useState(false);
  const list = useMemo(() => adWordsOf(words), [words]);
  const hits = useMemo(() => findAdWords(text, list), [text, list]);
  const signs = useMemo(() => toneSigns(text), [text]);
  const edit = (
    <button type="button" className="link-button" onClick={() => setEditing(true)}>
      改词表
    </button>
  );
  return (
    <>
      {(hits.length > 0 || signs.length > 0) && (
        <section className="writing-hints" aria-label="写作提醒">
          {hits.length > 0 && (
            <div>
              <h3>广告法容易查的词{edit}</h3>
              <ul className="ad-words">
                {hits.map(({ start, end, why }) => (
                  <li key={start}>
                    <button type="button" title="在文字里找到它" onClick={() => onShow(start, end)}>
                      {text.slice(start, end)}
                    </button>
                    <small>{reasons[why]}</small>
                  </li>
                ))}
              </ul>
            </div>
          )}
          {signs.length > 0 && (
            <div>
              <h3>这话会当面跟朋友说吗？</h3>
              <ul className="tone-signs">
                {signs.map((sign) => (
                  <li key={sign.kind}>{toneText(sign)}</li>
                ))}
              </ul>
            </div>
          )}
        </section>
      )}
      {hits.length === 0 && <p className="ad-words-none">没有广告法容易查的词 {edit}</p>}
      {editing && <AdWordsDialog onClose={() => setEditing(false)} />}
    </>
  );
}
