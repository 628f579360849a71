/** Oldest Node that runs the app; on Linux x64 npm scripts bring their own. */
const wanted = [22, 12];

/** A Chinese sentence that says what to install, or null when this Node will do. */
export function nodeProblem(version) {
  const [major, minor] = version.split('.').map(Number);
  if (major > wanted[0] || (major === wanted[0] && minor >= wanted[1])) return null;
  return (
    `这台电脑上的 Node.js 是 ${version}，太旧了，铁粉簿没有启动，资料没有被动过。` +
    `请到 nodejs.org 下载安装 Node.js 24（长期支持版），重新打开命令窗口，再运行一次。(Node.js ${wanted.join('.')} or newer is needed.)`
  );
}

/** Ends the process with that sentence when this Node is too old. */
export function checkNode() {
  const problem = nodeProblem(process.versions.node);
  if (problem === null) return;
  console.error(problem);
  process.exit(1);
}
