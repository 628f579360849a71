import { InputNumber, Select } from 'antd';
import {
  type ContactField,
  type Inspection,
  type SourceColumn,
  type TextEncoding,
  textEncodings,
} from '../../../../shared/contracts/imports.ts';
import { useAccounts, useChannels } from '../../../lib/book.ts';
import { columnTitle, domainWords } from '../../../lib/words.ts';
import { WarningIcon } from '../../../ui/icons.tsx';
import { hasName } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import { byWords, encodingNames, encodingWords, fieldGroups, fieldWords, originSentence, recordFormats } from '../words.ts';

function HeaderLine({ line, busy }: { line: number; busy: boolean }) {
  return (
    <div className="import-label">
      列名在第几行（没有填 0）
      <InputNumber
        key={line}
        size="small"
        aria-label="列名在第几行"
        min={0}
        max={200}
        precision={0}
        defaultValue={line}
        disabled={busy}
        style={{ width: 64 }}
        onBlur={(event) => {
          const typed = Number(event.target.value);
          if (event.target.value !== '' && typed !== line) void importActions.reread({ headerLine: typed });
        }}
        onPressEnter={(event) => event.currentTarget.blur()}
      />
    </div>
  );
}

/** How the file was read, each part changeable. */
function Reading({ inspection }: { inspection: Inspection }) {
  const busy = useImport((state) => state.busy) !== null;
  return (
    <div className="import-origin">
      <p>
        <b>{originSentence(inspection)}</b>
      </p>
      <div className="import-origin-fields">
        {inspection.encoding && (
          <div className="import-label">
            文字看着乱？换一种读法
            <Select<TextEncoding>
              size="small"
              aria-label="文字的读法"
              value={inspection.encoding}
              disabled={busy}
              popupMatchSelectWidth={false}
              options={textEncodings.map((value) => ({ value, label: encodingWords[value], title: encodingNames[value] }))}
              onChange={(encoding) => void importActions.reread({ encoding })}
            />
          </div>
        )}
        {inspection.sheets.length > 1 && (
          <div className="import-label">
            工作表
            <Select
              size="small"
              aria-label="工作表"
              value={inspection.sheet}
              disabled={busy}
              popupMatchSelectWidth={false}
              options={inspection.sheets.map((value) => ({ value, label: value }))}
              onChange={(sheet: string) => void importActions.reread({ sheet })}
            />
            这个文件有 {inspection.sheets.length} 张表，一次导入一张
          </div>
        )}
        {inspection.format !== 'names' && !recordFormats.has(inspection.format) && <HeaderLine line={inspection.headerLine} busy={busy} />}
      </div>
    </div>
  );
}

/** Which of her accounts these friends belong to (required), and the channel for the new ones. */
function Whose({ accountId, onAccount }: { accountId: number | null; onAccount: (id: number) => void }) {
  const accounts = useAccounts();
  const channels = useChannels();
  const channelId = useImport((state) => state.channelId);
  return (
    <div className="import-whose">
      <div className="import-label">
        <span>这些好友在哪个微信号上</span>
        <Select
          aria-label="这些好友在哪个微信号上"
          placeholder="请选一个微信号"
          value={accountId}
          {...(accountId === null ? { status: 'warning' as const } : {})}
          options={accounts.active.map((account) => ({ value: account.id, label: account.name }))}
          onChange={onAccount}
          notFoundContent="还没有微信号，先到「账号与渠道」添加一个"
        />
      </div>
      <div className="import-label">
        <span>新好友的渠道</span>
        <Select
          aria-label="新好友的渠道"
          value={channelId ?? 0}
          options={[
            { value: 0, label: '先不填' },
            ...channels.active.map((channel) => ({ value: channel.id, label: `${domainWords[channel.domain]} · ${channel.name}` })),
          ]}
          onChange={(id) => importActions.setChannel(id || null)}
        />
      </div>
    </div>
  );
}

