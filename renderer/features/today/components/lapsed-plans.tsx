import { Button } from 'antd';
import { count } from '../../../lib/format.ts';
import { now } from '../../../lib/now.ts';
import { postTitle, useLapsedPlans, useSchedulePost, useSettlePost, useSkipPosts, whenText } from '../../publishing/index.ts';
import { laterToday } from '../agenda.ts';

/** Plans whose day went by without her scheduling them: one line with the oldest, so that none is silently dropped and none presses. */
export function LapsedPlans({ beforeAt, onOpen }: { beforeAt: number; onOpen: (id: number) => void }) {
  const { data: plans = [] } = useLapsedPlans(beforeAt);
  const { mutate: schedule } = useSchedulePost();
  const { mutate: settle } = useSettlePost();
  const { mutate: skip } = useSkipPosts();
  const [first] = plans;
  if (!first) return null;
  const at = laterToday(now());
  return (
    <section className="today-due" aria-label="过了时间还没排">
      <span>
        {plans.length > 1 && `${count(plans.length)} 条`}计划过了时间还没排：{whenText(first.scheduledAt)} 的「{postTitle(first)}」
      </span>
      <Button size="small" onClick={() => schedule({ post: first, scheduledAt: at })}>
        排到{whenText(at)}
      </Button>
      <Button size="small" onClick={() => onOpen(first.id)}>
        改天…
      </Button>
      <Button size="small" onClick={() => settle({ post: first, state: 'skipped' })}>
        不发了
      </Button>
      {plans.length > 1 && (
        <Button size="small" type="text" onClick={() => skip(plans)}>
          这些都不发了
        </Button>
      )}
    </section>
  );
}
