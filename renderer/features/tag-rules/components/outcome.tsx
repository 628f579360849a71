import type { RuleOutcome, SomePeople, TagRulePreview } from '../../../../shared/contracts/tag-rules.ts';
import { count, percent } from '../../../lib/format.ts';
import { troubleText } from '../../../lib/tag-rule-words.ts';

type OnFriend = (id: number) => void;

function People({ title, people, onFriend }: { title: string; people: SomePeople; onFriend: OnFriend }) {
  if (people.count === 0) return null;
  return (
    <section>
      <h3>
        {title} {count(people.count)} 位
      </h3>
      <ul aria-label={title}>
        {people.rows.map(({ id, name }, at) => (
          // one may stand here for two tags
          <li key={`${id}-${at}`}>
            <button type="button" className="link-button" onClick={() => onFriend(id)}>
              {name}
            </button>
          </li>
        ))}
      </ul>
      {people.count > people.rows.length && <p className="rule-hint">这里是前 {people.rows.length} 位</p>}
    </section>
  );
}

/** Who stays as she is, and why. */
export function notTouched({ already, handHolds, yields, declined }: RuleOutcome): string[] {
  return [
    already > 0 ? `${count(already)} 位已经有了` : '',
    handHolds > 0 ? `${count(handHolds)} 位有你手工打的同组标签，不动` : '',
    yields > 0 ? `${count(yields)} 位让给前面的规则（同组只留一个）` : '',
    declined > 0 ? `${count(declined)} 位的你拿掉过或撤销过，不再打` : '',
  ].filter(Boolean);
}

/** What a rule would do, were it saved and run as it is written. */
export function Outcome({ preview, onFriend }: { preview: TagRulePreview | undefined; onFriend: OnFriend }) {
  if (!preview) return <p className="rule-hint">写好条件、选好标签，这里会先告诉你谁会打上、谁会拿掉。</p>;
  const { trouble, members, of, outcome, others } = preview;
  return (
    <>
      {trouble && (
        <p className="tag-rule-trouble" role="alert">
          {troubleText(trouble)}
        </p>
      )}
      {members !== null && (
        <p>
          <b>{count(members)}</b> 位符合{of > 0 && <span className="rule-hint">，占 {percent(members / of)}</span>}
        </p>
      )}
      {outcome && (
        <>
          {outcome.gets.count + outcome.loses.count === 0 && <p>现在运行，没有谁会变。</p>}
          <People title="会打上" people={outcome.gets} onFriend={onFriend} />
          <People title="会拿掉" people={outcome.loses} onFriend={onFriend} />
          {notTouched(outcome).map((line) => (
            <p key={line} className="rule-hint">
              {line}
            </p>
          ))}
        </>
      )}
      {others.map(({ ruleId, name, gets, loses }) => (
        <p key={ruleId} className="rule-hint">
          同一次运行里，规则「{name}」打上 {count(gets.count)}、拿掉 {count(loses.count)}
        </p>
      ))}
    </>
  );
}
