import { Button, Segmented, Select } from 'antd';
import { now } from '../../../lib/now.ts';
import { ChevronLeftIcon, ChevronRightIcon, MoreIcon, PlusIcon } from '../../../ui/icons.tsx';
import { Menu } from '../../../ui/menu.tsx';
import { addDays, type CalendarView, pageTitle, turnNames, turnPage, viewNames } from '../days.ts';
import type { Calendar } from '../use-calendar.ts';

/** What opens from 更多. */
export type CalendarTool = 'fill' | 'slots' | 'series' | 'event' | 'import' | 'export';
export const toolWords: Record<CalendarTool, string> = {
  fill: '用素材库排满这一周…',
  slots: '固定档期…',
  series: '定期重复的内容…',
  event: '记一个日子（上新、直播、发货）…',
  import: '导入日历…',
  export: '导出日历…',
};
const toolSections: readonly CalendarTool[][] = [
  ['fill', 'slots', 'series', 'event'],
  ['import', 'export'],
];

interface ToolbarProps {
  calendar: Calendar;
  onWrite: () => void;
  onTool: (tool: CalendarTool) => void;
}

function Pager({ calendar: { view, cursorAt, moveTo } }: { calendar: Calendar }) {
  const [before, after] = turnNames[view];
  const turn = (by: 1 | -1) => () => moveTo((at) => turnPage(view, at, by));
  return (
    <div className="calendar-pager">
      <button type="button" className="icon-button" aria-label={before} title={`${before}（[）`} onClick={turn(-1)}>
        <ChevronLeftIcon />
      </button>
      <Button size="small" title="回到今天（t）" onClick={() => moveTo(() => addDays(now(), 0))}>
        今天
      </Button>
      <button type="button" className="icon-button" aria-label={after} title={`${after}（]）`} onClick={turn(1)}>
        <ChevronRightIcon />
      </button>
      <h2 aria-live="polite">{pageTitle(view, cursorAt)}</h2>
    </div>
  );
}

/** Which days, whose, how they are shown, and what else can be done with them. */
export function Toolbar({ calendar, onWrite, onTool }: ToolbarProps) {
  const { view, setView, accounts, accountId, setAccountId } = calendar;
  return (
    <div className="calendar-toolbar">
      <Pager calendar={calendar} />
      {accounts.active.length > 1 && (
        <Select
          aria-label="看哪个微信号"
          className="calendar-account"
          value={accountId ?? 0}
          options={[{ value: 0, label: '全部微信号' }, ...accounts.active.map((account) => ({ value: account.id, label: account.name }))]}
          onChange={(id: number) => setAccountId(id === 0 ? null : id)}
        />
      )}
      <Segmented<CalendarView>
        aria-label="怎么看"
        value={view}
        options={(Object.keys(viewNames) as CalendarView[]).map((value) => ({ value, label: viewNames[value] }))}
        onChange={setView}
      />
      <Menu sections={toolSections.map((tools) => tools.map((key) => ({ key, label: toolWords[key] })))} onChoose={onTool}>
        {(button) => <Button {...button} icon={<MoreIcon />} aria-label="更多" title="档期、重复、日子、导入导出" />}
      </Menu>
      <Button type="primary" icon={<PlusIcon />} onClick={onWrite}>
        写一条
      </Button>
    </div>
  );
}
