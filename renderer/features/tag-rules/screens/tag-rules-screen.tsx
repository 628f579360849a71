import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import type { TagRuleList } from '../../../../shared/contracts/tag-rules.ts';
import { count } from '../../../lib/format.ts';
import { useShortcuts } from '../../../lib/keys.ts';
import { PlusIcon, TagIcon } from '../../../ui/icons.tsx';
import { PageFrame } from '../../../ui/page-frame.tsx';
import { EmptyState, ErrorState, LoadingSkeleton } from '../../../ui/states.tsx';
import { RuleEditor } from '../components/rule-editor.tsx';
import { RuleList } from '../components/rule-list.tsx';
import { RunDialog } from '../components/run-dialog.tsx';
import { ExclusiveGroups, Runs } from '../components/runs.tsx';
import { useTagRules } from '../queries.ts';
import '../tag-rules.css';

export interface TagRulesScreenProps {
  toolbar: ReactNode;
  onFriend: (id: number) => void;
  onUndo: (undoId: number) => void;
}

function NoRules({ onNew }: { onNew: () => void }) {
  return (
    <EmptyState
      icon={<TagIcon width="22" height="22" />}
      title="还没有规则"
      hint="写一次条件，符合的人自己就有标签：谁三十天没说话、谁只买引流品、谁住在附近。先看会打给谁，再让它每天自己跑；你手工打的标签它从不碰。"
      action={
        <Button type="primary" onClick={onNew}>
          写第一条规则
        </Button>
      }
    />
  );
}

interface DeskProps extends TagRulesScreenProps {
  data: TagRuleList;
  openId: number | null;
  onGo: (id: number | null) => void;
}

function Desk({ data, openId, onGo, onFriend, onUndo }: DeskProps) {
  const { rules, exclusiveGroupIds, runs } = data;
  const rule = rules.find(({ id }) => id === openId) ?? (openId === 0 ? null : (rules[0] ?? null));
  return (
    <div className="tag-rules">
      <div className="tag-rules-side">
        <RuleList rules={rules} openId={rule?.id ?? 0} onOpen={onGo} />
        <ExclusiveGroups groupIds={exclusiveGroupIds} />
        <Runs runs={runs} onUndo={onUndo} />
      </div>
      <RuleEditor key={rule?.id ?? 0} rule={rule} order={rules.map(({ id }) => id)} onGo={onGo} onFriend={onFriend} />
    </div>
  );
}

/** 自动规则: who gets which tag by itself, what that would do, and what it did. */
export function TagRulesScreen(props: TagRulesScreenProps) {
  const { data, error, refetch } = useTagRules();
  const [openId, setOpenId] = useState<number | null>(null);
  const [running, setRunning] = useState(false);
  const many = data?.rules.length ?? 0;
  const begin = () => setOpenId(0);
  useShortcuts('自动规则', [{ keys: 'n', label: '新规则', run: begin }]);
  return (
    <PageFrame
      title="标签怎么自己打上？"
      summary={many > 0 ? `${count(many)} 条规则，每天和导入后自己运行` : undefined}
      scroll={false}
      toolbar={props.toolbar}
      actions={
        <>
          <Button disabled={many === 0} onClick={() => setRunning(true)}>
            运行一次
          </Button>
          <Button type="primary" icon={<PlusIcon />} onClick={begin}>
            新规则
          </Button>
        </>
      }
    >
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : !data ? (
        <LoadingSkeleton />
      ) : many === 0 && openId !== 0 ? (
        <NoRules onNew={begin} />
      ) : (
        <Desk {...props} data={data} openId={openId} onGo={setOpenId} />
      )}
      {running && <RunDialog onClose={() => setRunning(false)} />}
    </PageFrame>
  );
}
