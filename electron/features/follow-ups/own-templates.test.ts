import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Saved } from '../../../shared/contracts/common.ts';
import type { SettledFollowUp } from '../../../shared/contracts/follow-ups.ts';
import type { Settings } from '../../../shared/contracts/settings.ts';
import { firstSops } from '../../../shared/domain/sop-starters.ts';
import { followUpBook } from '../../../tests/helpers/follow-up-book.ts';
import { openTestApp } from '../../../tests/helpers/test-app.ts';

const app = await openTestApp();
const book = followUpBook(app);
const { day, friend, order, everything, settle, undo, redo, only, change } = book;
let round = 0;
beforeEach(() => {
  round++;
  return book.clear();
});
afterAll(() => app.close());

const ownSop = (more: Record<string, unknown> = {}) => ({
  ...{ id: null, name: '问空瓶', trigger: 'signed', isOn: true, stops: [], tags: [] },
  steps: [{ key: 'a', days: 1, title: '空瓶', words: '{称呼}，用完了吗？', kind: 'service', minutes: 1 }],
  ...more,
});
const saveSop = (more: Record<string, unknown> = {}) => app.call('followUps.saveSop', ownSop(more));
const ownSops = async () => (await app.call<Settings>('settings.all'))['followUps.own'];
const ofLi = async () => (await everything()).map(({ title, dueOn, cause }) => [title, dueOn, cause?.sop, cause?.template]);

describe('own templates', () => {
  it('are written, changed, turned off and taken away, each with undo; what was done with a step stays done', async () => {
    const li = await friend('李姐');
    await change({ signed: { isOn: false } });
    await order(li, 9, { signedOn: day(-2) });
    await saveSop();
    const [{ id } = { id: '' }] = await ownSops();
    expect(await ofLi()).toEqual([['空瓶', day(-1), 'signed', '问空瓶']]);
    expect((await everything())[0]).toMatchObject({ words: '李姐，用完了吗？', written: null });
    await settle('空瓶');
    expect(await ofLi()).toEqual([]);
    const [, late] = [ownSop().steps[0]!, { ...ownSop().steps[0]!, key: 'b', days: 4, title: '再问' }];
    // another day, other words: who has answered the step is not asked again; a new step comes
    await saveSop({ id, steps: [{ ...ownSop().steps[0]!, days: 2, title: '空瓶呢' }, late] });
    expect(await ofLi()).toEqual([['再问', day(2), 'signed', '问空瓶']]);
    expect(await app.call<SettledFollowUp[]>('followUps.settled', { limit: 9 })).toMatchObject([{ title: '空瓶', name: '李姐' }]);
    await undo();
    expect((await ownSops())[0]!.steps).toEqual(ownSop().steps);
    await redo();
    await saveSop({ id, isOn: false, steps: [late] });
    expect(await ofLi()).toEqual([]);
    await undo();
    await app.call('followUps.removeSop', { id });
    expect([await ownSops(), await ofLi()]).toEqual([[], []]);
    await undo();
    expect(await ofLi()).toEqual([['再问', day(2), 'signed', '问空瓶']]);
    await app.call('followUps.removeSop', { id });
    // the next one is another one, whatever it is called
    app.clock.tick(1);
    await saveSop();
    expect((await ownSops())[0]!.id).not.toBe(id);
    expect(await ofLi()).toEqual([['空瓶', day(-1), 'signed', '问空瓶']]);
  });

  it('do not crowd a friend beside the others, and each tag has its own', async () => {
    const [li, wang] = [await friend('李姐'), await friend('王姐')];
    await order(li, 9, { signedOn: day(-1) });
    await saveSop();
    expect((await everything()).map(({ title, on, putOff }) => [title, on, putOff])).toEqual([
      ['确认收到', day(0), null],
      ['空瓶', day(1), 'crowd'],
      ['问问体验', day(2), 'crowd'],
      ['道谢，请说句真话', day(6), null],
    ]);
    await change({ signed: { isOn: false } });
    for (const [name, friendId] of [
      [`送礼${round}`, li],
      [`团长${round}`, wang],
    ] as const) {
      const { id } = await app.call<Saved>('tags.create', { name, groupId: null, color: null });
      await app.call('tags.assign', { selection: only(friendId), tagIds: [id] });
      await saveSop({ name: `跟${name}`, trigger: 'tagged', tags: [name] });
    }
    expect((await everything()).flatMap(({ name, cause }) => (cause?.sop === 'tagged' ? [[name, cause.template]] : []))).toEqual([
      ['李姐', `跟送礼${round}`],
      ['王姐', `跟团长${round}`],
    ]);
  });

  it('are refused where nobody could do them, and keep what they count from', async () => {
    const unfit = (why: string, step: number | null = null) => ({ kind: 'sopUnfit', details: { why, step } });
    await saveSop();
    const [{ id } = { id: '' }] = await ownSops();
    await expect(saveSop()).rejects.toMatchObject(unfit('nameTaken'));
    await expect(saveSop({ name: ' ' })).rejects.toMatchObject(unfit('noName'));
    await expect(saveSop({ name: '早', steps: [{ ...ownSop().steps[0]!, days: -3 }] })).rejects.toMatchObject(unfit('early', 1));
    await expect(saveSop({ id: 'tagged', name: '', trigger: 'tagged' })).rejects.toMatchObject(unfit('noTags'));
    await expect(saveSop({ id: 'own1', name: '没有' })).rejects.toMatchObject({ kind: 'notFound' });
    await expect(app.call('followUps.removeSop', { id: 'signed' })).rejects.toMatchObject({ kind: 'notFound' });
    for (const steps of [[], [{ ...ownSop().steps[0]!, days: 400 }]])
      await expect(saveSop({ steps })).rejects.toMatchObject({ kind: 'invalidInput' });
    await saveSop({ id, trigger: 'added' });
    expect(await ownSops()).toMatchObject([{ id, trigger: 'signed' }]);
  });

  it('a first one that is put back is as on the first day, and what was done of it stays done', async () => {
    const li = await friend('李姐');
    await order(li, 9, { signedOn: day(0) });
    await settle('确认收到', 'skipped');
    const { steps } = firstSops.signed;
    await app.call('followUps.saveSop', { ...firstSops.signed, id: 'signed', name: '', trigger: 'signed', steps: steps.slice(1) });
    expect(Object.keys((await app.call<Settings>('settings.all'))['followUps.sops'])).toContain('signed');
    await app.call('followUps.saveSop', { ...firstSops.signed, id: 'signed', name: '', trigger: 'signed' });
    expect(Object.keys((await app.call<Settings>('settings.all'))['followUps.sops'])).not.toContain('signed');
    expect((await everything()).map(({ title }) => title)).toEqual(['问问体验', '道谢，请说句真话']);
  });
});
