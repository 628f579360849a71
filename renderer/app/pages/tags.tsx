import { Segmented } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { TagRulesScreen } from '../../features/tag-rules/index.ts';
import { TagsScreen } from '../../features/tags/index.ts';
import { undo } from '../../features/undo/index.ts';

/** 标签: the tags themselves, and the rules that put them on. Which of both stands in the address. */
export default function TagsPage() {
  const navigate = useNavigate();
  const [params, setParams] = useSearchParams();
  const tab = params.get('tab') === 'rules' ? 'rules' : 'tags';
  const toolbar = (
    <Segmented
      aria-label="看什么"
      value={tab}
      onChange={(next) => setParams(next === 'rules' ? { tab: 'rules' } : {}, { replace: true })}
      options={[
        { value: 'tags', label: '标签' },
        { value: 'rules', label: '自动规则' },
      ]}
    />
  );
  if (tab === 'tags') return <TagsScreen toolbar={toolbar} />;
  return <TagRulesScreen toolbar={toolbar} onFriend={(id) => void navigate(`/friends?id=${id}`)} onUndo={(id) => void undo(id)} />;
}
