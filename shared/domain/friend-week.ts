import type { TouchKind } from '../contracts/touches.ts';
import { type GuardSettings, type GuardTouch, guardAnswer } from './fatigue.ts';

/** Words that go to a friend by themselves (a send queue, a private post), no earlier than `from` (ms UTC). */
export interface Wanted {
  kind: TouchKind;
  from: number;
}

/**
 * When each will go: at the first moment at which the guard lets it, those wanted first first, each after those before it. In the order of
 * `wanted`; null = never.
 * @param known what has been and what is planned for a moment of its own
 */
export function placeByGuard(
  known: readonly GuardTouch[],
  wanted: readonly Wanted[],
  person: { trustLevel: number; tagged: boolean },
  settings: GuardSettings,
): (number | null)[] {
  const touches = [...known];
  const places = wanted.map((): number | null => null);
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]!.from - wanted[b]!.from || a - b);
  for (const i of order) {
    const { kind, from } = wanted[i]!;
    const verdict = guardAnswer(touches, { kind, at: from, ...person }, settings);
    if (verdict.answer === 'blocked') continue;
    const at = verdict.answer === 'ok' ? from : verdict.at;
    places[i] = at;
    touches.push({ at, kind, direction: 'out' });
  }
  return places;
}
