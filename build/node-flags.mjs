import { availableParallelism } from 'node:os';

/**
 * What Node is told before the program that holds the book. V8 lends every thread helpers that collect and compile beside it.
 * Where there are no more processors than the host and the thread that imports need, such helpers stand in the way of both:
 * with two of them the host's timers came 3.7 ms late at the 99th percentile of an import of chats, without them 1.5 (1.2 when
 * nothing runs), and an import of friends took no longer. The price: a file of 300 MB grows a worker by up to 540 MB, not 370.
 * It has to be told at the start: Node warns of changing such flags later.
 */
export function nodeFlags(processors = availableParallelism()) {
  return processors <= 2 ? ['--v8-pool-size=1', '--single-threaded'] : [];
}
