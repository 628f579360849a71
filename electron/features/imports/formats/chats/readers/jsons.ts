import type { ChatReader } from '../chat-reader.ts';
import { chatlabReaders } from './chatlab-json.ts';
import { chatlogReader } from './chatlog-json.ts';
import { memotraceJsonReader } from './memotrace-json.ts';
import { pywxdumpReaders } from './pywxdump-json.ts';
import { smallJsonReaders } from './small-json.ts';
import { wdaReader } from './wda-json.ts';
import { weflowApiReader } from './weflow-api-json.ts';
import { weflowJsonReaders } from './weflow-json.ts';

/** Readers of chats that are JSON, in the order to ask them: a program's own mark first, likeness of fields last. */
export const jsonReaders: ChatReader[] = [
  ...chatlabReaders,
  wdaReader,
  weflowApiReader,
  ...smallJsonReaders,
  ...pywxdumpReaders,
  memotraceJsonReader,
  chatlogReader,
  ...weflowJsonReaders,
];
