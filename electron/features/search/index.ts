export { askedCountingFor, plugAsked } from './asked.plug.ts';
export { askedCommands, wordTest } from './asked.ts';
export { CatchUp, onePerBook } from './catch-up.ts';
export { eraseWords, indexingFor, plugErasing, plugSearch } from './search.plug.ts';
export { chatInsightsRouter, searchRouter } from './search.router.ts';
export { activeHoursCommand, bestCellsOf, bestHoursCommand, searchCommands } from './search.service.ts';
export { excerptOf } from './search-text.ts';
export { isSearched } from './searched-kinds.ts';
