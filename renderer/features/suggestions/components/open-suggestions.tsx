import { count } from '../../../lib/format.ts';
import { LadderIcon } from '../../../ui/icons.tsx';
import { useSuggestions } from '../queries.ts';
import '../suggestions.css';

/** How many suggestions wait, for 今日. Nothing when none do. */
export function OpenSuggestions({ onOpen }: { onOpen: () => void }) {
  const counts = useSuggestions({ way: 'up' }, 1).data?.counts;
  if (!counts || counts.up + counts.down === 0) return null;
  const words = [counts.up > 0 ? `${count(counts.up)} 位可以升级` : '', counts.down > 0 ? `${count(counts.down)} 位该降级` : ''];
  return (
    <nav className="open-suggestions" aria-label="升降级建议">
      <button type="button" onClick={onOpen}>
        <LadderIcon width="14" height="14" />
        <span>{words.filter(Boolean).join('，')}，等你看</span>
      </button>
    </nav>
  );
}
