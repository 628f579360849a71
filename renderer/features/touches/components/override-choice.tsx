import { Input, Radio } from 'antd';
import { overrideReasons } from '../guard-words.ts';
import './override-choice.css';

/** Why she goes on although the guard says no: one of the usual reasons, or her own words. '' = none yet. */
export function OverrideChoice({ value, onChange }: { value: string; onChange: (reason: string) => void }) {
  const own = overrideReasons.every((reason) => reason !== value);
  return (
    <div className="override-choice">
      <Radio.Group
        className="choice-list"
        aria-label="仍要发的理由"
        value={own ? null : value}
        onChange={(event) => onChange(event.target.value as string)}
      >
        {overrideReasons.map((reason) => (
          <Radio key={reason} value={reason}>
            {reason}
          </Radio>
        ))}
      </Radio.Group>
      <Input
        aria-label="别的理由"
        placeholder="别的理由，自己写"
        maxLength={200}
        value={own ? value : ''}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  );
}