function ColumnRow({ column, field }: { column: SourceColumn; field: ContactField }) {
  const by = field === column.field ? column.by : 'hand';
  const ignored = field === 'ignore';
  return (
    <tr className={ignored ? 'ignored' : undefined}>
      <th scope="row" title={column.header}>
        {columnTitle(column.header)}
      </th>
      <td className="import-samples">
        {column.samples.length === 0 ? (
          <em>整列是空的</em>
        ) : (
          <span title={column.samples.join('\n')}>{[...new Set(column.samples)].map((sample) => sample.slice(0, 60)).join(' · ')}</span>
        )}
      </td>
      <td>
        <select
          className="import-field"
          aria-label={`「${columnTitle(column.header)}」这一列是什么`}
          value={field}
          onChange={(event) => importActions.setField(column.index, event.target.value as ContactField)}
        >
          {fieldGroups.map((group) => (
            <optgroup key={group.label} label={group.label}>
              {group.fields.map((value) => (
                <option key={value} value={value}>
                  {fieldWords[value]}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </td>
      <td className={`import-by ${by}`}>
        {ignored && by !== 'hand' && by !== 'remembered' ? (by === 'none' ? '没认出来' : '用不上') : byWords[by]}
      </td>
    </tr>
  );
}

/** Every column of the file and what it is taken for. */
function Columns({ inspection }: { inspection: Inspection }) {
  const fields = useImport((state) => state.fields);
  const used = fields.filter((field) => field !== 'ignore').length;
  return (
    <div className="import-table-frame">
      <table className="import-table">
        <caption>
          {inspection.columns.length} 列里用到 {used} 列。这次的对应会记住，下次同样的文件不用再选。
        </caption>
        <thead>
          <tr>
            <th scope="col">文件里的列</th>
            <th scope="col">前几行写着</th>
            <th scope="col">作为</th>
            <th scope="col">怎么认出来的</th>
          </tr>
        </thead>
        <tbody>
          {inspection.columns.map((column) => (
            <ColumnRow key={column.index} column={column} field={fields[column.index] ?? 'ignore'} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Rubbish is not taken unasked: another encoding may help, or another export. */
function Garbled({ encoding }: Pick<Inspection, 'encoding'>) {
  const accepted = useImport((state) => state.garbledAccepted);
  return (
    <div className="center-note warn" role="alert">
      <WarningIcon />
      <span>
        这份名单里的字像是乱码。{encoding && '先在上面换一种读法看看；还是乱，'}
        多半是以前用错的编码打开、又保存过：请从原来的程序重新导出一次。
      </span>
      <label>
        <input type="checkbox" checked={accepted} onChange={(event) => importActions.acceptGarbled(event.target.checked)} />
        没有别的文件了，照样导入
      </label>
    </div>
  );
}

/** Whether blanks part the tags of a column is asked, where its cells do not tell. */
function TagBlanks({ inspection }: { inspection: Inspection }) {
  const fields = useImport((state) => state.fields);
  const doubtful = inspection.columns.find(
    ({ index, samples }) =>
      fields[index] === 'tags' && samples.some((text) => /\S\s+\S/.test(text)) && !samples.some((text) => /[，,;；、|｜/]/.test(text)),
  );
  if (!doubtful || inspection.origin !== null) return null;
  const sample = doubtful.samples.find((text) => /\S\s+\S/.test(text)) ?? '';
  return (
    <p className="import-warning" role="status">
      <WarningIcon />「{columnTitle(doubtful.header)}」里像「{sample.slice(0, 30)}」这样的，现在算一个标签。其实是几个，就把这一列选成「
      {fieldWords.tagWords}」。
    </p>
  );
}

/** Step 2: what each column is, and whose friends they are. */
export function ColumnsStep({
  inspection,
  accountId,
  onAccount,
}: {
  inspection: Inspection;
  accountId: number | null;
  onAccount: (id: number) => void;
}) {
  const fields = useImport((state) => state.fields);
  return (
    <div className="import-columns">
      <Reading inspection={inspection} />
      {inspection.garbled && <Garbled encoding={inspection.encoding} />}
      <Whose accountId={accountId} onAccount={onAccount} />
      {!hasName(fields) && (
        <p className="import-warning" role="alert">
          <WarningIcon />
          还没有哪一列是名字。请把写名字的那一列选成「备注名」或「昵称」。
        </p>
      )}
      <TagBlanks inspection={inspection} />
      {inspection.format !== 'names' && <Columns inspection={inspection} />}
    </div>
  );
}
