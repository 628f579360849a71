import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { firstReAddWords } from '../../../../shared/domain/ban-day.ts';
import { parseTemplate, problemSentence } from '../../../../shared/domain/template.ts';
import { count } from '../../../lib/format.ts';
import { useSetting } from '../../settings/index.ts';

/** The words for everybody who is asked again; kept when the field is left. */
export function ReconnectWords() {
  const [kept, keep] = useSetting('banDay.words');
  const [text, setText] = useState(kept);
  useEffect(() => setText(kept), [kept]);
  const [problem] = parseTemplate(text).problems;
  const save = () => {
    if (text.trim() === '') setText(kept);
    else if (text !== kept && !problem) keep(text);
  };
  return (
    <div className="ban-words">
      <label htmlFor="ban-words">加人时说的话</label>
      <textarea
        id="ban-words"
        rows={2}
        maxLength={1000}
        value={text}
        aria-invalid={problem !== undefined}
        onChange={(event) => setText(event.target.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          event.currentTarget.blur();
        }}
      />
      <div className="ban-words-foot">
        {problem ? (
          <b role="alert">{problemSentence(problem)}还没有存。</b>
        ) : (
          <span>
            {count([...text].length)} 字 · 可以用 {'{称呼}'}、{'{我的微信号}'}、{'{上次购买}'}；没有时说什么写在竖线后面：{'{称呼|你好}'}
          </span>
        )}
        {kept !== firstReAddWords && (
          <Button size="small" type="link" onClick={() => keep(firstReAddWords)}>
            换回原来的话
          </Button>
        )}
      </div>
    </div>
  );
}
