/**
 * Makes the demo data: one JSON file with about 600 invented friends, their tags, levels, notes and contacts, posts,
 * orders, chats, segments, a send list and drawn pictures. All times count from the day of loading. Same seed, same bytes.
 * Run: npx node build/demo/generate.ts [file] (the build does it for dist/demo/demo.json).
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DemoFile } from '../../electron/features/demo/demo-file.ts';
import { accounts, channels, tagGroups, tags } from './book.ts';
import { makeFollowUps, makePromises, ofOrders, ofReferrals } from './follow-ups.ts';
import { makeFriends } from './friends.ts';
import { encodePng } from './pictures/png.ts';
import { drawScene, sceneNames } from './pictures/scenes.ts';
import { pieces } from './pieces.ts';
import { makePosts } from './posts.ts';
import { seededRandom } from './random.ts';
import { makeReferrals } from './referrals.ts';
import { events, groupBuys, makeOrders, makeQueue, makeSegments, products, series, slots } from './shop.ts';
import { makeChats } from './talks.ts';

export const demoSeed = 20_260_601;

/** Everything but the bytes of the pictures. */
export function makeBook(seed: number = demoSeed): Omit<DemoFile, 'assets'> {
  const random = seededRandom(seed);
  const friends = makeFriends(random);
  const posts = makePosts(random);
  const business = seededRandom(seed + 1);
  const orders = makeOrders(business, friends);
  const chats = makeChats(business, friends);
  const queue = makeQueue(friends);
  const care = seededRandom(seed + 2);
  const followUps = makeFollowUps(care, friends, ofOrders(orders), queue);
  const word = seededRandom(seed + 3);
  const referrals = makeReferrals(word, friends);
  const thanks = makeFollowUps(word, friends, ofReferrals(friends, referrals), queue);
  return {
    ...{ version: 1, accounts, channels, tagGroups, tags, friends, pieces, posts, products, groupBuys, orders, chats, referrals },
    ...{ segments: makeSegments(friends, orders), queue, slots, events, series },
    ...{ followUps: [...followUps, ...thanks], ...makePromises(care, friends) },
  };
}

/** Writes the demo file, making its folder when it is missing. Takes a few seconds: the pictures are drawn. */
export function writeDemo(outFile: string, seed: number = demoSeed): void {
  const assets = sceneNames.map((name) => ({ name: `${name}.png`, base64: encodePng(drawScene(name)).toString('base64') }));
  mkdirSync(dirname(outFile), { recursive: true });
  writeFileSync(outFile, JSON.stringify({ ...makeBook(seed), assets } satisfies DemoFile));
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url))
  writeDemo(resolve(process.argv[2] ?? 'dist/demo/demo.json'));
