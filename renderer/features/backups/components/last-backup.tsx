import { ShieldIcon, WarningIcon } from '../../../ui/icons.tsx';
import { useBackupsState } from '../queries.ts';
import { ageText, ageWords } from '../words.ts';
import './last-backup.css';

/** 今日: how old the last backup is that was opened and looked through. Nothing while that is not known. */
export function LastBackup({ onOpen }: { onOpen: () => void }) {
  const { data: state } = useBackupsState();
  if (!state) return null;
  return (
    <button type="button" className="last-backup" data-age={state.age} title="去「备份」看看" onClick={onOpen}>
      {state.age === 'ok' ? <ShieldIcon /> : <WarningIcon />}
      <b>{ageWords[state.age]}</b>
      <span>{ageText(state)}</span>
    </button>
  );
}
