import type { VariableName } from './template-words.ts';

/**
 * unclosed `{称呼` · strayBrace `}` alone · unknown `{积分数}` · noName `{}` · condition `{等级≥9：…}` · noWords `{等级≥4}` ·
 * noColon `{等级≥4|…}` · colon `{称呼：朋友}` · extraBar a second | · tooDeep · fullWidth ｛称呼｝
 */
export const templateProblemKinds = [
  'unclosed',
  'strayBrace',
  'unknown',
  'noName',
  'condition',
  'noWords',
  'noColon',
  'colon',
  'extraBar',
  'tooDeep',
  'fullWidth',
] as const;
export type TemplateProblemKind = (typeof templateProblemKinds)[number];

export interface TemplateProblem {
  kind: TemplateProblemKind;
  /** place in the text, UTF-16 units: from `at` up to `end` */
  at: number;
  end: number;
  /** 1 = first */
  line: number;
  /** what stands between the braces, at most 20 letters; '' where that says nothing */
  written: string;
  /** the known variable that was probably meant */
  nearest: VariableName | null;
}

/** What is wrong and how to put it right, in one sentence. */
export function problemSentence({ kind, line, written, nearest }: TemplateProblem): string {
  const where = `第 ${line} 行`;
  switch (kind) {
    case 'unclosed':
      return `${where}的「{」没有配对的「}」。补上「}」；真要写大括号就连写两个「{{」。`;
    case 'strayBrace':
      return `${where}多了一个「}」。删掉它；真要写大括号就连写两个「}}」。`;
    case 'unknown':
      return `${where}的 {${written}} 不认识。${nearest ? `是不是 {${nearest}}？` : '点输入框下面的按钮，插入一个认识的。'}`;
    case 'noName':
      return `${where}的大括号里没有名字。写上变量，例如 {称呼}。`;
    case 'condition':
      return `${where}的条件「${written}」看不懂。等级写 1 到 6，例如 {等级≥4：老顾客的话|新朋友的话}。`;
    case 'noWords':
      return `${where}的条件后面没有话。加上冒号和要说的，例如 {等级≥4：老顾客的话|新朋友的话}。`;
    case 'noColon':
      return `${where}的条件「${written}」后面要用冒号，例如 {等级≥4：老顾客的话|新朋友的话}。`;
    case 'colon':
      return `${where}的 {${written}} 要说空着时写什么，用竖线：{${written}|朋友}。`;
    case 'extraBar':
      return `${where}多了一个竖线：一个变量里只能有一个「|」，左右各一句。`;
    case 'tooDeep':
      return `${where}的变量套得太深了，拆成几句来写。`;
    case 'fullWidth':
      return `${where}的｛${written}｝用的是中文大括号，会原样发出去。改成英文的 {${written}}。`;
  }
}
