import { Select } from 'antd';
import { useState } from 'react';
import { type Audience, everybody } from '../../../../shared/contracts/segments.ts';
import { fillTemplate, parseTemplate, variablesOf } from '../../../../shared/domain/template.ts';
import { textOfFailure } from '../../../lib/error-text.ts';
import { count } from '../../../lib/format.ts';
import { useFoundOptions } from '../../../ui/use-entered.ts';
import { AudiencePicker, type AudienceWords } from '../../segments/index.ts';
import { useFriendsFound, useMissing, useTemplateWords } from '../queries.ts';
import './words-preview.css';

const whom: AudienceWords = {
  legend: '看哪些好友',
  choices: { all: '所有好友', only: '只看这些', except: '除了这些' },
  none: { only: '还没选看哪些：现在没有人在里面。', except: '还没选除了谁：现在看的是所有好友。' },
  nobody: '没有人在里面，换一换条件吧',
};

/** Who is missing what; asked only when it is wanted, for it reads everybody. */
function Missing({ text }: { text: string }) {
  const [asked, setAsked] = useState<string | null>(null);
  const [audience, setAudience] = useState<Audience>(everybody);
  if (asked === null || asked !== text)
    return (
      <button type="button" className="text-link" onClick={() => setAsked(text)}>
        看看有多少好友会空着
      </button>
    );
  return (
    <>
      <AudiencePicker value={audience} onChange={setAudience} accountIds={[]} words={whom} inWechat={false} />
      <WhoLacks text={text} audience={audience} />
    </>
  );
}

function WhoLacks({ text, audience }: { text: string; audience: Audience }) {
  const { data, error, isFetching } = useMissing(text, audience);
  if (error) return <p role="alert">{textOfFailure(error).title}</p>;
  if (!data || isFetching) return <span role="status">正在看每位好友…</span>;
  if (data.of === 0) return <span>这里面还没有人。</span>;
  if (data.count === 0) return <span className="all-filled">{count(data.of)} 位好友都不会空着。</span>;
  return (
    <details className="missing-people">
      <summary>
        {count(data.of)} 位好友里有 {count(data.count)} 位会空着：
        {data.variables.map(({ name, count: many }) => `${name} ${count(many)} 位`).join('，')}
      </summary>
      <p>写上后备的话就不会空，例如 {`{${data.variables[0]?.name ?? '称呼'}|朋友}`}。</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long list is scrolled by keys too */}
      <ul aria-label="会空着的好友" tabIndex={0}>
        {data.friends.map(({ id, name, missing }) => (
          <li key={id}>
            {name}
            <small>{missing.join('、')}</small>
          </li>
        ))}
      </ul>
      {data.count > data.friends.length && <p>只列出前 {count(data.friends.length)} 位；上面换成一个人群、标签或等级，就看得到别的。</p>}
    </details>
  );
}

/** The words as one friend would get them, following every key; nothing is shown for words without variables. */
export function WordsPreview({ text }: { text: string }) {
  const { template, problems } = parseTemplate(text);
  const hasVariables = variablesOf(template).length > 0;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<number | null>(null);
  const found = useFriendsFound(search, hasVariables);
  const friends = found.data?.rows ?? [];
  // whoever was met last, until she chooses; searching chooses nobody
  const usual = useFriendsFound('', hasVariables).data?.rows[0]?.id;
  const friendId = chosen ?? usual ?? null;
  const pick = (id: number) => {
    setSearch('');
    setChosen(id);
  };
  const waiting = found.isFetching && (found.isPlaceholderData || found.data === undefined);
  const finding = useFoundOptions({ text: search, onText: setSearch, waiting, first: friends[0]?.id, onPick: pick });
  const { data: values } = useTemplateWords(hasVariables ? friendId : null);
  if (!hasVariables) return null;
  const filled = values && problems.length === 0 ? fillTemplate(template, values) : null;
  const options = friends.map(({ id, name }) => ({ value: id, label: name }));
  // whoever is shown has a name also when she is not among those found; while searching only those count
  const isListed = friendId === null || search !== '' || options.some(({ value }) => value === friendId);
  const people = isListed || !values ? options : [{ value: friendId, label: values.name }, ...options];
  return (
    <section className="words-preview" aria-label="发给一位好友的样子">
      <header>
        <label htmlFor="preview-friend">发给</label>
        <Select
          id="preview-friend"
          aria-label="拿哪位好友试试"
          size="small"
          value={friendId}
          placeholder="选一位好友"
          options={people}
          {...finding}
          onSelect={pick}
          popupMatchSelectWidth={220}
          notFoundContent="没有这位好友"
        />
        <span>的样子</span>
      </header>
      {filled ? (
        <p className="preview-bubble">{filled.text}</p>
      ) : (
        <p className="preview-note">{problems.length > 0 ? '先把上面标红的改好，再看效果。' : '还没有好友可以试。'}</p>
      )}
      {filled && filled.missing.length > 0 && values && (
        <p className="preview-missing" role="status">
          {values.name}的{filled.missing.map((name) => `「${name}」`).join('')}是空的，发送队列里会先拦下来。
        </p>
      )}
      {problems.length === 0 && (
        <div className="preview-all">
          <Missing text={text} />
        </div>
      )}
    </section>
  );
}
