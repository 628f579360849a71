import { Button, Switch } from 'antd';
import { useState } from 'react';
import type { Sop, Template } from '../../../../shared/domain/follow-up.ts';
import { mostOwnSops, sopFault } from '../../../../shared/domain/sop-faults.ts';
import { sopsWith } from '../../../../shared/domain/sop-starters.ts';
import { PlusIcon } from '../../../ui/icons.tsx';
import { NumbersLine, SettingGroup, SettingLine, useSetting } from '../../settings/index.ts';
import { type SopDraft, useRemoveSop, useSaveSop } from '../mutations.ts';
import { sopHints, sopName, sopWordsFrom, stepDay } from '../words.ts';
import { freshSop, SopDialog } from './sop-dialog.tsx';

const stepsText = ({ steps }: Sop): string => steps.map(({ days, title }) => `${stepDay(days)}「${title}」`).join('，');
const draftOf = (sop: Template): SopDraft => ({ ...sop, name: sop.name ?? '' });

interface SopLineProps {
  sop: Template;
  onEdit: (draft: SopDraft) => void;
}

function SopLine({ sop, onEdit }: SopLineProps) {
  const [save, remove] = [useSaveSop(), useRemoveSop()];
  const name = sopName(sop);
  const isOwn = sop.name !== null;
  const turn = (isOn: boolean) => {
    const draft = { ...draftOf(sop), isOn };
    // what it lacks is asked for first
    if (isOn && sopFault({ ...sop, isOn }, [])) onEdit(draft);
    else save.mutate({ draft, said: `模板「${name}」${isOn ? '打开' : '关掉'}了` });
  };
  return (
    <SettingLine
      title={name}
      hint={
        <>
          {stepsText(sop)}。<br />
          {isOwn ? sopWordsFrom(sop.trigger) : sopHints[sop.trigger]}
        </>
      }
    >
      <div className="sop-buttons">
        {isOwn && (
          <Button size="small" aria-label={`删掉模板「${name}」`} onClick={() => remove.mutate({ id: sop.id, name })}>
            删掉
          </Button>
        )}
        <Button size="small" aria-label={`改「${name}」的步子和话术`} onClick={() => onEdit(draftOf(sop))}>
          改
        </Button>
        <Switch aria-label={`打开「${name}」`} checked={sop.isOn} onChange={turn} />
      </div>
    </SettingLine>
  );
}

/** 模板: what each counts from, its steps, whether it is on; her own; and how follow-ups are spread. */
export function SopSettings() {
  const [changed] = useSetting('followUps.sops');
  const [own] = useSetting('followUps.own');
  const [editing, setEditing] = useState<SopDraft | null>(null);
  const save = useSaveSop();
  const sops = sopsWith(changed, own);
  const isFull = own.length >= mostOwnSops;
  return (
    <div className="sop-settings">
      <SettingGroup title="模板">
        {sops.map((sop) => (
          <SopLine key={sop.id} sop={sop} onEdit={setEditing} />
        ))}
        <SettingLine title="自己的模板" hint="比如：签收后第 15 天问问空瓶。从哪件事算起、隔几天、说什么，都由你定。">
          <Button
            icon={<PlusIcon width="12" height="12" />}
            disabled={isFull}
            title={isFull ? `最多 ${mostOwnSops} 个，先删掉不用的` : ''}
            onClick={() => setEditing(freshSop())}
          >
            加模板
          </Button>
        </SettingLine>
      </SettingGroup>
      <SettingGroup title="怎么排">
        <NumbersLine
          setting="followUps.numbers"
          title="一天不太多，一位不太密"
          text={(n) =>
            `一天先列 ${n.perDay} 条；同一位隔 ${n.gapDays} 天才有下一条；过了 ${n.keepDays} 天没做的不再列；往后看 ${n.aheadDays} 天`
          }
          hint="改了马上重排；你自己定的和改了日子的不动，总会列。"
          words={{
            perDay: { label: '一天先列', unit: '条' },
            gapDays: { label: '同一位好友，两条之间至少隔', unit: '天' },
            keepDays: { label: '没做的，过了多少天不再列', unit: '天' },
            aheadDays: { label: '往后看', unit: '天' },
          }}
          button="改数字"
        />
      </SettingGroup>
      {editing && (
        <SopDialog
          key={editing.id}
          saved={editing}
          others={own.filter(({ id }) => id !== editing.id).map(({ name }) => name)}
          onSave={async (draft, name) => {
            await save.mutateAsync({ draft, said: editing.id === null ? `加了模板「${name}」` : `模板「${name}」改好了` });
            setEditing(null);
          }}
          onClose={() => setEditing(null)}
        />
      )}
    </div>
  );
}
