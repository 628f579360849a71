import type { BuyerPage, ImportRowPage, OrderImportReport, OrderScan, OrderTwins } from '../../../../shared/contracts/orders-import.ts';
import { type AnyCommand, defineCommand } from '../../../platform/jobs/command.ts';
import {
  buyerPageOf,
  commitScanned,
  type ItemTask,
  rowPageOf,
  type ScanTask,
  scanOrders,
  twinPageOf,
  writeOrderProblems,
} from './order-scan.ts';

const inWorker = () => true;

/** What was read lives in the worker, so every step runs there; only the import itself writes. */
export const scanOrdersCommand = defineCommand<ScanTask, OrderScan>({
  name: 'orderImport.scan',
  writes: false,
  heavy: inWorker,
  run: scanOrders,
});

export const buyersCommand = defineCommand<Parameters<typeof buyerPageOf>[0], BuyerPage>({
  name: 'orderImport.buyers',
  writes: false,
  heavy: inWorker,
  run: (_, task) => buyerPageOf(task),
});

export const importRowsCommand = defineCommand<Parameters<typeof rowPageOf>[0], ImportRowPage>({
  name: 'orderImport.rows',
  writes: false,
  heavy: inWorker,
  run: (_, task) => rowPageOf(task),
});

export const twinsCommand = defineCommand<Parameters<typeof twinPageOf>[1], OrderTwins>({
  name: 'orderImport.twins',
  writes: false,
  heavy: inWorker,
  run: twinPageOf,
});

export const orderProblemsCommand = defineCommand<ItemTask & { path: string }, number>({
  name: 'orderImport.problemsFile',
  writes: false,
  heavy: inWorker,
  run: (_, { path, ...task }) => writeOrderProblems(task, path).total,
});

export const commitOrdersCommand = defineCommand<Parameters<typeof commitScanned>[1], OrderImportReport>({
  name: 'orderImport.commit',
  writes: true,
  heavy: inWorker,
  run: commitScanned,
});

export const orderImportCommands: AnyCommand[] = [
  scanOrdersCommand,
  buyersCommand,
  importRowsCommand,
  twinsCommand,
  orderProblemsCommand,
  commitOrdersCommand,
];
