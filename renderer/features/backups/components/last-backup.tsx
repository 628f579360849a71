import { ShieldIcon, WarningIcon } from '../../../ui/icons.tsx';
import { useBackupsState } from '../queries.ts';
import { standingOf } from '../words.ts';
import './last-backup.css';

/** 今日: how old the last backup is that was opened and looked through. Nothing while that is not known. */
export function LastBackup({ onOpen }: { onOpen: () => void }) {
  const { data: state } = useBackupsState();
  if (!state) return null;
  const { age, word, text } = standingOf(state);
  return (
    <button type="button" className="last-backup" data-age={age} title="去「备份」看看" onClick={onOpen}>
      {age === 'ok' ? <ShieldIcon /> : <WarningIcon />}
      <b>{word}</b>
      <span>{text}</span>
    </button>
  );
}
