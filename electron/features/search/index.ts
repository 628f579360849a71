export { askedCountingFor, plugAsked } from './asked.plug.ts';
export { askedCommands } from './asked.ts';
export { eraseWords, indexingFor, plugErasing, plugSearch } from './search.plug.ts';
export { chatInsightsRouter, searchRouter } from './search.router.ts';
export { activeHoursCommand, bestCellsOf, searchCommands } from './search.service.ts';
