import { memo, useRef, useState } from 'react';
import { defaultSettings, type FriendColumn } from '../../../../shared/contracts/settings.ts';
import { ArrowDownIcon, ArrowUpIcon, CheckIcon, ColumnsIcon } from '../../../ui/icons.tsx';
import { Popup } from '../../../ui/popup.tsx';
import type { ColumnSettings } from '../column-settings.ts';
import { columnLabels } from '../columns.tsx';

interface ColumnMenuProps {
  settings: ColumnSettings;
  onChange: (settings: ColumnSettings) => void;
}

function moved(order: readonly FriendColumn[], id: FriendColumn, by: number): FriendColumn[] {
  const next = [...order];
  const at = next.indexOf(id);
  const to = at + by;
  if (at < 1 || to < 1 || to >= next.length) return next;
  next.splice(at, 1);
  next.splice(to, 0, id);
  return next;
}

interface ColumnLineProps extends ColumnMenuProps {
  id: FriendColumn;
}

/** One column; the name is always there, and first. */
function ColumnLine({ id, settings, onChange }: ColumnLineProps) {
  const { hidden, order } = settings;
  const isShown = id === 'name' || !hidden.includes(id);
  const toggle = () => onChange({ ...settings, hidden: isShown ? [...hidden, id] : hidden.filter((other) => other !== id) });
  const move = (by: number) => onChange({ ...settings, order: moved(order, id, by) });
  return (
    <li>
      <label className="check-list-option">
        <input
          type="checkbox"
          className="over-input"
          checked={isShown}
          disabled={id === 'name'}
          aria-label={`显示 ${columnLabels[id]}`}
          onChange={toggle}
        />
        <span className="check-box" aria-hidden="true">
          {isShown && <CheckIcon width="12" height="12" />}
        </span>
        <span className="check-list-label">{columnLabels[id]}</span>
      </label>
      {id !== 'name' && (
        <>
          <button type="button" className="icon-button small" aria-label={`${columnLabels[id]} 往前移`} onClick={() => move(-1)}>
            <ArrowUpIcon width="12" height="12" />
          </button>
          <button type="button" className="icon-button small" aria-label={`${columnLabels[id]} 往后移`} onClick={() => move(1)}>
            <ArrowDownIcon width="12" height="12" />
          </button>
        </>
      )}
    </li>
  );
}

/** Which columns, in which order; also without dragging. */
export const ColumnMenu = memo(function ColumnMenu({ settings, onChange }: ColumnMenuProps) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const order: FriendColumn[] = ['name', ...settings.order.filter((id) => id !== 'name')];
  return (
    <>
      <button
        ref={button}
        type="button"
        className="icon-button"
        aria-label="选择列"
        title="选择列"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <ColumnsIcon />
      </button>
      {open && (
        <Popup button={button} role="dialog" naming={{ 'aria-label': '选择列' }} onClose={() => setOpen(false)}>
          <div className="column-menu">
            <ul aria-label="列">
              {order.map((id) => (
                <ColumnLine key={id} id={id} settings={settings} onChange={onChange} />
              ))}
            </ul>
            <button type="button" className="link-button" onClick={() => onChange(defaultSettings['friends.columns'])}>
              恢复默认
            </button>
          </div>
        </Popup>
      )}
    </>
  );
});
