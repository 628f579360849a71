import type { App } from '../../electron/app/create-app.ts';
import type { SegmentTest } from '../../shared/contracts/segments.ts';
import type { RanRules } from '../../shared/contracts/tag-rules.ts';
import type { TagBook } from '../../shared/contracts/tags.ts';
import { allOf } from '../../shared/domain/segment-rule.ts';
import { call } from './book.ts';
import { WatchedWorks } from './loop-watch.ts';
import { goalAt, type Measure } from './measure.ts';

const ruleCount = 20;

/** 20 rules of every ending over everybody: tried, run, run again, taken back; and how long the host's thread was kept from others. */
export async function measureTagRules(app: App, friends: number): Promise<Measure[]> {
  const { tags } = await call<TagBook>(app, 'tags.book');
  const { id: groupId } = await call<{ id: number }>(app, 'tags.createGroup', { name: '规则的组', color: 'red' });
  await call(app, 'tagRules.setExclusive', { groupId, on: true });
  for (let n = 0; n < ruleCount; n++) {
    // five of them fight over one group
    const { id } = await call<{ id: number }>(app, 'tags.create', {
      name: `规则 ${n}`,
      groupId: n % 4 === 0 ? groupId : null,
      color: null,
    });
    const tests: SegmentTest[] = [
      { field: 'tags', mode: 'any', tagIds: [tags[n]!.id, tags[n + 20]!.id] },
      { field: 'gender', values: [n % 2 === 0 ? 'female' : 'male'] },
    ];
    const ends = (['while', 'stays', 'days'] as const)[n % 3]!;
    const values = { name: `规则 ${n}`, rule: allOf(...tests), tagIds: [id], ends, days: ends === 'days' ? 30 : null, forEveryone: false };
    await call(app, 'tagRules.create', values);
  }
  const watched = async (work: () => Promise<unknown>) => {
    const own = new WatchedWorks();
    const ms = await own.time(work);
    return { ms, work: own.most.ms };
  };
  let ran: RanRules = { added: 0, removed: 0, undoId: null };
  const run = async () => {
    ran = await call<RanRules>(app, 'tagRules.run');
  };
  const dry = await watched(() => call(app, 'tagRules.dryRun'));
  const first = await watched(run);
  const { added, undoId } = ran;
  const again = await watched(run);
  if (ran.undoId !== null) throw new Error('a second run changed something');
  const undo = await watched(() => call(app, 'undo.undo', { id: undoId }));
  const told = ({ work }: { work: number }) => `longest work on the host ${work.toFixed(0)} ms`;
  return [
    { name: `tag rules: ${ruleCount} tried`, ours: dry.ms, reference: null, goal: null, note: told(dry) },
    { name: `tag rules: ${ruleCount} run`, ours: first.ms, reference: null, goal: null, note: `${added} tags put on; ${told(first)}` },
    { name: 'tag rules: run again', ours: again.ms, reference: null, goal: null, note: told(again) },
    { name: 'tag rules: the run taken back', ours: undo.ms, reference: null, goal: null, note: told(undo) },
    {
      name: 'tag rules: longest work on the host',
      ours: Math.max(dry.work, first.work, again.work, undo.work),
      reference: null,
      goal: goalAt(friends, 50),
      absolute: true,
    },
  ];
}
