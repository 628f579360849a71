import { useMutation } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import type { ContentCategory } from '../../../../shared/contracts/content.ts';
import type { Slot, SlotPlace } from '../../../../shared/contracts/slots.ts';
import { minuteText, weekdayName } from '../../../../shared/domain/recurrence-words.ts';
import { client } from '../../../lib/api.ts';
import { useAccounts, usualAccount } from '../../../lib/book.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx';
import { LoadingSkeleton } from '../../../ui/states.tsx';
import { notify } from '../../../ui/toast.tsx';
import { categories, categoryColors, categoryWords } from '../../publishing/index.ts';
import { useSlots } from '../queries.ts';
import { MinuteField } from './rule-fields.tsx';
import './dialogs.css';

const weekdays = [1, 2, 3, 4, 5, 6, 7];
/** when a further slot of a day begins to be looked for */
const usualMinutes = [8 * 60, 12 * 60 + 30, 20 * 60, 21 * 60 + 30];

/** 固定档期: at which hours of the week which kind of content goes out, for each account. */
export function SlotsDialog({ accountId: wanted, onClose }: { accountId: number | null; onClose: () => void }) {
  const accounts = useAccounts();
  const [chosen, setChosen] = useState(wanted);
  const accountId = chosen ?? usualAccount(accounts.active)?.id ?? null;
  const slots = useSlots(accountId);
  if (accountId === null || !slots.data) {
    return (
      <Dialog open title="固定档期" width={640} onClose={onClose}>
        <LoadingSkeleton rows={7} />
      </Dialog>
    );
  }
  return <SlotsEditor key={accountId} accountId={accountId} saved={slots.data} onAccount={setChosen} onClose={onClose} />;
}

interface EditorProps {
  accountId: number;
  saved: readonly Slot[];
  onAccount: (id: number) => void;
  onClose: () => void;
}

function SlotsEditor({ accountId, saved, onAccount, onClose }: EditorProps) {
  const accounts = useAccounts();
  const [places, setPlaces] = useState<SlotPlace[]>(saved.map(({ weekday, minute, category }) => ({ weekday, minute, category })));
  const twice = places.find((one, at) => places.some((other, n) => n < at && other.weekday === one.weekday && other.minute === one.minute));
  const save = useMutation({
    networkMode: 'always',
    mutationFn: () => client.slots.set.mutate({ accountId, slots: places }),
    onSuccess: ({ undoId }) => {
      notify.done(`「${accounts.byId.get(accountId)?.name ?? ''}」的档期存好了：一周 ${places.length} 条`, undoId);
      onClose();
    },
    onError: notify.failed,
  });
  return (
    <Dialog
      open
      title="固定档期：一周里什么时候发什么"
      width={640}
      onClose={onClose}
      footer={
        <div className="dialog-foot">
          <span className="dialog-note">
            {twice ? `${weekdayName(twice.weekday)} ${minuteText(twice.minute)} 有两条，错开一点就能保存` : ''}
          </span>
          <Button type="primary" loading={save.isPending} disabled={twice !== undefined} onClick={() => save.mutate()}>
            存下档期
          </Button>
        </div>
      }
    >
      {accounts.active.length > 1 && (
        <Select
          aria-label="哪个微信号的档期"
          value={accountId}
          options={accounts.active.map((account) => ({ value: account.id, label: account.name }))}
          onChange={onAccount}
        />
      )}
      <p className="dialog-note">空着的档期会淡淡地显示在周视图和日视图里，点一下就能写；也可以用素材库一次排满。</p>
      <SlotTable places={places} onPlaces={setPlaces} />
    </Dialog>
  );
}

interface TableProps {
  places: readonly SlotPlace[];
  onPlaces: (next: (old: SlotPlace[]) => SlotPlace[]) => void;
}

/** The seven days with their slots; one is added at the first usual hour that is free. */
function SlotTable({ places, onPlaces }: TableProps) {
  const change = (at: number, part: Partial<SlotPlace>) =>
    onPlaces((old) => old.map((place, n) => (n === at ? { ...place, ...part } : place)));
  const add = (weekday: number) =>
    onPlaces((old) => {
      const minute = usualMinutes.find((of) => !old.some((place) => place.weekday === weekday && place.minute === of)) ?? 9 * 60;
      return [...old, { weekday, minute, category: 'life' }];
    });
  return (
    <table className="slot-table">
      <tbody>
        {weekdays.map((weekday) => (
          <tr key={weekday}>
            <th scope="row">{weekdayName(weekday)}</th>
            <td className="slot-cells">
              {places.map((place, at) =>
                place.weekday === weekday ? (
                  <SlotCell
                    key={at}
                    place={place}
                    onChange={(part) => change(at, part)}
                    onRemove={() => onPlaces((old) => old.filter((_, n) => n !== at))}
                  />
                ) : null,
              )}
              <Button
                size="small"
                type="text"
                icon={<PlusIcon />}
                aria-label={`${weekdayName(weekday)}加一个档期`}
                onClick={() => add(weekday)}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SlotCell({ place, onChange, onRemove }: { place: SlotPlace; onChange: (part: Partial<SlotPlace>) => void; onRemove: () => void }) {
  const name = `${weekdayName(place.weekday)} ${minuteText(place.minute)}`;
  return (
    <span className="slot-cell" data-tag-color={categoryColors[place.category]}>
      <MinuteField label={`${name} 的时间`} value={place.minute} onChange={(minute) => onChange({ minute })} />
      <Select<ContentCategory>
        size="small"
        aria-label={`${name} 发什么`}
        value={place.category}
        options={categories.map((value) => ({ value, label: categoryWords[value] }))}
        onChange={(category) => onChange({ category })}
      />
      <button type="button" className="icon-button" aria-label={`去掉 ${name}`} onClick={onRemove}>
        <CloseIcon width="12" height="12" />
      </button>
    </span>
  );
}
