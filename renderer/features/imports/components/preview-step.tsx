import { Button, Radio } from 'antd';
import { useState } from 'react';
import type { Preview, RowVerdict } from '../../../../shared/contracts/imports.ts';
import { client } from '../../../lib/api.ts';
import { count } from '../../../lib/format.ts';
import { SaveListButton } from '../../../ui/save-list-button.tsx';
import { EmptyState } from '../../../ui/states.tsx';
import { TabStrip } from '../../../ui/tab-strip.tsx';
import { TagChip } from '../../../ui/tag-chip.tsx';
import { type Answer, doubtfulTally } from '../counts.ts';
import { importActions, useImport } from '../store.ts';
import { answerWords, verdictOrder, verdictWords } from '../words.ts';
import { PreviewList } from './preview-list.tsx';

function Tabs({ preview, verdict, onVerdict }: { preview: Preview; verdict: RowVerdict; onVerdict: (verdict: RowVerdict) => void }) {
  const shown = verdictOrder.filter((key) => key === 'new' || (preview.counts[key] ?? 0) > 0);
  const tabs = shown.map((key) => ({
    key,
    className: `import-tab ${key}`,
    label: (
      <>
        <b>{count(preview.counts[key] ?? 0)}</b>
        {verdictWords[key]}
      </>
    ),
  }));
  return (
    <TabStrip
      className="import-tabs"
      label="这些行会怎样"
      id="import-tab"
      panelId="import-tab-panel"
      tabs={tabs}
      tab={verdict}
      onTab={onVerdict}
    />
  );
}

const restWords: Record<Answer, string> = { same: '都当同一人', new: '都当新好友', skip: '先跳过' };
const answerOrder = ['same', 'new', 'skip'] as const satisfies readonly Answer[];

function DoubtfulChoice({ total }: { total: number }) {
  const rest = useImport((state) => state.rest);
  const answers = useImport((state) => state.answers);
  const tally = doubtfulTally(total, answers, rest);
  const { open } = tally;
  const decided = Object.keys(answers).length;
  const spread = answerOrder.filter((answer) => tally[answer] > 0).map((answer) => `${answerWords[answer]} ${count(tally[answer])}`);
  return (
    <fieldset>
      <legend>
        {open === 0
          ? `要你定的 ${count(total)} 位都定好了`
          : decided > 0
            ? `剩下没定的 ${count(open)} 位`
            : `还有 ${count(open)} 位没定，按哪个来`}
      </legend>
      {open > 0 && (
        <Radio.Group
          vertical
          value={rest}
          onChange={(event) => importActions.setRest(event.target.value as Answer)}
          options={(['skip', 'same', 'new'] as const).map((value) => ({ value, label: restWords[value] }))}
        />
      )}
      {decided > 0 && (
        <>
          <small>合起来：{spread.join(' · ')}</small>
          <Button size="small" type="link" onClick={() => importActions.answerAll(rest)}>
            全部改成{answerWords[rest]}
          </Button>
        </>
      )}
    </fieldset>
  );
}

/** How the import treats what is known already, what is doubtful, and which tags are new. */
function Choices({ preview }: { preview: Preview }) {
  const policy = useImport((state) => state.policy);
  const doubtful = preview.counts.doubtful ?? 0;
  return (
    <aside className="import-choices" aria-label="怎么处理">
      {(preview.counts.changed ?? 0) + doubtful > 0 && (
        <fieldset>
          <legend>已有的好友怎么更新</legend>
          <Radio.Group
            vertical
            value={policy}
            onChange={(event) => importActions.setPolicy(event.target.value as 'fillEmpty' | 'replace')}
            options={[
              { value: 'fillEmpty', label: '只补空白，不改你写过的' },
              { value: 'replace', label: '以文件为准，不同的就换' },
            ]}
          />
          <small>文件里空着的格子不会清掉任何资料。</small>
        </fieldset>
      )}
      {doubtful > 0 && <DoubtfulChoice total={doubtful} />}
      {preview.newTags.length > 0 && (
        <section aria-label="会新建的标签">
          <h3>会新建 {count(preview.newTags.length)} 个标签</h3>
          <p className="import-new-tags">
            {preview.newTags.slice(0, 40).map((name) => (
              <TagChip key={name} color="grey">
                {name}
              </TagChip>
            ))}
            {preview.newTags.length > 40 && <small>还有 {count(preview.newTags.length - 40)} 个</small>}
          </p>
        </section>
      )}
    </aside>
  );
}

/** Step 3: row by row what will happen, before anything does. */
export function PreviewStep({ preview }: { preview: Preview }) {
  const first = verdictOrder.find((key) => (preview.counts[key] ?? 0) > 0) ?? 'new';
  const [verdict, setVerdict] = useState<RowVerdict>((preview.counts.doubtful ?? 0) > 0 ? 'doubtful' : first);
  const total = preview.counts[verdict] ?? 0;
  return (
    <div className="import-preview">
      <div className="import-preview-main">
        <Tabs preview={preview} verdict={verdict} onVerdict={setVerdict} />
        <div id="import-tab-panel" className="import-tab-panel" role="tabpanel" aria-labelledby={`import-tab-${verdict}`}>
          {total === 0 ? (
            <EmptyState title="没有新好友" hint="文件里的人都已经在铁粉簿里，或者这次不导入。看看别的分类。" />
          ) : (
            <>
              {verdict === 'unreadable' && (
                <p className="import-tab-note">
                  这些不会导入，其余的不受影响。
                  <SaveListButton list={() => client.imports.problemsFile.mutate({ sessionId: preview.sessionId })} />
                </p>
              )}
              <PreviewList key={verdict} sessionId={preview.sessionId} verdict={verdict} total={total} />
            </>
          )}
        </div>
      </div>
      <Choices preview={preview} />
    </div>
  );
}
