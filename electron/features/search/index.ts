export { indexingFor, plugSearch } from './search.plug.ts';
export { chatInsightsRouter, searchRouter } from './search.router.ts';
export { eraseMessagesCommand, searchCommands } from './search.service.ts';
