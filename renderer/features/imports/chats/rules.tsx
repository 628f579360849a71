import { Radio } from 'antd';
import { useState } from 'react';
import type { ChatQueueScan } from '../../../../shared/contracts/import-queue.ts';
import { count } from '../../../lib/format.ts';
import { AccountField } from './prepare.tsx';
import { Problems } from './problems.tsx';
import { chatActions, useChats } from './store.ts';
import { isAskedGroup, isGroup, standingOf } from './takes.ts';
import { namesText } from './words.ts';

/** What was answered once and can be answered anew. */
function Answers({ scan, onAccount }: { scan: ChatQueueScan; onAccount: (id: number) => void }) {
  const { files, accountId, me, missingDate } = useChats();
  const mine = me ?? scan.me;
  return (
    <section className="chat-answers" aria-label="已经答过的">
      <div className="import-label">
        <span>这些聊天是哪个微信号的</span>
        <AccountField
          small
          value={accountId}
          onChange={(id) => {
            onAccount(id);
            void chatActions.scan(id);
          }}
        />
      </div>
      {scan.people.length > 0 && (
        <p>
          {mine.length > 0 ? `你是「${namesText(mine, 2)}」` : '里面没有你说的话'}
          <button type="button" className="link-button" onClick={() => chatActions.askMe(true)}>
            改
          </button>
        </p>
      )}
      {files?.needsDate && missingDate && (
        <p>
          没写日期的，按 {missingDate}
          <button type="button" className="link-button" onClick={chatActions.askDate}>
            改
          </button>
        </p>
      )}
    </section>
  );
}

/** How people nobody decided on are treated, and what could not be read. */
export function RulesPanel({ scan, onAccount }: { scan: ChatQueueScan; onAccount: (id: number) => void }) {
  const { choices, rules, unknownTalkers } = useChats();
  const [problems, setProblems] = useState(false);
  const groups = scan.conversations.filter((one) => isGroup(one, choices) && standingOf(one, choices, rules) !== 'leftOut');
  const asked = scan.conversations.some((one) => !one.friend && one.candidates.length > 0 && !isGroup(one, choices) && !choices[one.key]);
  const strangers = scan.conversations.some((one) => !one.friend && one.candidates.length === 0 && !isGroup(one, choices));
  return (
    <aside className="import-choices chat-rules" aria-label="怎么处理">
      <Answers scan={scan} onAccount={onAccount} />
      {asked && (
        <fieldset>
          <legend>名字一样的好友，没有一个个定的</legend>
          <Radio.Group
            vertical
            value={rules.doubtful}
            onChange={(event) => chatActions.setRules({ doubtful: event.target.value as 'candidate' | 'keepUnlinked' })}
            options={[
              { value: 'keepUnlinked', label: '先只存聊天，以后再认' },
              { value: 'candidate', label: '都认作那位好友' },
            ]}
          />
        </fieldset>
      )}
      {strangers && (
        <fieldset>
          <legend>还不是好友的人</legend>
          <Radio.Group
            vertical
            value={rules.unknownPeers}
            onChange={(event) => chatActions.setRules({ unknownPeers: event.target.value as 'newFriend' | 'keepUnlinked' })}
            options={[
              { value: 'newFriend', label: '建成新好友' },
              { value: 'keepUnlinked', label: '只存聊天' },
            ]}
          />
        </fieldset>
      )}
      {groups.length > 0 && (
        <fieldset>
          <legend>群里还不是好友的人</legend>
          <Radio.Group
            vertical
            value={unknownTalkers}
            onChange={(event) => chatActions.setTalkers(event.target.value as 'newFriend' | 'member')}
            options={[
              { value: 'member', label: '记成群成员，以后再认' },
              { value: 'newFriend', label: '都建成好友' },
            ]}
          />
        </fieldset>
      )}
      {groups.some((one) => isAskedGroup(one, choices)) && (
        <p>有的群像是已经在本子里的群：选了是哪个就并进去，一样的话不会重复；不选就先单独存成一个群。</p>
      )}
      {scan.problems.total > 0 && (
        <p>
          <button type="button" className="link-button" aria-haspopup="dialog" onClick={() => setProblems(true)}>
            看读不了的 {count(scan.problems.total)} 条
          </button>
        </p>
      )}
      {problems && <Problems scan={scan} onClose={() => setProblems(false)} />}
    </aside>
  );
}
