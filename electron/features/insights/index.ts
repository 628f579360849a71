export { figureMembers } from './figures.ts';
export { insightsRouter, resultsRouter } from './insights.router.ts';
export { insightsCommands, insightsUndoTables } from './insights.service.ts';
export { pieceUsage } from './piece-usage.ts';
