/** Why a line of a chat could not be read, as a seller reads it; keys are the `problem` of chatProblemRow. */
export const chatProblemWords: Readonly<Record<string, string>> = {
  noTime: '没有时间',
  badTime: '时间看不懂',
  timeOutOfRange: '时间不对（早于微信上线，或在未来）',
  noConversation: '看不出是和谁的聊天',
  damagedId: '编号被 Excel 改坏了（如 7.42E+18）',
  brokenQuotes: '引号不成对',
  tooFewCells: '列数不够',
  cellTooLong: '一格里的字太多',
  badCharacters: '有读不出来的字',
  notJson: '不是完整的 JSON',
  cutOff: '文件在这里断了',
  unknownShape: '看不懂的一行',
};
