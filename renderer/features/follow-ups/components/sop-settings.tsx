import { Button, Switch } from 'antd';
import { useState } from 'react';
import { type Sop, type SopKey, sopKeys } from '../../../../shared/domain/follow-up.ts';
import { sopsWith } from '../../../../shared/domain/sop-starters.ts';
import { NumbersLine, SettingGroup, SettingLine, useSetting } from '../../settings/index.ts';
import { sopHints, sopName, stepDay } from '../words.ts';
import { SopDialog } from './sop-dialog.tsx';

const stepsText = ({ steps }: Sop): string => steps.map(({ days, title }) => `${stepDay(days)}「${title}」`).join('，');

/** 模板: what each counts from, its steps, whether it is on; and how follow-ups are spread. */
export function SopSettings() {
  const [changed, setChanged] = useSetting('followUps.sops');
  const [editing, setEditing] = useState<SopKey | null>(null);
  const sops = sopsWith(changed);
  const save = (key: SopKey, sop: Sop) => setChanged({ ...changed, [key]: sop });
  const lacksTags = (key: SopKey) => key === 'tagged' && sops.tagged.tags.length === 0;
  return (
    <div className="sop-settings">
      <SettingGroup title="模板">
        {sopKeys.map((key) => (
          <SettingLine
            key={key}
            title={sopName(key)}
            hint={
              <>
                {stepsText(sops[key])}。<br />
                {sopHints[key]}
              </>
            }
          >
            <div className="sop-buttons">
              <Button size="small" aria-label={`改「${sopName(key)}」的步子和话术`} onClick={() => setEditing(key)}>
                改
              </Button>
              <Switch
                aria-label={`打开「${sopName(key)}」`}
                checked={sops[key].isOn}
                onChange={(isOn) => {
                  save(key, { ...sops[key], isOn });
                  if (isOn && lacksTags(key)) setEditing(key);
                }}
              />
            </div>
          </SettingLine>
        ))}
      </SettingGroup>
      <SettingGroup title="怎么排">
        <NumbersLine
          setting="followUps.numbers"
          title="一位好友不挤在一起"
          text={(n) => `同一位隔 ${n.gapDays} 天才有下一条；过了 ${n.keepDays} 天没做的不再列；往后看 ${n.aheadDays} 天`}
          hint="改了马上重排；你自己定的和改了日子的不动。"
          words={{
            gapDays: { label: '同一位好友，两条之间至少隔', unit: '天' },
            keepDays: { label: '没做的，过了多少天不再列', unit: '天' },
            aheadDays: { label: '往后看', unit: '天' },
          }}
          button="改数字"
        />
      </SettingGroup>
      {editing && (
        <SopDialog
          key={editing}
          sop={editing}
          saved={sops[editing]}
          onSave={(sop) => save(editing, sop)}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
