import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TagRuleEnds } from '../../../shared/contracts/tag-rules.ts';
import { decide, givenStates, type RuleBook } from './decide.ts';

/*
 * The columns against plain words: one friend, her tags, the rules one after the other. Between runs conditions change, she puts tags on and
 * off, takes runs back, stops rules, and time goes by.
 */

interface Rule {
  id: number;
  tags: number[];
  ends: TagRuleEnds;
  days: number;
  isLive: boolean;
}
interface Given {
  at: number;
  state: 'on' | 'off' | 'over';
}
/** One friend: tag → when she got it; `rule tag` → what the rule gave; rules whose condition she meets. */
interface Person {
  tags: Map<number, number>;
  given: Map<string, Given>;
  meets: Set<number>;
}

const key = (rule: number, tag: number) => `${rule} ${tag}`;
const copy = ({ tags, given, meets }: Person): Person => ({
  tags: new Map(tags),
  given: new Map([...given].map(([name, one]) => [name, { ...one }])),
  meets: new Set(meets),
});

interface Wish {
  rule: Rule;
  tag: number;
  /** asks = the tag has to be there; keeps = it stays if it is there */
  how: 'asks' | 'keeps' | 'nothing';
  /** what the rule's note says then */
  note: Given | null;
}

/** What one rule wants of one tag, told from its note and her condition. */
function wishOf(rule: Rule, tag: number, person: Person, now: number): Wish {
  const note = person.given.get(key(rule.id, tag)) ?? null;
  const mine = note !== null && note.at > 0 && person.tags.get(tag) === note.at;
  const wish = (how: Wish['how'], state?: Given['state']): Wish => ({
    rule,
    tag,
    how,
    note: note && { ...note, state: state ?? note.state },
  });
  const isOut = rule.ends === 'days' && note !== null && now - note.at >= rule.days;
  if (!rule.isLive) return wish(mine ? 'keeps' : 'nothing');
  if (person.meets.has(rule.id)) {
    if (note === null) return wish('asks');
    if (note.state === 'over') return wish('asks', mine ? 'on' : 'over');
    if (note.state === 'on' && mine) return isOut ? wish('nothing', 'off') : wish('asks', 'on');
    return wish(mine ? 'keeps' : 'nothing');
  }
  if (note === null) return wish('nothing');
  if (note.state !== 'on') return wish(mine ? 'keeps' : 'nothing', 'over');
  if (!mine || rule.ends === 'while' || isOut) return wish('nothing', 'over');
  return rule.ends === 'days' ? wish('asks', 'on') : wish('keeps', 'over');
}

/** Runs all rules over one friend, plainly. */
function runPlainly(rules: readonly Rule[], person: Person, groups: readonly number[][], now: number): Person {
  const next = copy(person);
  const isRules = (tag: number) => rules.some((rule) => person.given.get(key(rule.id, tag))?.at === person.tags.get(tag));
  const wishes = rules.flatMap((rule) => rule.tags.map((tag) => wishOf(rule, tag, person, now)));
  for (const { rule, tag, note } of wishes) if (note) next.given.set(key(rule.id, tag), note);
  const lost = new Set<number>();
  for (const group of groups) {
    const inGroup = wishes.filter(({ tag }) => group.includes(tag));
    const hers = group.some((tag) => person.tags.has(tag) && !isRules(tag));
    const first = inGroup.find(({ how }) => how === 'asks') ?? inGroup.find(({ how }) => how === 'keeps');
    for (const tag of group) if (hers || tag !== first?.tag) lost.add(tag);
  }
  for (const tag of new Set(rules.flatMap((rule) => rule.tags))) {
    const own = wishes.filter((wish) => wish.tag === tag);
    const asking = own.filter(({ how }) => how === 'asks');
    const at = person.tags.get(tag);
    const put = (rule: Rule, given: Given) => next.given.set(key(rule.id, tag), given);
    if (at === undefined) {
      if (asking.length === 0 || lost.has(tag)) continue;
      next.tags.set(tag, now);
      put(asking[0]!.rule, { at: now, state: 'on' });
      continue;
    }
    if (!isRules(tag)) continue;
    const owners = own.filter(({ rule }) => person.given.get(key(rule.id, tag))?.at === at);
    if (!lost.has(tag)) {
      if (owners.some(({ how }) => how !== 'nothing')) continue;
      const heir = asking.find(({ rule }) => rule.ends !== 'days' || now - at < rule.days);
      if (heir) {
        for (const { rule } of owners) put(rule, { ...next.given.get(key(rule.id, tag))!, at: 0 });
        put(heir.rule, { at, state: 'on' });
        continue;
      }
      for (const { rule } of asking) put(rule, { at: 0, state: 'off' });
    }
    next.tags.delete(tag);
    if (lost.has(tag))
      for (const { rule } of owners) {
        const note = next.given.get(key(rule.id, tag))!;
        if (note.state === 'on') put(rule, { ...note, state: 'over' });
      }
  }
  return next;
}

const codes = { on: givenStates.on, off: givenStates.off, over: givenStates.over };
const stateOf = (code: number) => (Object.keys(codes) as Given['state'][]).find((name) => codes[name] === code)!;
const tagCount = 5;

