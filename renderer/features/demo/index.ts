export { useDemoStatus, useLoadDemo, useRemoveDemo } from './queries.ts';
