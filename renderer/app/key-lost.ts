/** What a page says that has no key for the back end (any more): what is safe, and how to get in. */
export const keyLost = {
  title: '这个页面打不开你的簿子',
  hint: '数据是安全的。到启动铁粉簿的黑色窗口里按一下回车，会打开新的地址；或者关掉那个窗口，重新启动一次。',
} as const;