/** Runs all rules over everybody by columns. Days are milliseconds here: what was given at `now - days` or before is out. */
function runByColumns(rules: readonly Rule[], people: readonly Person[], groups: readonly number[][], now: number): Person[] {
  const pairs = rules.flatMap(({ id, tags, ends, days, isLive }) =>
    tags.map((tagId) => ({
      ...{ ruleId: id, tagId, ends, isLive, expiresBefore: ends === 'days' ? now - days + 1 : 0 },
      members: Uint8Array.from(people, ({ meets }) => (meets.has(id) ? 1 : 0)),
      at: Float64Array.from(people, ({ given }) => given.get(key(id, tagId))?.at ?? 0),
      state: Uint8Array.from(people, ({ given }) => {
        const note = given.get(key(id, tagId));
        return note ? codes[note.state] : 0;
      }),
    })),
  );
  const tags = Array.from({ length: tagCount }, (_, i) => ({
    tagId: i + 1,
    groupId: groups.findIndex((group) => group.includes(i + 1)) + 1,
    added: Float64Array.from(people, ({ tags: carried }) => carried.get(i + 1) ?? -1),
  }));
  const book: RuleBook = { count: people.length, pairs, tags };
  const next = people.map(copy);
  for (const [p, { gets, loses, rows }] of decide(book, now).entries()) {
    const { ruleId, tagId } = pairs[p]!;
    for (const place of loses) next[place]!.tags.delete(tagId);
    for (const place of gets) next[place]!.tags.set(tagId, now);
    for (const { place, at, state } of rows) next[place]!.given.set(key(ruleId, tagId), { at, state: stateOf(state) });
  }
  return next;
}

const plain = ({ tags, given }: Person) => ({
  tags: [...tags].sort(([a], [b]) => a - b),
  given: [...given].sort(([a], [b]) => (a < b ? -1 : 1)),
});

const someTags = fc.uniqueArray(fc.integer({ min: 1, max: tagCount }), { minLength: 1, maxLength: 2 });
const ruleArb = fc.record({
  tags: someTags,
  ends: fc.constantFrom<TagRuleEnds>('stays', 'while', 'days'),
  days: fc.integer({ min: 1, max: 40 }),
  isLive: fc.boolean().map((no) => !no),
});
const place = fc.nat({ max: 5 });
const stepArb = fc.oneof(
  fc.record({ do: fc.constant('meets' as const), place, rule: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('tag' as const), place, tag: fc.integer({ min: 1, max: tagCount }) }),
  fc.record({ do: fc.constant('stop' as const), rule: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ do: fc.constant('order' as const) }),
  fc.record({ do: fc.constant('undo' as const) }),
  fc.record({ do: fc.constant('run' as const) }),
);

it('is what the plain rules say, changes nothing when run again, leaves one tag of a group, and never touches hers', () => {
  fc.assert(
    fc.property(
      fc.array(ruleArb, { minLength: 1, maxLength: 4 }),
      fc.array(stepArb, { minLength: 1, maxLength: 25 }),
      fc.boolean(),
      (drawn, steps, hasGroups) => {
        const groups = hasGroups ? [[1, 2, 3]] : [];
        let rules = drawn.map((rule, at): Rule => ({ id: at + 1, ...rule }));
        // two tags of one group are refused before a rule ever runs
        rules = rules.map((rule) => ({
          ...rule,
          tags: rule.tags.filter((tag, at) => at === 0 || !hasGroups || tag > 3 || rule.tags[0]! > 3),
        }));
        let people: Person[] = Array.from({ length: 6 }, () => ({ tags: new Map(), given: new Map(), meets: new Set() }));
        let before = people.map(({ tags }) => new Map(tags));
        let now = 1000;
        for (const step of [...steps, { do: 'run' as const }]) {
          now++;
          if (step.do === 'wait') now += step.ms;
          else if (step.do === 'order') rules = [...rules.slice(1), rules[0]!];
          else if (step.do === 'stop') {
            const at = step.rule % rules.length;
            rules = rules.map((rule, i) => (i === at ? { ...rule, isLive: !rule.isLive } : rule));
          } else if (step.do === 'meets') {
            const { meets } = people[step.place]!;
            const id = rules[step.rule % rules.length]!.id;
            if (!meets.delete(id)) meets.add(id);
          } else if (step.do === 'tag') {
            const { tags } = people[step.place]!;
            if (!tags.delete(step.tag)) tags.set(step.tag, now);
          } else if (step.do === 'undo') {
            // exactly the tags go back, not what rules remember
            people = people.map((person, at) => ({ ...person, tags: new Map(before[at]) }));
          } else {
            const start = people.map(copy);
            before = start.map(({ tags }) => tags);
            people = runByColumns(rules, start, groups, now);
            expect(people.map(plain)).toEqual(start.map((person) => plain(runPlainly(rules, person, groups, now))));
            expect(runByColumns(rules, people, groups, now + 0).map(plain)).toEqual(people.map(plain));
            for (const [at, { tags, given }] of start.entries())
              for (const [tag, addedAt] of tags)
                if (![...given].some(([name, note]) => name.endsWith(` ${tag}`) && note.at === addedAt))
                  expect(people[at]!.tags.get(tag)).toBe(addedAt);
            for (const { tags, given } of people) {
              const byRules = groups.flat().filter((tag) => {
                const addedAt = tags.get(tag);
                return addedAt !== undefined && [...given].some(([name, note]) => name.endsWith(` ${tag}`) && note.at === addedAt);
              });
              expect(byRules.length).toBeLessThan(2);
            }
          }
        }
      },
    ),
    { numRuns: 400 },
  );
});
