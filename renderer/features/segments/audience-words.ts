import type { Audience } from '../../../shared/contracts/segments.ts';

/** What choosing means where it is asked: to be shown a post, to be sent something, to be looked at. */
export interface AudienceWords {
  legend: string;
  choices: Record<Audience['mode'], string>;
  /** while no set is chosen: what is true then */
  none: Record<'only' | 'except', string>;
  /** after 「0 位好友」 */
  nobody: string;
}

/** Of a post: who can see it. */
export const postWords: AudienceWords = {
  legend: '给谁看',
  choices: { all: '所有人可见', only: '只给谁看', except: '不给谁看' },
  none: { only: '还没选给谁看：现在没有人能看到。', except: '还没选不给谁看：现在所有人都能看到。' },
  nobody: '没有人会看到，换一换条件吧',
};

/** Of what is sent to each by herself. */
export const sentWords: AudienceWords = {
  legend: '发给谁',
  choices: { all: '所有好友', only: '只发给', except: '除了这些人' },
  none: { only: '还没选发给谁：现在没有人在里面。', except: '还没选除了谁：现在发给所有好友。' },
  nobody: '没有人会收到，换一换条件吧',
};
