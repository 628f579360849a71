import { useQuery } from '@tanstack/react-query';
import type { SegmentRule } from '../../../../shared/contracts/segments.ts';
import { isGroup, walk } from '../../../../shared/domain/segment-rule.ts';
import { trpc } from '../../../lib/api.ts';
import { CheckIcon, CloseIcon } from '../../../ui/icons.tsx';
import { foundText, testText } from '../test-words.ts';
import { useNames } from '../use-names.ts';

export interface WhyProps {
  rule: SegmentRule;
  friendId: number;
}

/** Why she is in, or is not: every condition, whether it holds of her, and what was found where it looked. */
export function Why({ rule, friendId }: WhyProps) {
  const nameOf = useNames();
  const { data, isPending } = useQuery(trpc.segments.explain.queryOptions({ rule, friendId }));
  if (!data) return isPending ? <p className="why-verdict">正在看…</p> : null;
  const lines: { path: string; depth: number; met: boolean; text: string; found: string }[] = [];
  walk(rule, (node, path) => {
    const told = data.nodes[path];
    if (!told || path === '') return;
    const depth = path.split('.').length - 1;
    const not = node.not ? '不是：' : '';
    if (isGroup(node))
      lines.push({ path, depth, met: told.met, text: `${not}${node.all ? '下面都要符合' : '下面符合一条就算'}`, found: '' });
    else
      lines.push({
        path,
        depth,
        met: told.met,
        text: `${not}${testText(node.test, nameOf)}`,
        found: told.found ? foundText(node.test, told.found) : '',
      });
  });
  return (
    <div className="why">
      <p className={data.in ? 'why-verdict in' : 'why-verdict'}>
        {data.in ? '在里面' : '不在里面'}
        {!data.archivedFits && '：归档不符'}
        {rule.root.items.length > 1 && (rule.root.all ? '。下面都要符合' : '。下面符合一条就算')}
      </p>
      <ul>
        {lines.map(({ path, depth, met, text, found }) => (
          <li key={path} className={met ? 'why-line met' : 'why-line'} data-depth={depth}>
            <span className="why-mark" role="img" aria-label={met ? '符合' : '不符合'}>
              {met ? <CheckIcon width="12" height="12" /> : <CloseIcon width="12" height="12" />}
            </span>
            <span className="why-text">{text}</span>
            {found !== '' && <span className="why-found">{found}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
