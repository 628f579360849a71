import type { PostState } from '../contracts/calendar.ts';
import { AppError } from '../errors.ts';
import { isOneByOne } from './post-reach.ts';
import { parseTemplate, problemSentence, variablesOf } from './template.ts';

/**
 * A post is read by everybody as it stands: nothing is filled in for anyone. `open`: why it cannot go out yet, one sentence each; without any,
 * `text` is what is copied (braces written twice are one).
 */
export function postWords(source: string): { text: string; open: string[] } {
  const { template, problems } = parseTemplate(source);
  const names = variablesOf(template).map((name) => `{${name}}`);
  const unfilled = names.length > 0 ? [`${names.join('、')} 在这里换不成好友自己的，会原样发出去。`] : [];
  const open = [...unfilled, ...problems.map(problemSentence)];
  return { text: open.length > 0 ? source : template.map((part) => (part.kind === 'text' ? part.text : '')).join(''), open };
}

type Settled = { channel: string; text: string; state: PostState };

/**
 * What keeps a post from being said to be out: it goes to friends one by one, past the guard; its words are not ready. null = nothing; what
 * is said to be out already may be given another moment.
 */
export function whyNotPosted(post: Settled): 'oneByOne' | 'unfilled' | null {
  if (post.state === 'posted') return null;
  if (isOneByOne(post)) return 'oneByOne';
  return postWords(post.text).open.length > 0 ? 'unfilled' : null;
}

/** @throws AppError `postOneByOne`, `postUnfilled` {open} */
export function checkMayBePosted(post: Settled): void {
  const why = whyNotPosted(post);
  if (why === 'oneByOne') throw new AppError('postOneByOne');
  if (why === 'unfilled') throw new AppError('postUnfilled', { open: postWords(post.text).open });
}
