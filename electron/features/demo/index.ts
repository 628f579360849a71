import type { AnyCommand } from '../../platform/jobs/command.ts';
import { loadDemoCommand, removeDemoCommand } from './demo.service.ts';

export { demoRouter } from './demo.router.ts';
export type { DemoFile, DemoFriend, DemoPost, RelativeMoment } from './demo-file.ts';
export { demoFile } from './demo-file.ts';

/** What may run in the worker. */
export const demoCommands: AnyCommand[] = [loadDemoCommand, removeDemoCommand];
