import type { TagRule } from '../../../../shared/contracts/tag-rules.ts';
import { useTagBook } from '../../../lib/book.ts';
import { count, spokenAgo } from '../../../lib/format.ts';
import { troubleText } from '../../../lib/tag-rule-words.ts';
import { TagChip } from '../../../ui/tag-chip.tsx';

function lastText({ last, members, isOn }: TagRule): string {
  if (!isOn) return '停着';
  if (!last) return members === null ? '' : `符合 ${count(members)} 位，还没运行出结果`;
  return `${spokenAgo(last.at)}打上 ${count(last.added)}、拿掉 ${count(last.removed)}`;
}

export interface RuleListProps {
  rules: readonly TagRule[];
  /** 0 = a new one; null = none */
  openId: number | null;
  onOpen: (id: number) => void;
}

/** The rules in their order, with what each does and did last. */
export function RuleList({ rules, openId, onOpen }: RuleListProps) {
  const { byId } = useTagBook();
  return (
    <ol className="tag-rule-list" aria-label="规则">
      {rules.map((rule) => (
        <li key={rule.id}>
          <button
            type="button"
            className={rule.id === openId ? 'tag-rule-row open' : 'tag-rule-row'}
            aria-current={rule.id === openId}
            onClick={() => onOpen(rule.id)}
          >
            <span className="tag-rule-name">{rule.name}</span>
            <span className="tag-rule-tags">
              {rule.tagIds.map((id) => (
                <TagChip key={id} color={byId.get(id)?.color ?? 'grey'}>
                  {byId.get(id)?.name ?? '已删除的标签'}
                </TagChip>
              ))}
            </span>
            {rule.trouble ? (
              <span className="tag-rule-trouble">没有运行：{troubleText(rule.trouble)}</span>
            ) : (
              <span className="tag-rule-last">
                {lastText(rule)}
                {rule.carrying > 0 && `，现在 ${count(rule.carrying)} 位带着`}
              </span>
            )}
          </button>
        </li>
      ))}
    </ol>
  );
}
